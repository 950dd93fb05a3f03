package uppzy

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/shared"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

// Close closes the session. The API accepts no reason. Closing twice is documented to
// respond like closing once (S0), so the call may be repeated.
//
//	2xx with {"status": "ok"}  closed
//	429, or never sent         an error
//	any other, or none         the list decides
//
// The list decides like this:
//
//	closed                     closed
//	open, or unknown           the error of the close
//	missing                    a warning if the session was never seen and no message was
//	                           sent to it: it has not begun (no page says how the close
//	                           of an unknown id responds); else the error, since absence
//	                           is weak evidence
//	site not found, also from  a warning if the credential is the one that the session
//	the close                  was last seen with, else the error
//	any other, or none         the error of the close
func (v *Vendor) Close(ctx context.Context, ref client.Ref, _ string) (client.CloseResult, error) {
	cause := v.close(ctx, ref.ID)
	if cause == nil {
		return client.CloseResult{}, nil
	}
	_, sent := v.sent.Load(ref.ID)
	noSite, unused := false, false
	result, err := client.SettleClose(ctx, cause, func(ctx context.Context) (*client.Session, error) {
		look, err := v.find(ctx, ref, shared.Need{})
		switch {
		case err != nil:
			noSite = client.Means(cause, client.MeaningAccountNotFound) && client.Means(err, client.MeaningAccountNotFound)
			return nil, err
		case look.doubt != nil:
			return nil, look.doubt
		case look.found:
			return look.entry.session(v.site), nil
		case look.proven && !ref.Seen && !sent:
			unused = true
			return nil, &client.NotFoundError{Vendor: name, SessionID: ref.ID}
		}
		return v.unknown(ref, ""), nil
	})
	if err != nil && noSite && ref.SameCredential {
		return client.CloseResult{Warning: fmt.Sprintf("Uppzy responded that it has no site %q, so the session %q could not be closed. "+
			"If the site was deleted, nothing is left to close; otherwise check site_id and api_key, and close the session at Uppzy.",
			v.site, ref.ID)}, nil
	}
	if err == nil && unused {
		result = client.CloseResult{Warning: fmt.Sprintf("Uppzy did not confirm the close of the session %q: %s. Its list has no such session, and this provider sent no message to it. "+
			"If the application used the id, close the session at Uppzy.", ref.ID, client.Reason(cause))}
	}
	return result, err
}

func (v *Vendor) close(ctx context.Context, id string) error {
	var response closeResponse
	call := transport.Call{
		Operation:  "close the session",
		SessionID:  id,
		Method:     http.MethodPost,
		Path:       v.path("chat", "session", "close"),
		Credential: v.credential,
		Body:       closeRequest{SessionID: id},
		Out:        &response,
		Repeat:     transport.Safe,
	}
	answer, err := v.http.Do(ctx, call)
	switch {
	case err != nil:
		return err
	case !strings.EqualFold(response.Status, "ok"):
		return v.http.InvalidResponse(call, answer, "its status is not ok")
	}
	return nil
}
