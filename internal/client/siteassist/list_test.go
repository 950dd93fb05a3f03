package siteassist_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/siteassist"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

const shortest = "GET /conversations?limit=1"

// One call proves the credentials and has the time; only a key needs a token before.
func TestClockCostsOneCall(t *testing.T) {
	for name, c := range map[string]struct {
		config siteassist.Config
		steps  []step
	}{
		"token":         {byToken, join(lists(shortest, 0))},
		"key":           {byKey, join(loggedIn("token-001"), lists(shortest, 7, other(1)))},
		"expired token": {byKey, join(loggedIn("token-001"), own(shortest, 401), loggedIn("token-002"), lists(shortest, 0))},
	} {
		v, _ := play(t, c.config, c.steps...)
		if at, err := v.Clock(t.Context()); err != nil || time.Since(at).Abs() > time.Hour {
			t.Errorf("%s: got %s, %v", name, at, err)
		}
	}
}

func TestClockIsTheVendors(t *testing.T) {
	v, box := inBox(t, boxToken, sandbox.SiteAssistVariants{})
	box.Advance(240 * time.Hour)
	if at, err := v.Clock(t.Context()); err != nil || box.Now().Sub(at).Abs() > time.Minute {
		t.Errorf("got %s, %v", at, err)
	}
}

func TestClockWithoutATimeIsZero(t *testing.T) {
	c := byToken
	c.Transport = transport.Options{RoundTripper: vendortest.RoundTrip(func(*http.Request) (*http.Response, error) {
		return vendortest.Answer(200, lists(shortest, 0).Body), nil
	})}
	v, err := siteassist.New(c)
	if err != nil {
		t.Fatal(err)
	}
	if at, err := v.Clock(t.Context()); err != nil || !at.IsZero() {
		t.Errorf("got %s, %v", at, err)
	}
}

// A page that is not the documented list proves no credentials.
func TestClockErrors(t *testing.T) {
	for name, c := range map[string]struct {
		config siteassist.Config
		steps  []step
		status int
	}{
		"401":         {byToken, join(own(shortest, 401)), 401},
		"403":         {byToken, join(own(shortest, 403)), 403},
		"404":         {byToken, join(foreign(shortest, 404)), 404},
		"500":         {byToken, join(twice(own(shortest, 500))), 500},
		"a page":      {byToken, join(foreign(shortest, 200)), 200},
		"no list":     {byToken, join(oddly(step{Call: shortest, Body: `{}`})), 200},
		"refused key": {byKey, join(own(login, 401)), 0},
	} {
		v, _ := play(t, c.config, c.steps...)
		if at, err := v.Clock(t.Context()); !at.IsZero() || err == nil || vendortest.StatusOf(err) != c.status {
			t.Errorf("%s: got %s, %v", name, at, err)
		}
	}
}

// The list is complete or an error, and the account is empty where it is not known.
func TestSessions(t *testing.T) {
	for name, c := range map[string]struct {
		steps   []step
		account string
		ids     int
		status  int // of the error; -1 is none
	}{
		"one page":          {steps: join(isMe, listsOpen), account: visitor, ids: 2, status: -1},
		"two pages":         {steps: join(isMe, lists(list, 2, other(1)), lists(listFrom(1), 2, other(2))), account: visitor, ids: 2, status: -1},
		"none":              {steps: join(isMe, listsNone), status: -1},
		"unknown account":   {steps: join(own(me, 403), listsOpen), ids: 2, status: -1},
		"another API":       {steps: join(isMe, alien(list, 200, `{"total":0,"data":[]}`)), status: 200},
		"refused":           {steps: join(isMe, own(list, 403)), status: 403},
		"changed meanwhile": {steps: join(isMe, lists(list, 3, other(1)), lists(listFrom(1), 2, other(2))), account: visitor, ids: 2, status: 200},
		"without an id":     {steps: join(isMe, oddly(lists(list, 2, other(1), `{"status":"open"}`))), account: visitor, ids: 1, status: 200},
	} {
		v, _ := play(t, byToken, c.steps...)
		ids, failure := 0, error(nil)
		for s, err := range v.Sessions(t.Context(), client.Filter{}) {
			if err != nil {
				failure = err
				continue
			}
			if ids++; s.Account != c.account {
				t.Errorf("%s: account %q, want %q", name, s.Account, c.account)
			}
		}
		if ids != c.ids || vendortest.StatusOf(failure) != c.status {
			t.Errorf("%s: got %d sessions, %v", name, ids, failure)
		}
	}
}

func TestSessionsWithoutAToken(t *testing.T) {
	v, _ := play(t, byKey, own(login, 401))
	if listing, err := client.List(t.Context(), v, client.Filter{}, 0); vendortest.StatusOf(err) != 401 {
		t.Errorf("got %+v, %v", listing, err)
	}
}
