package uppzy

import (
	"context"
	"errors"
	"fmt"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

// Read looks the session up in the site's list, the only place that tells of it.
//
// A session that the list lacks is not_started when Uppzy has never shown it,
// and unknown when it has: the list may be cut, so that absence is weak evidence
// and never a *client.NotFoundError. "site not found" is unknown as well, since
// Close ends well on it, and so is a list that cannot be read, since Close does
// not need one. Every other failure of the list is an error, also a 404 that is
// not Uppzy's own, since Close fails on it too.
func (v *Vendor) Read(ctx context.Context, ref client.Ref) (*client.Session, error) {
	found, err := v.find(ctx, ref)
	switch {
	case siteNotFound(err):
		return v.unknown(ref, fmt.Sprintf("Uppzy knows no site %q: it was deleted, or site_id or api_key "+
			"is that of another one.", v.site)), nil
	case unreadable(err):
		return v.unknown(ref, fmt.Sprintf("The list that tells of the session cannot be read: %v.", err)), nil
	case err != nil:
		return nil, err
	case found.listed:
		return found.entry.session(v.site), nil
	case found.doubt != nil:
		if ctx.Err() != nil {
			return nil, found.doubt
		}
		return v.unknown(ref, fmt.Sprintf("The session is not in the list of its site, "+
			"and the search by e-mail failed: %v.", found.doubt)), nil
	case ref.Seen:
		return v.unknown(ref, "The session was there before and is not in the list of its site now, "+
			"which proves nothing: Uppzy does not document whether the list is complete. If you know that it is gone, replace it."), nil
	}
	return &client.Session{ID: ref.ID, Account: v.site, Status: client.StatusNotStarted}, nil
}

// unreadable is a list that came and is none.
func unreadable(err error) bool {
	var e *client.Error
	return errors.As(err, &e) && (e.Garbled || errors.Is(err, transport.ErrTooLarge))
}

func (v *Vendor) unknown(ref client.Ref, note string) *client.Session {
	return &client.Session{ID: ref.ID, Account: v.site, Status: client.StatusUnknown, Note: note}
}
