package uppzy

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

// Close closes the session. Uppzy takes no reason. Closing twice answers like
// closing once (S0), so that the call may be repeated.
//
// What its answers mean:
//
//	{"status": "ok"}          closed
//	404, 400                  the list decides, see afterNotFound
//	401, 403, 429, 3xx        an error: the session was not touched
//	303, any other, none, or  closed if the list says so, else the error
//	any after an unclear try
//
// An answer that proves nothing is not made good by a session that the list
// lacks: there, absence is weak evidence.
func (v *Vendor) Close(ctx context.Context, ref client.Ref, _ string) (client.CloseResult, error) {
	err := v.close(ctx, ref.ID)
	var e *client.Error
	if !errors.As(err, &e) {
		return client.CloseResult{}, err
	}
	switch {
	case e.Status == http.StatusNotFound, e.Status == http.StatusBadRequest:
		return v.afterNotFound(ctx, ref, e)
	case untouched(e):
		return client.CloseResult{}, err
	}
	return client.SettleClose(ctx, err, func(ctx context.Context) (*client.Session, error) {
		return v.Read(ctx, ref)
	})
}

// untouched reports whether no try of the close has reached the session: the list
// need not be asked.
func untouched(e *client.Error) bool {
	switch e.Status {
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusTooManyRequests:
		return !e.Earlier
	}
	return !client.MayHaveHappened(e) && e.Status < 400
}

func (v *Vendor) close(ctx context.Context, id string) error {
	var answer closeAnswer
	call := transport.Call{
		Operation:  "close the session",
		SessionID:  id,
		Method:     http.MethodPost,
		Path:       v.path("chat", "session", "close"),
		Credential: v.credential,
		Body:       closeRequest{SessionID: id},
		Out:        &answer,
		Repeat:     transport.Safe,
	}
	got, err := v.http.Do(ctx, call)
	switch {
	case err != nil:
		return err
	case !strings.EqualFold(answer.Status, "ok"):
		return v.http.Garbled(call, got, "its status is not ok")
	}
	return nil
}

// afterNotFound decides what a 404 or a 400 on close means. Neither is
// documented for a session that Uppzy does not know, and S0 has the 404 for the
// site alone, so that the list is the control call: when it is answered well,
// the address and the credentials are right, and a session that it shows closed
// needs no close. One that it lacks needs none either where Uppzy itself gave the
// answer, or where the session has never begun; an answer of somebody else says
// that the close did not reach Uppzy, and absence alone is weak evidence.
//
// When Uppzy itself says twice that it has no such site, nothing is left to
// close, or nothing that these credentials could: it ends well with a warning.
// Else the original error stands.
func (v *Vendor) afterNotFound(ctx context.Context, ref client.Ref, cause *client.Error) (client.CloseResult, error) {
	found, err := v.find(ctx, ref)
	switch {
	case siteNotFound(err) && siteNotFound(cause):
		return client.CloseResult{Warning: fmt.Sprintf("Uppzy knows no site %q, so that the session %q could not be closed. "+
			"If the site was deleted, nothing is left to close; otherwise check site_id and api_key, and close the session there.",
			v.site, ref.ID)}, nil
	case err != nil, found.doubt != nil:
		return client.CloseResult{}, cause
	case found.listed && !found.entry.closed():
		return client.CloseResult{}, cause
	case !found.listed && ref.Seen && !cause.Own:
		return client.CloseResult{}, cause
	}
	return client.CloseResult{Already: !client.MayHaveHappened(cause)}, nil
}
