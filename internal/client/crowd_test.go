//go:build !race

package client_test

import (
	"runtime"
	"strings"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
)

// These walks are long and have one goroutine each: the race detector would find
// nothing in them and take ten times as long. make test-large runs them without it.

// A list that goes on for ever with others is an error in the end. Where a page that
// is not full may go on, each has one alone.
func TestCrowd_pagesWithoutEnd(t *testing.T) {
	t.Parallel()
	for _, w := range walks {
		if w.full == 0 {
			continue
		}
		each, reason := 1, client.EndlessPages
		if strings.HasSuffix(w.name, "messages") {
			each, reason = w.full, client.EndlessMessages
		}
		_, pages, err := w.walked(t, func(n int) ([]string, bool) { return w.items(n*each, each), true })
		if err == nil || !strings.Contains(err.Error(), reason) || pages != w.most {
			t.Errorf("%s: %d pages, %v", w.name, pages, err)
		}
	}
}

// A hundred thousand sessions are all told, and little else is in memory: neither at
// the last page nor afterwards. The package of UponAI has a test of its own, with
// sessions that come twice.
func TestCrowd_aHundredThousandSessions(t *testing.T) {
	const all = 100_000
	for _, w := range walks[:2] {
		each := w.full
		if each == 0 {
			each = all
		}
		var pages int
		var before, atLast float64
		v := w.serve(t, &pages, func(n int) ([]string, bool) {
			more := (n+1)*each < all
			if !more {
				atLast = vendortest.HeapMiB()
			}
			return w.items(n*each, each), more
		})
		before = vendortest.HeapMiB()
		told, count, err := w.list(t, v)
		used := max(vendortest.HeapMiB(), atLast) - before
		runtime.KeepAlive(told)
		if err != nil || count != all {
			t.Errorf("%s: %d sessions, %v", w.name, count, err)
		}
		// A session and what remembers it take 300 to 400 bytes, and twice as much is too much.
		if used > 50 {
			t.Errorf("%s: %.0f MiB are in use", w.name, used)
		}
	}
}
