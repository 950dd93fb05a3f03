package uppzy

import (
	"context"
	"fmt"
	"net/http"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

var _ client.RequestReader = (*Vendor)(nil)

// ReadRequest tells the state of a message that was sent without waiting.
//
// What the answers mean:
//
//	pending, completed, failed  what they say (AW); a failed one may lack its text
//	any other word              still at work
//	2xx without a word          an error
//	own 404                     *client.NotFoundError (ERR), unless Uppzy denies the site
//	                            as well: the list decides
//	any other                   an error, also a 404 that is not Uppzy's own
func (v *Vendor) ReadRequest(ctx context.Context, id string) (*client.Request, error) {
	var state chatRequestState
	call := transport.Call{
		Operation:  fmt.Sprintf("read the request %q", id),
		Method:     http.MethodGet,
		Path:       v.path("chat", "requests", id),
		Credential: v.credential,
		Out:        &state,
		Repeat:     transport.Safe,
	}
	got, err := v.http.Do(ctx, call)
	// The word and the reason of a failure are shown in errors.
	status := v.http.Words(string(state.Status))
	switch {
	case says(err, http.StatusNotFound):
		if _, _, listErr := v.sessions(ctx, ""); listErr != nil {
			return nil, err
		}
		return nil, requestNotFound(id)
	case err != nil:
		return nil, err
	case status == "":
		return nil, v.http.Garbled(call, got, "it has no status")
	}
	request := &client.Request{
		ID: id, Status: client.RequestStatus(status),
		ConfidenceScore: state.Score.Value, ConfidenceLevel: told(state.Level),
	}
	switch request.Status {
	case client.RequestCompleted:
		request.Answer = told(state.Answer)
	case client.RequestFailed:
		request.Failure = told(client.Word(v.http.Words(string(state.Error))))
	case client.RequestPending:
	}
	return request, nil
}

func requestNotFound(id string) error {
	return &client.NotFoundError{Vendor: name, What: "request", ID: id}
}
