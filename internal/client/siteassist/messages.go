package siteassist

import (
	"context"
	"iter"
	"net/http"
	"net/url"
	"strconv"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

// largestMessagePage is the documented maximum of a page of messages (R-msgs). Without
// a limit all come at once, which may be more than is read of one answer.
const largestMessagePage = 1000

var _ client.Historian = (*Vendor)(nil)

// Messages implements client.Historian. The list is ordered, the oldest first, so that
// what is written meanwhile comes at its end; it tells no total, so that the last page
// is one that is not full (R-msgs). A closed conversation tells its messages as well. A
// list that does not come to an end is an error.
func (v *Vendor) Messages(ctx context.Context, ref client.Ref) iter.Seq2[*client.Message, error] {
	return func(yield func(*client.Message, error) bool) {
		var first client.Word
		for offset := 0; ; {
			call := messagesCall(ref.ID, offset)
			var told messagePage
			call.Out = &told
			answer, err := v.do(ctx, call)
			switch {
			case isGone(err):
				err = &client.NotFoundError{Vendor: name, SessionID: ref.ID}
			case err != nil:
			case told.Data == nil:
				err = v.http.Garbled(call, answer, "it holds no messages")
			case offset > 0 && len(told.Data) > 0 && told.Data[0].ID == first:
				err = v.http.Garbled(call, answer, "its pages do not go on")
			case offset >= client.MostMessages:
				err = v.http.Garbled(call, answer, "it does not come to an end")
			}
			if err != nil {
				yield(nil, err)
				return
			}
			for i := range told.Data {
				if !yield(told.Data[i].message(), nil) {
					return
				}
			}
			if len(told.Data) < largestMessagePage {
				return
			}
			first = told.Data[0].ID
			offset += len(told.Data)
		}
	}
}

func messagesCall(id string, offset int) transport.Call {
	return transport.Call{
		Operation: "read the messages of the session", SessionID: id,
		Method: http.MethodGet, Path: []string{"conversations", id, "messages"},
		Query:  url.Values{"limit": {strconv.Itoa(largestMessagePage)}, "offset": {strconv.Itoa(offset)}},
		Repeat: transport.Safe,
	}
}
