package siteassist

import (
	"context"
	"iter"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

// largestPage is the documented maximum of a page (R-list).
const largestPage = 100

var (
	_ client.Lister = (*Vendor)(nil)
	_ client.Clock  = (*Vendor)(nil)
)

// Sessions implements client.Lister. The list has the visitor's conversations only
// (R-list).
func (v *Vendor) Sessions(ctx context.Context, _ client.Filter) iter.Seq2[*client.Session, error] {
	return func(yield func(*client.Session, error) bool) {
		defer v.discoveries.Add(1)
		account, err := v.knownAccount(ctx)
		if err != nil {
			yield(nil, err)
			return
		}
		for c, err := range client.Items(ctx, v.walk(transport.Safe)) {
			if err != nil {
				yield(nil, err)
				return
			}
			session := v.session(*c, string(c.ID))
			session.Account = account
			if !yield(session, nil) {
				return
			}
		}
	}
}

// Clock implements client.Clock by the shortest page of the list: the credentials may
// not be sufficient for GET /identity/me.
func (v *Vendor) Clock(ctx context.Context) (time.Time, error) {
	_, answer, err := v.page(ctx, url.Values{"limit": {"1"}}, transport.Safe)
	return answer.Date, err
}

// sharedPages is the list for shared.Reads. The sessions have no account.
func (v *Vendor) sharedPages(patient bool) client.Pages[*client.Session] {
	repeat := transport.Once
	if patient {
		repeat = transport.Safe
	}
	return client.MapPages(v.walk(repeat), func(c *conversation) *client.Session {
		return v.session(*c, string(c.ID))
	})
}

// walk reads every conversation of the visitor, the newest first. Closed ones are
// included: a list of the open ones shrinks while others are closed, and pages by offset
// would miss some. One that is opened meanwhile moves the others to later places, so
// that some come twice and none is missed.
//
// The walk is complete when it has returned as many conversations as the first page
// promised, and the total has not decreased. Everything else, and a conversation without
// an id, is an error.
type walk struct {
	v      *Vendor
	repeat transport.Repeat
	offset int
	pages  int
	// first is the total of the first page, total that of the last.
	first, total float64
	seen         map[string]bool
	// noID is set when a conversation had no id, shrunk when the total decreased.
	noID, shrunk bool
}

func (v *Vendor) walk(repeat transport.Repeat) *walk {
	return &walk{v: v, repeat: repeat, seen: map[string]bool{}}
}

// Next implements client.Pages.
func (w *walk) Next(ctx context.Context) ([]*conversation, error) {
	p, _, err := w.v.page(ctx, pageAt(w.offset), w.repeat)
	if err != nil {
		return nil, err
	}
	before := len(w.seen)
	items := make([]*conversation, 0, len(p.Data))
	for i := range p.Data {
		id := string(p.Data[i].ID)
		if id == "" {
			w.noID = true
			continue
		}
		if w.v.http.HasCredential(id) {
			return nil, w.v.invalidList("it holds a conversation whose id contains a credential")
		}
		w.seen[id] = true
		items = append(items, &p.Data[i])
	}
	if w.pages == 0 {
		w.first = *p.Total
	} else if *p.Total < w.total {
		w.shrunk = true
	}
	w.total = *p.Total
	w.offset += len(p.Data)
	w.pages++
	switch {
	case w.Left() == 0 && w.noID:
		return items, w.v.invalidList("it holds a conversation without an id")
	case w.shrunk, w.Left() == 0 && float64(len(w.seen)) < w.first:
		return items, w.v.invalidList("the list changed while it was read")
	case w.Left() != 0 && len(w.seen) == before:
		return items, w.v.invalidList(client.RepeatedPages)
	case w.Left() != 0 && w.pages == client.MostPages:
		return items, w.v.invalidList(client.EndlessPages)
	}
	return items, nil
}

// Left implements client.Pages: the last page is the one whose offset and length
// together are not below the total (R-list).
func (w *walk) Left() int {
	if w.pages == 0 {
		return -1
	}
	left := math.Ceil((w.total - float64(w.offset)) / largestPage)
	return int(max(0, min(left, math.MaxInt32)))
}

// pageAt asks for the conversations from an offset on, the newest first. They are
// ordered by createdAt, which has one spelling on all of the vendor's pages; that of the
// default order has two.
func pageAt(offset int) url.Values {
	return url.Values{
		"orderBy": {"createdAt"}, "orderDir": {"desc"},
		"limit": {strconv.Itoa(largestPage)}, "offset": {strconv.Itoa(offset)},
	}
}

// page reads a page of the list. One without the documented envelope is an invalid
// response.
func (v *Vendor) page(ctx context.Context, query url.Values, repeat transport.Repeat) (*page, transport.Answer, error) {
	call := listCall()
	call.Query, call.Repeat = query, repeat
	var p page
	call.Out = &p
	answer, err := v.do(ctx, call)
	if err == nil && !p.documented() {
		err = v.http.InvalidResponse(call, answer, "it is not the documented list of conversations")
	}
	if err != nil {
		return nil, transport.Answer{}, err
	}
	return &p, answer, nil
}

func listCall() transport.Call {
	return transport.Call{
		Operation: "list the sessions",
		Method:    http.MethodGet, Path: []string{"conversations"},
		Repeat: transport.Safe,
	}
}

func (v *Vendor) invalidList(what string) error {
	return v.http.InvalidResponse(listCall(), transport.Answer{Status: http.StatusOK}, what)
}
