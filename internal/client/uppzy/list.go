package uppzy

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/shared"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

// listing is the site's sessions by id. It is not changed once it is decoded.
type listing map[string]entry

// UnmarshalJSON reads an object with the member sessions, as the code of S0 and
// S1 has it, or a bare array, as the prose of S1 has it; null is an empty list.
func (l *listing) UnmarshalJSON(data []byte) error {
	if bytes.HasPrefix(bytes.TrimSpace(data), []byte("{")) {
		var object struct {
			Sessions json.RawMessage `json:"sessions"`
		}
		if err := json.Unmarshal(data, &object); err != nil {
			return err
		}
		// A member that is missing is empty, which is no JSON and so no list.
		data = object.Sessions
	}
	var entries []entry
	if err := json.Unmarshal(data, &entries); err != nil {
		return err
	}
	*l = make(listing, len(entries))
	for _, e := range entries {
		if e.ID == "" {
			continue
		}
		if other, twice := (*l)[e.ID]; !twice || e.supersedes(other) {
			(*l)[e.ID] = e
		}
	}
	return nil
}

// sessions is the list of the site, open and closed, narrowed to an end user where an
// e-mail address is given (S1). No page mentions paging, so that what it lacks may be
// on a page that nobody documented.
func (v *Vendor) sessions(ctx context.Context, email string) (listing, transport.Answer, error) {
	var sessions listing
	call := v.listCall()
	call.Out = &sessions
	if email != "" {
		call.Query = url.Values{"email": {email}}
	}
	answer, err := v.http.Do(ctx, call)
	return sessions, answer, err
}

func (v *Vendor) listCall() transport.Call {
	return transport.Call{
		Operation:  fmt.Sprintf("list the sessions of the site %q", v.site),
		Method:     http.MethodGet,
		Path:       v.path("sessions"),
		Credential: v.credential,
		Repeat:     transport.Safe,
	}
}

// finding is what the lists say of one session.
type finding struct {
	entry  entry
	listed bool
	// doubt is why the second look, by e-mail, had no answer, after the whole
	// list was answered and lacked the session.
	doubt error
}

// find looks for a session in the whole list and, where that lacks it, in the
// list of its end user, which is shorter and so less likely to be cut. Both are shared,
// and asked for after all that this process has written. The error is that of the
// whole list.
func (v *Vendor) find(ctx context.Context, ref client.Ref) (finding, error) {
	need := shared.Need{Writes: v.http.Writes()}
	all, err := v.sharedSessions(ctx, "", need)
	if err != nil {
		return finding{}, err
	}
	if e, listed := all[ref.ID]; listed {
		return finding{entry: e, listed: true}, nil
	}
	if ref.UserIdentifier == "" {
		return finding{}, nil
	}
	theirs, err := v.sharedSessions(ctx, ref.UserIdentifier, need)
	e, listed := theirs[ref.ID]
	return finding{entry: e, listed: listed, doubt: err}, nil
}
