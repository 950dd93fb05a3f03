package uponai

import (
	"context"
	"errors"
	"iter"
	"net/http"
	"strconv"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

var (
	_ client.Lister = (*Vendor)(nil)
	_ client.Clock  = (*Vendor)(nil)
)

// largestPage is the documented maximum of a page (LIST).
const largestPage = 1000

// Sessions implements client.Lister. The list has no filter (LIST).
func (v *Vendor) Sessions(ctx context.Context, _ client.Filter) iter.Seq2[*client.Session, error] {
	return func(yield func(*client.Session, error) bool) {
		defer v.discoveries.Add(1)
		for c, err := range v.chats(ctx) {
			if err != nil {
				yield(nil, err)
				return
			}
			if !yield(v.session(c), nil) {
				return
			}
		}
	}
}

// Clock implements client.Clock by one request for a page of one chat.
func (v *Vendor) Clock(ctx context.Context) (time.Time, error) {
	_, answer, err := v.page(ctx, "", 1, transport.Safe)
	if err != nil {
		return time.Time{}, err
	}
	return answer.Date, nil
}

// sharedPages is the list for shared.Reads.
func (v *Vendor) sharedPages(patient bool) client.Pages[*client.Session] {
	repeat := transport.Once
	if patient {
		repeat = transport.Safe
	}
	return client.MapPages(v.walk(repeat), v.session)
}

// walk goes over every chat of the workspace, in descending order; which field is
// sorted by is not documented (LIST), RT's is the start. Its end proves that a chat which
// it lacks does not exist, so that every page has to be one of the vendor's; see
// page.end. A list that does not come to an end, or that holds a chat without an id, is
// an error.
type walk struct {
	v        *Vendor
	repeat   transport.Repeat
	key      string
	size     int
	pages    int
	ended    bool
	seen     map[string]bool
	keys     map[string]bool
	nameless bool
}

// walk begins a walk. Unless repeat is transport.Once, a page that is too large is
// requested again as a smaller one.
func (v *Vendor) walk(repeat transport.Repeat) *walk {
	return &walk{v: v, repeat: repeat, size: largestPage, seen: map[string]bool{}, keys: map[string]bool{}}
}

// chats walks to the end; see client.Items.
func (v *Vendor) chats(ctx context.Context) iter.Seq2[*chat, error] {
	return client.Items(ctx, v.walk(transport.Safe))
}

// Next implements client.Pages.
func (w *walk) Next(ctx context.Context) ([]*chat, error) {
	p, _, err := w.v.page(ctx, w.key, w.size, w.repeat)
	for w.repeat != transport.Once && errors.Is(err, transport.ErrTooLarge) && w.size > 1 {
		// Chats come with their messages and transcripts.
		w.size /= 10
		p, _, err = w.v.page(ctx, w.key, w.size, w.repeat)
	}
	if err != nil {
		return nil, err
	}
	before := len(w.seen)
	chats := p.chats()
	named := make([]*chat, 0, len(chats.named))
	for i := range chats.named {
		if w.v.http.HasCredential(chats.named[i].id()) {
			return nil, w.v.invalidList("it holds a chat whose id contains a credential")
		}
		w.seen[chats.named[i].id()] = true
		named = append(named, &chats.named[i])
	}
	w.nameless = w.nameless || len(named) < chats.count
	w.pages++
	next, ended, valid := p.end(w.size)
	switch {
	case !valid:
		return named, w.v.invalidList("it does not say whether another page follows")
	case ended && w.nameless:
		return named, w.v.invalidList("it holds a chat without an id")
	case ended:
		w.ended = true
		return named, nil
	case w.v.http.HasCredential(next):
		return named, w.v.invalidList("its pagination_key contains a credential")
	case w.keys[next], len(w.seen) == before:
		return named, w.v.invalidList(client.RepeatedPages)
	case w.pages == client.MostPages:
		return named, w.v.invalidList(client.EndlessPages)
	}
	w.keys[next] = true
	w.key = next
	return named, nil
}

// Left implements client.Pages. A page does not say how many follow (LIST).
func (w *walk) Left() int {
	if w.ended {
		return 0
	}
	return -1
}

// page reads one page of the list, from key on.
func (v *Vendor) page(ctx context.Context, key string, size int, repeat transport.Repeat) (*page, transport.Answer, error) {
	call := v.listCall()
	call.Repeat = repeat
	call.Query.Set("sortOrder", "descending")
	call.Query.Set("limit", strconv.Itoa(size))
	if key != "" {
		call.Query.Set("paginationKey", key)
	}
	var p page
	call.Out = &p
	answer, err := v.http.Do(ctx, call)
	if err != nil {
		return nil, answer, err
	}
	if !p.chats().isArray {
		return nil, answer, v.http.InvalidResponse(call, answer, "it holds no chats")
	}
	return &p, answer, nil
}

func (v *Vendor) listCall() transport.Call {
	return transport.Call{
		Operation: "list the sessions",
		Method:    http.MethodGet, Path: []string{"api", "chats"}, Query: v.workspaceQuery(),
		Credential: v.credential, Repeat: transport.Safe,
	}
}

func (v *Vendor) invalidList(what string) error {
	return v.http.InvalidResponse(v.listCall(), transport.Answer{Status: http.StatusOK}, what)
}
