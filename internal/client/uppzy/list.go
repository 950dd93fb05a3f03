package uppzy

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/shared"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

var (
	_ client.Lister = (*Vendor)(nil)
	_ client.Clock  = (*Vendor)(nil)
)

// maxValues is the largest list that is read: more than 200,000 sessions with the
// documented members, since one response has all of them.
const maxValues = 1_500_000

// listing is the site's sessions by id. It is not changed once it is decoded.
type listing struct {
	sessions map[string]entry
	// proven is set where the response is certainly Uppzy's list. An empty array is
	// not: other servers send that too.
	proven bool
}

// UnmarshalJSON reads an object with an array of sessions, as the code of S0 and S1
// has it, or a bare array, as the prose of S1 has it. Every element is an object with
// an id; in a bare array at least one of them has another documented member. Anything
// else is an error: it is no list, not an empty one.
func (l *listing) UnmarshalJSON(data []byte) error {
	var object struct {
		Sessions entries `json:"sessions"`
	}
	isObject := bytes.HasPrefix(bytes.TrimSpace(data), []byte("{"))
	var err error
	if isObject {
		err = json.Unmarshal(data, &object)
	} else {
		err = object.Sessions.UnmarshalJSON(data)
	}
	found := object.Sessions
	switch {
	case err != nil:
		return err
	case found.byID == nil:
		return errNoSessions
	case !isObject && len(found.byID) > 0 && !found.documented:
		return errors.New("it is an array of something else")
	}
	*l = listing{sessions: found.byID, proven: isObject || found.documented}
	return nil
}

var errNoSessions = errors.New("it has no array of sessions")

// entries are the elements of the array of sessions. documented is set when one of them
// has a documented member apart from its id.
type entries struct {
	byID       map[string]entry
	documented bool
}

// UnmarshalJSON fails on the first element that is not a session.
func (s *entries) UnmarshalJSON(data []byte) error {
	if !client.IsArray(data) {
		return errNoSessions
	}
	*s = entries{byID: map[string]entry{}}
	for element := range client.Elements(data) {
		var e entry
		if err := json.Unmarshal(element, &e); err != nil {
			return err
		}
		if e.ID == "" {
			return errors.New("it has an element without an id")
		}
		s.documented = s.documented || e.documented()
		if other, twice := s.byID[e.ID]; !twice || e.supersedes(other) {
			s.byID[e.ID] = e
		}
	}
	return nil
}

// list requests the sessions of the site, open and closed, narrowed to an end user
// where an e-mail address is given (S1). No page documents paging, so a session that is
// missing may be on a page that cannot be requested.
func (v *Vendor) list(ctx context.Context, email string) (listing, transport.Answer, error) {
	var sessions listing
	call := v.listCall()
	call.Out, call.MaxValues = &sessions, maxValues
	if email != "" {
		call.Query = url.Values{"email": {email}}
	}
	answer, err := v.http.Do(ctx, call)
	for id := range sessions.sessions {
		if v.http.HasCredential(id) {
			return listing{}, answer, v.http.InvalidResponse(call, answer, "it holds a session whose id contains a credential")
		}
	}
	return sessions, answer, err
}

// provenList is list for those who conclude from what is missing. An empty array is an
// error.
func (v *Vendor) provenList(ctx context.Context, email string) (listing, transport.Answer, error) {
	sessions, answer, err := v.list(ctx, email)
	if err == nil && !sessions.proven {
		err = v.http.InvalidResponse(v.listCall(), answer, "it is an empty array and not an object with sessions")
	}
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

// Sessions implements client.Lister with one request, since no paging is documented.
// The vendor narrows the list to an end user's e-mail address (S1). No order is
// documented: the newest come first.
func (v *Vendor) Sessions(ctx context.Context, f client.Filter) iter.Seq2[*client.Session, error] {
	return func(yield func(*client.Session, error) bool) {
		all, _, err := v.provenList(ctx, f.UserIdentifier)
		if err != nil {
			yield(nil, err)
			return
		}
		entries := slices.SortedFunc(maps.Values(all.sessions), func(a, b entry) int {
			return cmp.Or(b.CreatedAt.Compare(a.CreatedAt.Time), cmp.Compare(a.ID, b.ID))
		})
		for _, e := range entries {
			if !yield(e.session(v.site), nil) {
				return
			}
		}
	}
}

// Clock returns Uppzy's time from the response to a request for the list, which changes
// nothing and requires the key and the site.
func (v *Vendor) Clock(ctx context.Context) (time.Time, error) {
	_, answer, err := v.provenList(ctx, "")
	if err != nil {
		return time.Time{}, err
	}
	return answer.Date, nil
}

// lookup is what the lists say of one session.
type lookup struct {
	entry entry
	found bool
	// proven is set where the whole list is proven, so that absence from it counts.
	proven bool
	// doubt is why the second request, by e-mail, failed, after the whole list did not
	// have the session.
	doubt error
}

// find looks for a session in the whole list and, where that does not have it, in the
// list of its end user, which is shorter and so less likely to be cut. Both are shared,
// and requested after all that this process has written. A session that a message has
// just begun is looked for again while both lack it. The error is that of the whole list.
func (v *Vendor) find(ctx context.Context, ref client.Ref, need shared.Need) (lookup, error) {
	for attempt := 0; ; attempt++ {
		look, err := v.findOnce(ctx, ref, need)
		if err != nil || look.found || !v.http.AwaitNew(ctx, ref.ID, attempt) {
			return look, err
		}
		need.After = time.Now()
	}
}

func (v *Vendor) findOnce(ctx context.Context, ref client.Ref, need shared.Need) (lookup, error) {
	need.Writes = v.http.Writes()
	all, err := v.sharedList(ctx, "", need)
	if err != nil {
		return lookup{}, err
	}
	if e, found := all.sessions[ref.ID]; found || ref.UserIdentifier == "" {
		return lookup{entry: e, found: found, proven: all.proven}, nil
	}
	theirs, err := v.sharedList(ctx, ref.UserIdentifier, need)
	e, found := theirs.sessions[ref.ID]
	return lookup{entry: e, found: found, proven: all.proven, doubt: err}, nil
}

// lists are the shared lists: that of the site under "", and those of its end users
// under their e-mail addresses.
type lists struct {
	mu      sync.Mutex
	byEmail map[string]*shared.Value[listing]
}

func (l *lists) of(email string, writes func() uint64) *shared.Value[listing] {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.byEmail[email] == nil {
		if l.byEmail == nil {
			l.byEmail = map[string]*shared.Value[listing]{}
		}
		l.byEmail[email] = &shared.Value[listing]{MaxAge: shared.MaxAge, Writes: writes}
	}
	return l.byEmail[email]
}

// sharedList is list, with one request for all callers of about the same time.
func (v *Vendor) sharedList(ctx context.Context, email string, need shared.Need) (listing, error) {
	begun := time.Now()
	sessions, err := v.lists.of(email, v.http.Writes).Get(ctx, need, func(ctx context.Context) (*listing, error) {
		sessions, _, err := v.list(ctx, email)
		return &sessions, err
	})
	var failed *client.Error
	switch {
	case err == nil:
		return *sessions, nil
	case errors.As(err, &failed):
		return listing{}, err
	}
	// The wait has ended, and not the request.
	return listing{}, v.http.Ended(ctx, v.listCall(), begun, err)
}
