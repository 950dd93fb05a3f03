package siteassist

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/shared"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

const (
	getVisitor = "determine the visitor of the credentials"

	// longestMe bounds GET /identity/me with its repeats.
	longestMe = 10 * time.Second
)

// visitorToken is a token, and the id of its visitor where that is known: identity/init
// returns it, and a configured token has none.
type visitorToken struct{ token, visitor string }

// account is the result of GET /identity/me: the visitor, or the error that came.
type account struct {
	visitor string
	err     error
}

// tokenError is why a call was not sent: there is no token to send it with.
type tokenError struct{ err error }

func (e *tokenError) Error() string { return "no token for the visitor: " + client.Reason(e.err) }

func (e *tokenError) Unwrap() error { return e.err }

// do sends a call for the visitor. A token from identity/init expires after some time
// without use (AUTH), so a 401 fetches another with the same device id, and the call is
// sent once more, also a creation. A second 401, and any for a configured token, is the
// result.
func (v *Vendor) do(ctx context.Context, call transport.Call) (transport.Answer, error) {
	begun := time.Now()
	token, err := v.token(ctx)
	if err != nil {
		return transport.Answer{}, v.notSent(ctx, call, begun, err)
	}
	answer, err := v.doWith(ctx, token, call)
	if v.fixed != nil || !client.HasStatus(err, http.StatusUnauthorized) {
		return answer, err
	}
	v.tokens.Drop(token)
	refusal := err
	renewed, err := v.token(ctx)
	if err != nil {
		return transport.Answer{}, afterRefusal(refusal, v.notSent(ctx, call, begun, err))
	}
	answer, err = v.doWith(ctx, renewed, call)
	answer.Earlier = answer.Earlier || call.Repeat != transport.Safe && client.MayHaveSucceeded(refusal)
	answer.AfterRefusal = true
	return answer, afterRefusal(refusal, err)
}

// afterRefusal is err, the result of a call whose earlier attempts ended with refusal.
// What these may have done is not undone by a later response.
func afterRefusal(refusal, err error) error {
	var last *client.Error
	if client.MayHaveSucceeded(refusal) && errors.As(err, &last) {
		last.Earlier = true
	}
	return err
}

func (v *Vendor) doWith(ctx context.Context, t *visitorToken, call transport.Call) (transport.Answer, error) {
	call.Credential = transport.Bearer(t.token)
	if v.fixed == nil {
		call.Credential = transport.TemporaryBearer(t.token)
	}
	return v.http.Do(ctx, call)
}

// token is the configured token, or the one that all calls of this process share.
func (v *Vendor) token(ctx context.Context) (*visitorToken, error) {
	if v.fixed != nil {
		return v.fixed, nil
	}
	return v.tokens.Get(ctx, shared.Need{}, v.init)
}

// init exchanges the publishable key and the device id for a token: 201 the first
// time, 200 afterwards, the same visitor each time (R-init). It is sent without an
// Authorization header.
func (v *Vendor) init(ctx context.Context) (*visitorToken, error) {
	var resp initResponse
	call := transport.Call{
		Operation: "fetch a token for the visitor",
		Method:    http.MethodPost, Path: []string{"identity", "init"},
		Body: v.request, Out: &resp, SecretAnswer: true,
		Repeat: transport.Safe, ReadOnly: true,
	}
	answer, err := v.http.Do(ctx, call)
	switch {
	case client.HasStatus(err, http.StatusUnauthorized, http.StatusForbidden):
		return nil, v.keyRefused(err)
	case err != nil:
		return nil, err
	}
	if err := v.http.CheckIssuedToken(call, answer, "sessionToken", resp.SessionToken); err != nil {
		return nil, err
	}
	if !resp.Visitor.documented() {
		return nil, v.http.InvalidResponse(call, answer, "it names no visitor")
	}
	return &visitorToken{token: resp.SessionToken, visitor: resp.Visitor.ID}, nil
}

// keyRefused names the credential and the likely causes in err, a 401 or 403 of
// identity/init. Requests from other domains than the allowed websites of the key are
// refused (START); with which status is not documented.
func (v *Vendor) keyRefused(err error) error {
	var answer *client.Error
	if !errors.As(err, &answer) {
		return err
	}
	refused := *answer
	refused.Message = "the publishable key was refused"
	if v.origin != "" {
		refused.Message += fmt.Sprintf(" for the origin %q", v.origin)
	}
	if answer.Message != "" {
		refused.Message += " (" + answer.Message + ")"
	}
	if v.origin != "" {
		refused.Message += "; check the key and its list of allowed websites"
	} else {
		refused.Message += "; origin (or SITEASSIST_ORIGIN) may have to be set to one of its allowed websites"
	}
	return &refused
}

// notSent is the error of a call for which there is no token. It has no status and is
// not Sent, so that the response to the request for the token is not taken for one to
// the call.
func (v *Vendor) notSent(ctx context.Context, call transport.Call, begun time.Time, err error) error {
	failed := v.http.Ended(ctx, call, begun, &tokenError{err: err})
	var token *client.Error
	if errors.As(err, &token) {
		failed.Method, failed.Path = token.Method, token.Path
	}
	return failed
}

// Account implements client.Vendor. The account is the visitor, who alone sees the
// conversations (R-list). It comes with a token from identity/init. For a configured
// token it is asked for once by GET /identity/me, which is documented for the tokens of
// visitors (O-me) and not for private keys: whatever comes of that is the result for the
// life of v.
func (v *Vendor) Account(ctx context.Context) (string, error) {
	begun := time.Now()
	if v.fixed == nil {
		token, err := v.token(ctx)
		if err != nil {
			return "", v.identityError(ctx, begun, err)
		}
		return token.visitor, nil
	}
	result, err := v.account.Get(ctx, shared.Need{}, v.me)
	switch {
	case err != nil:
		return "", v.identityError(ctx, begun, err)
	case result.err != nil:
		return "", &client.AccountUnknownError{Vendor: name, Err: result.err}
	}
	return result.visitor, nil
}

// knownAccount is Account, and empty where that cannot be determined.
func (v *Vendor) knownAccount(ctx context.Context) (string, error) {
	id, err := v.Account(ctx)
	var unknown *client.AccountUnknownError
	if errors.As(err, &unknown) {
		return "", nil
	}
	return id, err
}

// me sends GET /identity/me. It gets a part of the time alone, since no documented call
// depends on it. Its error is only that of a ctx that was cancelled, or that there is no
// connection, which every other call would need as well.
func (v *Vendor) me(ctx context.Context) (*account, error) {
	wait := longestMe
	if deadline, limited := ctx.Deadline(); limited {
		wait = min(wait, time.Until(deadline)/4)
	}
	limited, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	var resp visitor
	call := transport.Call{
		Operation: getVisitor,
		Method:    http.MethodGet, Path: []string{"identity", "me"},
		Out: &resp, Repeat: transport.Safe,
	}
	answer, err := v.do(limited, call)
	if err == nil && (answer.Status != http.StatusOK || !resp.documented()) {
		err = v.http.InvalidResponse(call, answer, "it names no visitor")
	}
	if ctx.Err() != nil || client.HasNoConnection(err) {
		return nil, err
	}
	return &account{visitor: resp.ID, err: err}, nil
}

// identityError makes the end of a context, while others fetch the account, an error like
// any other.
func (v *Vendor) identityError(ctx context.Context, begun time.Time, err error) error {
	var failed *client.Error
	if errors.As(err, &failed) {
		return err
	}
	return v.http.Ended(ctx, transport.Call{Operation: getVisitor}, begun, err)
}
