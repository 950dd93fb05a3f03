package uponai

import (
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

func benchmarked(o transport.Options) (client.Vendor, error) {
	return New(Config{Token: sandbox.UponAIToken, WorkspaceID: sandbox.UponAIWorkspaceID, Transport: o})
}

func BenchmarkRead(b *testing.B) { vendortest.BenchmarkRead(b, sandbox.UponAI, benchmarked) }

func BenchmarkList(b *testing.B) { vendortest.BenchmarkList[page](b, sandbox.UponAI, benchmarked) }
