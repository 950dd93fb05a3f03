package uponai

import (
	"context"
	"errors"
	"iter"
	"net/http"
	"strconv"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

// largestPage is the documented maximum of a page (LIST).
const largestPage = 1000

// chats walks every chat of the workspace, in descending order; which field is
// sorted by is not documented (LIST). An error comes last, beside a nil chat: a
// walk that ends without one was complete. A list that does not come to an end, or
// that holds a chat without an id, is an error.
func (v *Vendor) chats(ctx context.Context) iter.Seq2[*chat, error] {
	return func(yield func(*chat, error) bool) {
		seen := map[string]bool{}
		keys := map[string]bool{}
		nameless := false
		size := largestPage
		for key := ""; ; {
			p, _, err := v.page(ctx, key, size)
			if errors.Is(err, transport.ErrTooLarge) && size > 1 {
				// Chats come with their messages and transcripts.
				size /= 10
				continue
			}
			if err != nil {
				yield(nil, err)
				return
			}
			before := len(seen)
			for i := range p.Data {
				id := p.Data[i].id()
				if id == "" {
					nameless = true
					continue
				}
				seen[id] = true
				if !yield(&p.Data[i], nil) {
					return
				}
			}
			next := p.next()
			switch {
			case next == "" && nameless:
				yield(nil, v.garbledList("it holds a chat without an id"))
				return
			case next == "":
				return
			case keys[next], len(seen) == before:
				yield(nil, v.garbledList("its pages do not go on"))
				return
			}
			keys[next] = true
			key = next
		}
	}
}

// page reads one page of the list, from key on.
func (v *Vendor) page(ctx context.Context, key string, size int) (*page, transport.Answer, error) {
	call := v.listCall()
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
