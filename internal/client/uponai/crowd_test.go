//go:build !race

package uponai_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/uponai"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
)

// A workspace of a hundred thousand chats, every tenth of which comes on each page, is
// walked to its end: each chat once, a page at a time in memory.
func TestCrowd_aHundredThousandChats(t *testing.T) {
	const pages, each = 100, 1000
	requests := 0
	var atLast float64
	v := offline(t, uponai.Config{}, vendortest.RoundTrip(func(*http.Request) (*http.Response, error) {
		var chats []string
		for i := range each {
			n := requests*each + i
			if i%10 == 0 {
				n = i
			}
			chats = append(chats, fmt.Sprintf(`{"chatId":"chat-%d","status":"ongoing","startedAt":"2026-01-31T08:00:00Z"}`, n))
		}
		requests++
		key := "null"
		if requests == pages {
			atLast = vendortest.HeapMiB()
		} else {
			key = fmt.Sprintf("%q", fmt.Sprint("page-", requests))
		}
		return vendortest.Answer(200, pageJSON(key, chats...)), nil
	}))
	before := vendortest.HeapMiB()
	found, err := client.List(t.Context(), v, client.Filter{}, 0)
	used := max(vendortest.HeapMiB(), atLast) - before
	if err != nil {
		t.Fatal(err)
	}
	if requests != pages {
		t.Errorf("%d requests, want %d", requests, pages)
	}
	if want := each/10 + pages*each*9/10; len(found.Sessions) != want {
		t.Errorf("%d chats, want %d", len(found.Sessions), want)
	}
	if used > 50 {
		t.Errorf("%.0f MiB are in use", used)
	}
}
