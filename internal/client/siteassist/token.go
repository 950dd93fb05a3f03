package siteassist

import (
	"context"
	"errors"
	"net/http"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/shared"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

// grant is a token and whom it stands for.
type grant struct {
	token string
	// visitor is empty for a token that was configured.
	visitor string
}

// tokenError is why a call was not sent: there is no token to send it with.
type tokenError struct{ err error }

func (e *tokenError) Error() string {
	reason := e.err.Error()
	var failed *client.Error
	if errors.As(e.err, &failed) {
		reason = failed.Reason()
	}
	return "no token for the visitor: " + reason
}

func (e *tokenError) Unwrap() error { return e.err }

// do sends a call for the visitor. A token that was fetched ends after some time
// without use (AUTH), so a 401 fetches another with the same device id and sends
// the call once more, also a creation: a 401 was not carried out, though a try
// before it may have been. A second 401, and any for a configured token, is the
// answer.
func (v *Vendor) do(ctx context.Context, call transport.Call) (transport.Answer, error) {
	used, err := v.grant(ctx)
	if err != nil {
		return transport.Answer{}, notSent(call, err)
	}
	answer, err := v.doWith(ctx, used, call)
	if v.fixed != nil || !isStatus(err, http.StatusUnauthorized) {
		return answer, err
	}
	v.grants.Drop(used)
	first := err
	renewed, err := v.grant(ctx)
	if err != nil {
		return transport.Answer{}, after(first, notSent(call, err))
	}
	answer, err = v.doWith(ctx, renewed, call)
	answer.Earlier = answer.Earlier || call.Repeat != transport.Safe && client.MayHaveHappened(first)
	return answer, after(first, err)
}

// after is err, which ends a call that has ended with first before. What the tries
// before that 401 may have done, no later answer undoes.
func after(first, err error) error {
	var last *client.Error
	if client.MayHaveHappened(first) && errors.As(err, &last) {
		last.Earlier = true
	}
	return err
}

func (v *Vendor) doWith(ctx context.Context, g *grant, call transport.Call) (transport.Answer, error) {
	call.Credential = transport.Bearer(g.token)
	return v.http.Do(ctx, call)
}

// grant is the configured one, or the one that all calls of this process share.
func (v *Vendor) grant(ctx context.Context) (*grant, error) {
	if v.fixed != nil {
		return v.fixed, nil
	}
	return v.grants.Get(ctx, shared.Need{}, v.init)
}

// init exchanges the publishable key and the device id for a token: 201 the first
// time, 200 afterwards, the same visitor each time (R-init). It takes no
// Authorization header. A 401 or 403 is about the key: it may be wrong, or
// restricted to websites whose Origin this client does not send.
func (v *Vendor) init(ctx context.Context) (*grant, error) {
	var fetched initAnswer
	call := transport.Call{
		Operation: "fetch a token for the visitor",
		Method:    http.MethodPost, Path: []string{"identity", "init"},
		Body: v.request, Out: &fetched, SecretAnswer: true,
		Repeat: transport.Safe, ReadOnly: true,
	}
	answer, err := v.http.Do(ctx, call)
	switch {
	case isStatus(err, http.StatusUnauthorized), isStatus(err, http.StatusForbidden):
		return nil, keyRefused(err)
	case err != nil:
		return nil, err
	}
	v.http.Hide(fetched.SessionToken)
	switch {
	case fetched.SessionToken == "":
		return nil, v.http.Garbled(call, answer, "it holds no session token")
	case fetched.Visitor.ID == "":
		return nil, v.http.Garbled(call, answer, "it names no visitor")
	}
	return &grant{token: fetched.SessionToken, visitor: fetched.Visitor.ID}, nil
}

// keyRefused says in err which of the credentials it is about.
func keyRefused(err error) error {
	var answer *client.Error
	if !errors.As(err, &answer) {
		return err
	}
	refused := *answer
	refused.Message = "the publishable key was refused"
	if answer.Message != "" {
		refused.Message += ": " + answer.Message
	}
	return &refused
}

// notSent is the failure of a call for want of a token. It has no status and was
// not sent, so that nobody takes the refusal of a token for an answer to the call:
// neither its 404 for a conversation that is gone, nor its silence for a
// conversation that may have been opened.
func notSent(call transport.Call, err error) error {
	failed := &client.Error{
		Vendor: name, Operation: call.Operation, SessionID: call.SessionID, Method: call.Method,
		Err: &tokenError{err: err},
	}
	var token *client.Error
	if errors.As(err, &token) {
		failed.Method, failed.Path = token.Method, token.Path
	}
	return failed
}
