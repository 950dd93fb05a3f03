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
//	{"status": "ok"}, 204   closed
//	404, 400                the list decides, see afterNotFound
//	401, 403, 429, 3xx      an error: the session was not touched
//	any other, or none      closed if the list says so, else the error
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
	case !e.Sent, e.Status >= 300 && e.Status < 400:
		return client.CloseResult{}, err
	case e.Status == http.StatusUnauthorized, e.Status == http.StatusForbidden, e.Status == http.StatusTooManyRequests:
		return client.CloseResult{}, err
	case e.Status == http.StatusNotFound, e.Status == http.StatusBadRequest:
		return v.afterNotFound(ctx, ref, err)
	}
	return client.SettleClose(ctx, err, func(ctx context.Context) (*client.Session, error) {
		return v.Read(ctx, ref)
	})
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
	case got.Status == http.StatusNoContent:
		return nil
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
// the address and the credentials are right, and a session that is closed or not
// there needs no close. When Uppzy itself says twice that it has no such site,
// nothing is left to close, or nothing that these credentials could: it ends
// well with a warning. Else the original error stands.
func (v *Vendor) afterNotFound(ctx context.Context, ref client.Ref, cause error) (client.CloseResult, error) {
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
	}
	return client.CloseResult{Already: true}, nil
}
