package siteassist

import (
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

func benchmarked(o transport.Options) (client.Vendor, error) {
	return New(Config{Token: sandbox.SiteAssistToken, Transport: o})
}

func BenchmarkRead(b *testing.B) { vendortest.BenchmarkRead(b, sandbox.SiteAssist, benchmarked) }

func BenchmarkList(b *testing.B) { vendortest.BenchmarkList[page](b, sandbox.SiteAssist, benchmarked) }
