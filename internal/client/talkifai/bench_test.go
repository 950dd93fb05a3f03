package talkifai

import (
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

func benchmarked(o transport.Options) (client.Vendor, error) {
	return New(Config{APIKey: sandbox.TalkifAIAPIKey, Transport: o})
}

func BenchmarkRead(b *testing.B) { vendortest.BenchmarkRead(b, sandbox.TalkifAI, benchmarked) }
