package uppzy

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

var (
	_ client.RequestReader = (*Vendor)(nil)
	_ client.Rater         = (*Vendor)(nil)
)

// ReadRequest returns the state of a message that was sent without waiting.
//
//	pending, completed, failed  that state (AW); a failed one may have no text
//	any other status            still running (SDK)
//	2xx without a status, or    an error
//	of another session or request
//	documented 404              a *client.NotFoundError (FB, ERR)
//	any other, or none          an error
func (v *Vendor) ReadRequest(ctx context.Context, sessionID, id string) (*client.Request, error) {
	var state requestState
	call := transport.Call{
		Operation:  fmt.Sprintf("read the request %q", id),
		Method:     http.MethodGet,
		Path:       v.path("chat", "requests", id),
		Credential: v.credential,
		Out:        &state,
		Repeat:     transport.Safe,
	}
	answer, err := v.http.Do(ctx, call)
	// Errors show the status and the text of a failure.
	status := v.http.Words(string(state.Status))
	switch {
	case client.Means(err, client.MeaningNotFound):
		return nil, requestNotFound(id)
	case err != nil:
		return nil, err
	case ofAnother(state.RequestID, id):
		return nil, v.ofAnotherRequest(call, answer, state.RequestID)
	case sessionID != "" && ofAnother(state.SessionID, sessionID):
		return nil, v.ofAnotherError(call, answer, state.SessionID)
	case status == "":
		return nil, v.http.InvalidResponse(call, answer, "it has no status")
	}
	request := &client.Request{
		ID: id, Status: client.RequestStatus(status),
		ConfidenceScore: state.Score.Value, ConfidenceLevel: optional(state.Level),
	}
	switch request.Status {
	case client.RequestCompleted:
		request.Answer = optional(state.Answer)
	case client.RequestFailed:
		request.Failure = optional(client.Word(v.http.Words(string(state.Error))))
	case client.RequestPending:
	}
	return request, nil
}

// Rate rates the answer of a completed request. The call may be repeated: a second
// rating responds with ok as well (FB). No page says whether it replaces the first, and
// no call returns or removes a rating.
//
//	ok                  rated
//	ok, another rating  an error: an earlier rating is unchanged
//	2xx without ok, or  an error
//	of another request
//	documented 404      a *client.NotFoundError (FB)
//	any other, or none  an error; 400 also for a request that is not completed
func (v *Vendor) Rate(ctx context.Context, a client.RatedAnswer, r client.Rating) error {
	var response feedbackResponse
	call := transport.Call{
		Operation:  fmt.Sprintf("rate the answer to the request %q of the session", a.RequestID),
		SessionID:  a.SessionID,
		Method:     http.MethodPost,
		Path:       v.path("chat", "feedback"),
		Credential: v.credential,
		Body:       feedbackRequest{SessionID: a.SessionID, RequestID: a.RequestID, Feedback: string(r)},
		Out:        &response,
		Repeat:     transport.Safe,
	}
	answer, err := v.http.Do(ctx, call)
	switch {
	case client.Means(err, client.MeaningNotFound):
		return requestNotFound(a.RequestID)
	case err != nil:
		return err
	case ofAnother(response.RequestID, a.RequestID):
		return v.ofAnotherRequest(call, answer, response.RequestID)
	case !strings.EqualFold(string(response.Status), "ok"):
		return v.http.InvalidResponse(call, answer, "its status is not ok")
	case strings.EqualFold(string(response.Feedback), string(other(r))):
		return v.http.InvalidResponse(call, answer, fmt.Sprintf("it keeps the earlier rating %q", other(r)))
	}
	return nil
}

func (v *Vendor) ofAnotherRequest(call transport.Call, answer transport.Answer, id client.Word) error {
	return v.http.InvalidResponse(call, answer, fmt.Sprintf("it is for the request %q", string(id)))
}

// other is the rating that is not r.
func other(r client.Rating) client.Rating {
	if r == client.RatingGood {
		return client.RatingBad
	}
	return client.RatingGood
}

func requestNotFound(id string) error {
	return &client.NotFoundError{Vendor: name, What: "request", ID: id}
}
