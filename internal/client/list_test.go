package client_test

import (
	"context"
	"errors"
	"iter"
	"slices"
	"testing"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// lister is a vendor of which only the list is asked.
type lister struct {
	client.Vendor
	sessions []*client.Session
	err      error
	walked   int
}

func (l *lister) Name() string { return "uppzy" }

func (l *lister) Sessions(context.Context, client.Filter) iter.Seq2[*client.Session, error] {
	return func(yield func(*client.Session, error) bool) {
		for _, s := range l.sessions {
			l.walked++
			if !yield(s, nil) {
				return
			}
		}
		if l.err != nil {
			yield(nil, l.err)
		}
	}
}

type unlisted struct{ client.Vendor }

func (unlisted) Name() string { return "talkifai" }

var monday = time.Date(2026, 1, 5, 12, 0, 0, 0, time.UTC)

func at(id string, days int) *client.Session {
	return &client.Session{ID: id, Status: client.StatusOpen, CreatedAt: monday.AddDate(0, 0, days), LastActivityAt: monday.AddDate(0, 0, days)}
}

func ids(sessions []*client.Session) []string {
	var all []string
	for _, s := range sessions {
		all = append(all, s.ID)
	}
	return all
}

func TestListOrdersAndCountsOnce(t *testing.T) {
	v := &lister{sessions: []*client.Session{at("b", 1), at("c", 2), at("a", 1), at("c", 2), {ID: "never"}}}
	found, err := client.List(t.Context(), v, client.Filter{}, 0)
	if want := []string{"c", "a", "b", "never"}; err != nil || !slices.Equal(ids(found.Sessions), want) {
		t.Errorf("got %v and %v, want %v", ids(found.Sessions), err, want)
	}
}

func TestListStopsAtItsLimit(t *testing.T) {
	v := &lister{sessions: []*client.Session{at("a", 5), at("b", 4), at("c", 3)}, err: errors.New("the next page is broken")}
	found, err := client.List(t.Context(), v, client.Filter{}, 2)
	if err != nil || len(found.Sessions) != 2 || v.walked != 2 {
		t.Errorf("got %v and %v after %d sessions", ids(found.Sessions), err, v.walked)
	}
}

func TestListFailsWithItsWalk(t *testing.T) {
	broken := errors.New("the second page is broken")
	v := &lister{sessions: []*client.Session{at("a", 0)}, err: broken}
	if found, err := client.List(t.Context(), v, client.Filter{}, 0); !errors.Is(err, broken) || len(found.Sessions) > 0 {
		t.Errorf("got %v and %v", ids(found.Sessions), err)
	}
	var unsupported *client.UnsupportedError
	if _, err := client.List(t.Context(), unlisted{}, client.Filter{}, 0); !errors.As(err, &unsupported) {
		t.Errorf("a vendor without a list gives %v", err)
	}
}

func TestFilterMatch(t *testing.T) {
	agent := "agent"
	s := at("ticket-1", 0)
	s.AgentID, s.Metadata = &agent, map[string]string{"environment": "staging", "n": "1"}
	s.Marker = "mark"
	timeless := &client.Session{ID: "ticket-2", Status: client.StatusOpen}
	tests := map[string]struct {
		f         client.Filter
		s         *client.Session
		picked    bool
		undecided bool
	}{
		"nothing":                {client.Filter{}, s, true, false},
		"status":                 {client.Filter{Status: client.StatusOpen}, s, true, false},
		"other status":           {client.Filter{Status: client.StatusClosed}, s, false, false},
		"status unclear":         {client.Filter{Status: client.StatusOpen}, &client.Session{Status: client.StatusUnknown}, false, true},
		"closed or not, unclear": {client.Filter{Status: client.StatusClosed}, &client.Session{Status: client.StatusUnknown}, false, true},
		"unclear, another time":  {client.Filter{Status: client.StatusOpen, CreatedAfter: monday}, &client.Session{Status: client.StatusUnknown, CreatedAt: monday}, false, false},
		"unclear, another agent": {client.Filter{Status: client.StatusOpen, AgentID: "b"}, &client.Session{Status: client.StatusUnknown, AgentID: &agent}, false, false},
		"unclear is wanted":      {client.Filter{Status: client.StatusUnknown}, &client.Session{Status: client.StatusUnknown}, true, false},
		"not closed":             {client.Filter{NotClosed: true}, s, true, false},
		"closed":                 {client.Filter{NotClosed: true}, &client.Session{Status: client.StatusClosed}, false, false},
		"status not known":       {client.Filter{NotClosed: true}, &client.Session{Status: client.StatusUnknown}, true, false},
		"not started":            {client.Filter{NotClosed: true}, &client.Session{Status: client.StatusNotStarted}, true, false},
		"closed, no time":        {client.Filter{NotClosed: true, CreatedAfter: monday}, &client.Session{Status: client.StatusClosed}, false, false},
		"prefix":                 {client.Filter{SessionIDPrefix: "ticket-"}, s, true, false},
		"other prefix":           {client.Filter{SessionIDPrefix: "icket-"}, s, false, false},
		"agent":                  {client.Filter{AgentID: "agent"}, s, true, false},
		"no agent told":          {client.Filter{AgentID: "agent"}, timeless, false, false},
		"metadata":               {client.Filter{Metadata: map[string]string{"environment": "staging"}}, s, true, false},
		"one key of two":         {client.Filter{Metadata: map[string]string{"environment": "staging", "m": ""}}, s, false, false},
		"marker":                 {client.Filter{Metadata: map[string]string{client.MarkerKey: "mark", "n": "1"}}, s, true, false},
		"other marker":           {client.Filter{Metadata: map[string]string{client.MarkerKey: "other"}}, s, false, false},
		"no marker":              {client.Filter{Metadata: map[string]string{client.MarkerKey: ""}}, timeless, false, false},
		"idle to the moment":     {client.Filter{InactiveSince: monday}, s, true, false},
		"active since":           {client.Filter{InactiveSince: monday.Add(-1)}, s, false, false},
		"idle, no time":          {client.Filter{InactiveSince: monday}, timeless, false, true},
		"created after":          {client.Filter{CreatedAfter: monday.Add(-1)}, s, true, false},
		"created at that moment": {client.Filter{CreatedAfter: monday}, s, false, false},
		"created before":         {client.Filter{CreatedBefore: monday.Add(1)}, s, true, false},
		"created, no time":       {client.Filter{CreatedAfter: monday}, timeless, false, true},
		"no time, other status":  {client.Filter{CreatedAfter: monday, Status: client.StatusClosed}, timeless, false, false},
		"no time, one is no match": {
			client.Filter{CreatedAfter: monday, InactiveSince: monday},
			&client.Session{CreatedAt: monday}, false, false,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if picked, undecided := test.f.Match(test.s); picked != test.picked || undecided != test.undecided {
				t.Errorf("got %t and %t", picked, undecided)
			}
		})
	}
}

