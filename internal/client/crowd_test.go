//go:build !race

package client_test

import (
	"runtime"
	"strings"
	"testing"
)

// These walks are long and have one goroutine each: the race detector would find
// nothing in them and take ten times as long. make test runs them without it.

// A list that goes on for ever with others is an error in the end. Where a page that
// is not full may go on, each has one alone.
func TestCrowd_pagesWithoutEnd(t *testing.T) {
	t.Parallel()
	for _, w := range walks {
		if w.full == 0 {
			continue
		}
		each := 1
		if strings.HasSuffix(w.name, "messages") {
			each = w.full
		}
		_, pages, err := w.walked(t, func(n int) ([]string, bool) { return w.items(n*each, each), true })
		if err == nil || !strings.Contains(err.Error(), "does not come to an end") || pages != w.most {
			t.Errorf("%s: %d pages, %v", w.name, pages, err)
		}
	}
}

// A hundred thousand sessions are all told, in little memory. The package of UponAI has
// a test of its own, with sessions that come twice.
func TestCrowd_aHundredThousandSessions(t *testing.T) {
	const all = 100_000
	for _, w := range walks[:2] {
		each := w.full
		if each == 0 {
			each = all
		}
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		count, _, err := w.walked(t, func(n int) ([]string, bool) { return w.items(n*each, each), (n+1)*each < all })
		if err != nil || count != all {
			t.Errorf("%s: %d sessions, %v", w.name, count, err)
		}
		runtime.GC()
		runtime.ReadMemStats(&after)
		if used := (int64(after.HeapAlloc) - int64(before.HeapAlloc)) >> 20; used > 100 {
			t.Errorf("%s: %d MiB are in use", w.name, used)
		}
	}
}
