package vendortest

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// Connect makes the vendor with what the sandbox takes for credentials.
type Connect func(transport.Options) (client.Vendor, error)

// benchSessions is how many sessions there are in benchmarks.
const benchSessions = 1000

// recorded is a vendor whose every answer comes from memory when it was heard once.
func (connect Connect) recorded(b *testing.B, vendor string) (client.Vendor, client.Ref, *Replay) {
	b.Helper()
	box, err := sandbox.Start(sandbox.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(box.Close)
	var seeded sandbox.Session
	for range benchSessions {
		seeded = box.Seed(vendor, sandbox.Seed{UserIdentifier: "user@example.com"})
	}
	replay := NewReplay(http.DefaultTransport)
	v, err := connect(transport.Options{BaseURL: box.BaseURL(vendor), RoundTripper: replay})
	if err != nil {
		b.Fatal(err)
	}
	return v, client.Ref{ID: seeded.ID, Token: seeded.Token}, replay
}

// BenchmarkRead measures the read of one session of a thousand, without the network.
func BenchmarkRead(b *testing.B, vendor string, connect Connect) {
	v, ref, _ := connect.recorded(b, vendor)
	repeat(b, func() {
		if session, err := v.Read(b.Context(), ref); err != nil || session.Status != client.StatusOpen {
			b.Fatalf("read %+v, %v", session, err)
		}
	})
}

// BenchmarkList measures the walk of a list of a thousand sessions, and the decoding of
// its fullest page, without the network.
func BenchmarkList[Page any](b *testing.B, vendor string, connect Connect) {
	v, _, replay := connect.recorded(b, vendor)
	b.Run("walk", func(b *testing.B) {
		repeat(b, func() {
			listing, err := client.List(b.Context(), v, client.Filter{}, 0)
			if err != nil || len(listing.Sessions) != benchSessions {
				b.Fatalf("%d sessions, %v", len(listing.Sessions), err)
			}
		})
	})
	b.Run("decode", func(b *testing.B) {
		if _, err := client.List(b.Context(), v, client.Filter{}, 0); err != nil {
			b.Fatal(err)
		}
		body := replay.Largest()
		b.SetBytes(int64(len(body)))
		repeat(b, func() {
			var page Page
			if err := json.Unmarshal(body, &page); err != nil {
				b.Fatal(err)
			}
		})
	})
}

// repeat measures do, which hears the answers in a first time that does not count.
func repeat(b *testing.B, do func()) {
	b.Helper()
	do()
	b.ReportAllocs()
	for b.Loop() {
		do()
	}
}
