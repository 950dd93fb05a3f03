package client_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/siteassist"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/talkifai"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/uponai"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/uppzy"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
)

// walk is a list that a vendor tells in pages, or all of it at once.
type walk struct {
	name   string
	vendor func(transport.Options) (client.Vendor, error)
	// item is the n-th session or message, page puts items together, with a way to the
	// page after it where there is more.
	item func(n int) string
	page func(items []string, n int, more bool) string
	// full is how many a page holds; 0 is a list without pages.
	full int
	// list walks the list and counts what it tells, which is told as well.
	list func(t *testing.T, v client.Vendor) (told any, count int, err error)
	// most is how many pages are read.
	most int
}

// walks are all lists that a vendor tells.
var walks = []walk{
	{
		name:   "uppzy",
		vendor: newUppzy,
		item: func(n int) string {
			return fmt.Sprintf(`{"id":"%d","created_at":"2026-01-31T08:00:00Z","closed_at":null,"message_count":1}`, n)
		},
		page: func(items []string, _ int, _ bool) string { return `{"sessions":[` + strings.Join(items, ",") + `]}` },
		list: listSessions,
	},
	{
		name:   "siteassist",
		vendor: newSiteAssist,
		item: func(n int) string {
			return fmt.Sprintf(`{"id":"%s","status":"open","createdAt":"2026-01-31T08:00:00.000Z"}`, uuidOf(n))
		},
		page: func(items []string, n int, more bool) string {
			total := (n + 1) * len(items)
			if more {
				total++
			}
			return fmt.Sprintf(`{"object":"list","total":%d,"limit":100,"offset":%d,"data":[%s]}`, total, n*100, strings.Join(items, ","))
		},
		full: 100, list: listSessions, most: client.MostPages,
	},
	{
		name:   "uponai",
		vendor: newUponAI,
		item: func(n int) string {
			return fmt.Sprintf(`{"chatId":"%d","status":"ongoing","startedAt":"2026-01-31T08:00:00Z"}`, n)
		},
		page: func(items []string, n int, more bool) string {
			key := "null"
			if more {
				key = fmt.Sprintf(`"key-%d"`, n)
			}
			return fmt.Sprintf(`{"data":[%s],"pagination_key":%s}`, strings.Join(items, ","), key)
		},
		full: 1000, list: listSessions, most: client.MostPages,
	},
	{
		name:   "talkifai, messages",
		vendor: newTalkifAI,
		item:   func(n int) string { return fmt.Sprintf(`{"role":"user","content":"%d"}`, n) },
		page:   func(items []string, _ int, _ bool) string { return `{"messages":[` + strings.Join(items, ",") + `]}` },
		full:   100, list: listMessages, most: client.MostMessages/100 + 1,
	},
	{
		name:   "siteassist, messages",
		vendor: newSiteAssist,
		item:   func(n int) string { return fmt.Sprintf(`{"id":"%s","role":"user"}`, uuidOf(n)) },
		page:   func(items []string, _ int, _ bool) string { return `{"data":[` + strings.Join(items, ",") + `]}` },
		full:   1000, list: listMessages, most: client.MostMessages/1000 + 1,
	},
}

func newUppzy(o transport.Options) (client.Vendor, error) {
	return uppzy.New(uppzy.Config{APIKey: secret, SiteID: "site", Transport: o})
}

func newTalkifAI(o transport.Options) (client.Vendor, error) {
	return talkifai.New(talkifai.Config{APIKey: secret, Transport: o})
}

func newUponAI(o transport.Options) (client.Vendor, error) {
	return uponai.New(uponai.Config{Token: secret, WorkspaceID: 1, Transport: o})
}

func newSiteAssist(o transport.Options) (client.Vendor, error) {
	return siteassist.New(siteassist.Config{Token: secret, Transport: o})
}

const secret = "secret-of-a-walk"

func uuidOf(n int) string { return fmt.Sprintf("00000000-0000-4000-8000-%012d", n) }

func listSessions(t *testing.T, v client.Vendor) (told any, count int, err error) {
	found, err := client.List(t.Context(), v, client.Filter{}, 0)
	return found, len(found.Sessions), err
}

func listMessages(t *testing.T, v client.Vendor) (told any, count int, err error) {
	messages, err := client.History(t.Context(), v, client.Ref{ID: uuidOf(1), Token: secret})
	return messages, len(messages), err
}

// walked walks a list whose page n has the items and goes on, or not.
func (w walk) walked(t *testing.T, page func(n int) (items []string, more bool)) (count, pages int, err error) {
	t.Helper()
	v := w.serve(t, &pages, page)
	_, count, err = w.list(t, v)
	return count, pages, err
}

// serve is a vendor that tells a list whose page n has the items and goes on, or not. It
// counts the pages.
func (w walk) serve(t *testing.T, pages *int, page func(n int) (items []string, more bool)) client.Vendor {
	t.Helper()
	v, err := w.vendor(transport.Options{RoundTripper: vendortest.RoundTrip(func(r *http.Request) (*http.Response, error) {
		if strings.HasSuffix(r.URL.Path, "/identity/me") {
			return vendortest.Answer(200, `{"id":"`+uuidOf(0)+`"}`), nil
		}
		items, more := page(*pages)
		*pages++
		return vendortest.Answer(200, w.page(items, *pages-1, more)), nil
	})})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// items are the items from one on.
func (w walk) items(from, count int) []string {
	items := make([]string, count)
	for i := range items {
		items[i] = w.item(from + i)
	}
	return items
}

// A list whose pages are the same for ever is an error after the second.
func TestPagesThatRepeat(t *testing.T) {
	t.Parallel()
	for _, w := range walks {
		if w.full == 0 {
			continue
		}
		items := w.items(0, w.full)
		_, pages, err := w.walked(t, func(int) ([]string, bool) { return items, true })
		if err == nil || !strings.Contains(err.Error(), client.RepeatedPages) || pages != 2 {
			t.Errorf("%s: %d pages, %v", w.name, pages, err)
		}
	}
}

// A session that a list returns twice is one session. Where the list says how many there
// are, fewer than that are not all of them.
func TestListsWithDuplicates(t *testing.T) {
	t.Parallel()
	for _, w := range walks[:3] {
		items := append(w.items(0, 2), w.items(0, 3)...)
		count, _, err := w.walked(t, func(int) ([]string, bool) { return items, false })
		if hasTotal := w.name == "siteassist"; hasTotal != (err != nil) || !hasTotal && count != 3 {
			t.Errorf("%s: got %d sessions, %v", w.name, count, err)
		}
	}
}
