package uppzy

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

var _ client.Rater = (*Vendor)(nil)

// Rate rates the answer of a completed request. The call may be repeated: a second
// rating answers ok as well (FB). No page tells whether it replaces the first, and no
// call tells or takes back a rating.
//
// What the answers mean:
//
//	ok                 rated
//	ok, another word   an error: an earlier rating stands
//	2xx without ok     an error
//	own 404            *client.NotFoundError (FB)
//	any other          an error; 400 also for a request that is not completed
func (v *Vendor) Rate(ctx context.Context, a client.RatedAnswer, r client.Rating) error {
	var answer feedbackAnswer
	call := transport.Call{
		Operation:  fmt.Sprintf("rate the answer to the request %q of the session", a.RequestID),
		SessionID:  a.SessionID,
		Method:     http.MethodPost,
		Path:       v.path("chat", "feedback"),
		Credential: v.credential,
		Body:       feedbackRequest{SessionID: a.SessionID, RequestID: a.RequestID, Feedback: string(r)},
		Out:        &answer,
		Repeat:     transport.Safe,
	}
	got, err := v.http.Do(ctx, call)
	switch {
	case says(err, http.StatusNotFound):
		return requestNotFound(a.RequestID)
	case err != nil:
		return err
	case !strings.EqualFold(string(answer.Status), "ok"):
		return v.http.Garbled(call, got, "its status is not ok")
	case strings.EqualFold(string(answer.Feedback), string(other(r))):
		return v.http.Garbled(call, got, fmt.Sprintf("it keeps the earlier rating %q", other(r)))
	}
	return nil
}

// other is the rating that is not r.
func other(r client.Rating) client.Rating {
	if r == client.RatingGood {
		return client.RatingBad
	}
	return client.RatingGood
}
