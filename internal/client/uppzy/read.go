package uppzy

import (
	"context"
	"errors"
	"fmt"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/shared"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

// Read looks the session up in the site's list, the only place that shows it.
//
//	in the list               its status there
//	a bare empty array        unknown: other servers answer so
//	missing, never seen       not_started
//	missing, seen             unknown: the list may be cut, so absence is weak evidence
//	missing, and the search   unknown
//	by e-mail fails
//	site not found            unknown
//	client.Unproven, and a    unknown
//	response that is too large
//	any other, or none        an error
//
// No response makes it a *client.NotFoundError.
func (v *Vendor) Read(ctx context.Context, ref client.Ref) (*client.Session, error) {
	look, err := v.find(ctx, ref, shared.Need{})
	switch {
	case client.Means(err, client.MeaningAccountNotFound):
		return v.unknown(ref, fmt.Sprintf("Uppzy responded that it has no site %q. Check site_id and api_key.", v.site)), nil
	case client.Unproven(err), errors.Is(err, transport.ErrTooLarge):
		unknown := v.unknown(ref, fmt.Sprintf("The session list could not be read: %s. Check base_url, site_id and api_key.", client.Reason(err)))
		unknown.Refused = client.Refusal(err)
		return unknown, nil
	case err != nil:
		return nil, err
	case look.found:
		return look.entry.session(v.site), nil
	case look.doubt != nil:
		if ctx.Err() != nil {
			return nil, look.doubt
		}
		return v.unknown(ref, fmt.Sprintf("The session is missing from the list of its site, and the search by e-mail failed: %s.", client.Reason(look.doubt))), nil
	case !look.proven:
		return v.unknown(ref, "The response holds no session, and is not the documented list. Check base_url, site_id and api_key."), nil
	case ref.Seen:
		return v.unknown(ref, "The session is missing from the list of its site, which may be incomplete. If the session no longer exists, replace it."), nil
	}
	return &client.Session{ID: ref.ID, Account: v.site, Status: client.StatusNotStarted}, nil
}

func (v *Vendor) unknown(ref client.Ref, note string) *client.Session {
	return &client.Session{ID: ref.ID, Account: v.site, Status: client.StatusUnknown, Note: note}
}
