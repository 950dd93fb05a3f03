package uponai

import (
	"context"
	"errors"
	"iter"
	"net/http"
	"strconv"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

// largestPage is the documented maximum of a page (LIST).
const largestPage = 1000

// walk goes over every chat of the workspace, in descending order; which field is
// sorted by is not documented (LIST). A list that does not come to an end, or that
// holds a chat without an id, is an error.
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

// walk begins at the beginning. Unless repeat is transport.Once, a page that is too
// large is asked for again as a smaller one.
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
	named := make([]*chat, 0, len(p.Data))
	for i := range p.Data {
		id := p.Data[i].id()
		if id == "" {
			w.nameless = true
			continue
		}
		w.seen[id] = true
		named = append(named, &p.Data[i])
	}
	w.pages++
	next := p.next()
	switch {
	case next == "" && w.nameless:
		return named, w.v.garbledList("it holds a chat without an id")
	case next == "":
		w.ended = true
	case w.keys[next], len(w.seen) == before:
		return named, w.v.garbledList("its pages do not go on")
	case w.pages == client.MostPages:
		return named, w.v.garbledList("it does not come to an end")
	}
	w.keys[next] = true
	w.key = next
	return named, nil
}

// Left implements client.Pages: a page tells no more than that there is another (LIST).
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
	if p.Data == nil {
		return nil, answer, v.http.Garbled(call, answer, "it holds no chats")
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

func (v *Vendor) garbledList(what string) error {
	return v.http.Garbled(v.listCall(), transport.Answer{Status: http.StatusOK}, what)
}
