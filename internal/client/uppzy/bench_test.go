package uppzy

import (
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

func benchmarked(o transport.Options) (client.Vendor, error) {
	return New(Config{APIKey: sandbox.UppzyAPIKey, SiteID: sandbox.UppzySiteID, Transport: o})
}

func BenchmarkRead(b *testing.B) { vendortest.BenchmarkRead(b, sandbox.Uppzy, benchmarked) }

func BenchmarkList(b *testing.B) { vendortest.BenchmarkList[listing](b, sandbox.Uppzy, benchmarked) }
