package siteassist

import (
	"context"
	"iter"
	"net/http"
	"net/url"
	"strconv"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

// largestPage is the documented maximum of a page (R-list).
const largestPage = 100

// conversations walks every conversation of the visitor, the newest first, closed
// ones too: a list of open ones would shrink while others are closed, and a walk by
// offset would pass over some. One that
// is opened meanwhile moves the others to later places, so that some come twice and
// none is missed. An error comes last, beside a nil conversation: a walk that ends
// without one was complete. A list that does not come to an end, or that holds a
// conversation without an id, is an error.
func (v *Vendor) conversations(ctx context.Context) iter.Seq2[*conversation, error] {
	return func(yield func(*conversation, error) bool) {
		seen := map[string]bool{}
		nameless := false
		for offset := 0; ; {
			p, _, err := v.page(ctx, pageAt(offset))
			if err != nil {
				yield(nil, err)
				return
			}
			before := len(seen)
			for i := range p.Data {
				id := string(p.Data[i].ID)
				if id == "" {
					nameless = true
					continue
				}
				seen[id] = true
				if !yield(&p.Data[i], nil) {
					return
				}
			}
			offset += len(p.Data)
			switch last := float64(offset) >= *p.Total; {
			case last && nameless:
				yield(nil, v.garbledList("it holds a conversation without an id"))
				return
			case last:
				return
			case len(seen) == before:
				yield(nil, v.garbledList("its pages do not go on"))
				return
			}
		}
	}
}

// pageAt asks for the conversations from an offset on. They are ordered by createdAt,
// which has one spelling on all of the vendor's pages; that of the default order has two.
func pageAt(offset int) url.Values {
	return url.Values{
		"orderBy": {"createdAt"}, "orderDir": {"desc"},
		"limit": {strconv.Itoa(largestPage)}, "offset": {strconv.Itoa(offset)},
	}
}

// page reads one page of the list.
func (v *Vendor) page(ctx context.Context, query url.Values) (*page, transport.Answer, error) {
	call := v.listCall()
	call.Query = query
	var p page
	call.Out = &p
	answer, err := v.do(ctx, call)
	if err == nil && (p.Data == nil || p.Total == nil) {
		err = v.http.Garbled(call, answer, "it holds no conversations or no total")
	}
	if err != nil {
		return nil, transport.Answer{}, err
	}
	return &p, answer, nil
}

func (v *Vendor) listCall() transport.Call {
	return transport.Call{
		Operation: "list the sessions",
		Method:    http.MethodGet, Path: []string{"conversations"},
		Repeat: transport.Safe,
	}
}

func (v *Vendor) garbledList(what string) error {
	return v.http.Garbled(v.listCall(), transport.Answer{Status: http.StatusOK}, what)
}
