package siteassist

import (
	"context"
	"iter"
	"math"
	"net/http"
	"net/url"
	"strconv"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

// largestPage is the documented maximum of a page (R-list).
const largestPage = 100

// walk goes over every conversation of the visitor, the newest first, closed ones too:
// a list of open ones would shrink while others are closed, and a walk by offset would
// pass over some. One that is opened meanwhile moves the others to later places, so
// that some come twice and none is missed. A list that does not come to an end, or that
// holds a conversation without an id, is an error.
type walk struct {
	v        *Vendor
	repeat   transport.Repeat
	offset   int
	total    float64
	pages    int
	seen     map[string]bool
	nameless bool
}

func (v *Vendor) walk(repeat transport.Repeat) *walk {
	return &walk{v: v, repeat: repeat, seen: map[string]bool{}}
}

// conversations walks to the end; see client.Items.
func (v *Vendor) conversations(ctx context.Context) iter.Seq2[*conversation, error] {
	return client.Items(ctx, v.walk(transport.Safe))
}

// Next implements client.Pages.
func (w *walk) Next(ctx context.Context) ([]*conversation, error) {
	p, _, err := w.v.page(ctx, pageAt(w.offset), w.repeat)
	if err != nil {
		return nil, err
	}
	before := len(w.seen)
	named := make([]*conversation, 0, len(p.Data))
	for i := range p.Data {
		id := string(p.Data[i].ID)
		if id == "" {
			w.nameless = true
			continue
		}
		w.seen[id] = true
		named = append(named, &p.Data[i])
	}
	w.total = *p.Total
	w.offset += len(p.Data)
	w.pages++
	switch {
	case w.Left() == 0 && w.nameless:
		return named, w.v.garbledList("it holds a conversation without an id")
	case w.Left() != 0 && len(w.seen) == before:
		return named, w.v.garbledList("its pages do not go on")
	case w.Left() != 0 && w.pages == client.MostPages:
		return named, w.v.garbledList("it does not come to an end")
	}
	return named, nil
}

// Left implements client.Pages: the vendor tells how many there are (R-list).
func (w *walk) Left() int {
	if w.pages == 0 {
		return -1
	}
	left := math.Ceil((w.total - float64(w.offset)) / largestPage)
	return int(max(0, min(left, math.MaxInt32)))
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
func (v *Vendor) page(ctx context.Context, query url.Values, repeat transport.Repeat) (*page, transport.Answer, error) {
	call := v.listCall()
	call.Query, call.Repeat = query, repeat
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