// A walk gives what it has before it fails, and asks for nothing that nobody wants.
func TestWalkIsLazy(t *testing.T) {
	broken := errors.New("the second page is broken")
	v := &lister{sessions: []*client.Session{at("a", 0), {ID: "timeless"}, at("a", 0), at("b", 1)}, err: broken}
	var undecided, walked []string
	for s, err := range client.Walk(t.Context(), v, client.Filter{CreatedAfter: monday.Add(-1)}, func(id string) { undecided = append(undecided, id) }) {
		if err != nil {
			walked = append(walked, err.Error())
			continue
		}
		walked = append(walked, s.ID)
	}
	if want := []string{"a", "b", broken.Error()}; !slices.Equal(walked, want) || !slices.Equal(undecided, []string{"timeless"}) {
		t.Errorf("walked %v, undecided %v", walked, undecided)
	}
	v.walked = 0
	for s, err := range client.Walk(t.Context(), v, client.Filter{}, nil) {
		if s.ID != "a" || err != nil {
			t.Errorf("got %v and %v first", s, err)
		}
		break
	}
	if v.walked != 1 {
		t.Errorf("%d sessions were asked for", v.walked)
	}
	for s, err := range client.Walk(t.Context(), v, client.Filter{CreatedAfter: monday.Add(-1)}, nil) {
		if err == nil && s.ID == "timeless" {
			t.Error("a session without a time is picked")
		}
	}
}
