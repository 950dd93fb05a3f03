package talkifai

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

// probe asks for one message of the session's history, the only read there is
// (GH). Whatever JSON comes back, the vendor still answers for the session; more
// than that it does not say, since no page tells whether the history outlives
// the session.
func (v *Vendor) probe(ctx context.Context, id, token string, repeat transport.Repeat) error {
	var history json.RawMessage
	call := v.historyCall("read the session", id, token)
	call.Query = url.Values{"limit": {"1"}}
	call.Out = &history
	call.Repeat = repeat
	_, err := v.http.Do(ctx, call)
	return err
}

// historyCall is the call for the history; which part of it is left to the caller.
func (v *Vendor) historyCall(operation, id, token string) transport.Call {
	v.http.Hide(token)
	return transport.Call{
		Operation: operation, SessionID: id,
		Method: http.MethodGet, Path: []string{"sessions", id, "messages"},
		Credential: transport.Bearer(token),
	}
}

// over reports whether an answer means that the session has ended: its token is
// dead (401), or TalkifAI has dropped it (404).
func over(err error) bool {
	return says(err, http.StatusUnauthorized) || says(err, http.StatusNotFound)
}

// ended gives the typed error where err says that the session has ended, else err.
func ended(err error, id string) error {
	switch {
	case says(err, http.StatusUnauthorized):
		return &client.ClosedError{Vendor: name, SessionID: id}
	case says(err, http.StatusNotFound):
		return &client.NotFoundError{Vendor: name, SessionID: id}
	}
	return err
}

// noToken is the error for a call that needs the token of a session and has none.
// There was no request.
func noToken(operation, id string) error {
	return &client.Error{
		Vendor: name, Operation: operation, SessionID: id,
		Err: errors.New("its session_token is not given, and nothing else opens it"),
	}
}
