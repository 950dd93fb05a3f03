package client_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// vendor is configured for an account, or fails to tell it.
type vendor struct {
	client.Vendor
	account string
	err     error
	asked   int
}

func (v *vendor) Name() string { return "siteassist" }

func (v *vendor) Account(context.Context) (string, error) {
	v.asked++
	return v.account, v.err
}

// updater can update metadata as well.
type updater struct{ vendor }

func (*updater) UpdateMetadata(context.Context, client.Ref, map[string]string, map[string]string) (*client.Session, error) {
	return nil, nil
}

func TestCheckAccount(t *testing.T) {
	broken := errors.New("broken")
	unknown := &client.AccountUnknownError{Vendor: "siteassist", Err: broken}
	for name, c := range map[string]struct {
		vendor    *vendor
		session   string
		confirmed bool
		want      string // part of the error
		asked     int
	}{
		"same":                  {vendor: &vendor{account: "a"}, session: "a", confirmed: true, asked: 1},
		"session's not known":   {vendor: &vendor{err: broken}, session: ""},
		"vendor has none":       {vendor: &vendor{}, session: "a", asked: 1},
		"another":               {vendor: &vendor{account: "b"}, session: "a", asked: 1, want: `the session "s" belongs to the SiteAssist visitor "a", and the provider is configured for "b"`},
		"configured, not known": {vendor: &vendor{err: unknown}, session: "a", asked: 1},
		"broken":                {vendor: &vendor{err: broken}, session: "a", asked: 1, want: "broken"},
	} {
		confirmed, err := client.CheckAccount(t.Context(), c.vendor, "s", c.session)
		if (err != nil) != (c.want != "") || (err != nil && !strings.Contains(err.Error(), c.want)) || c.vendor.asked != c.asked {
			t.Errorf("%s: got %v after asking %d times", name, err, c.vendor.asked)
		}
		if confirmed != c.confirmed {
			t.Errorf("%s: confirmed is %t, want %t", name, confirmed, c.confirmed)
		}
		if _, is := errors.AsType[*client.AccountError](err); is != (name == "another") {
			t.Errorf("%s: got %T", name, err)
		}
	}
}

// Only documented responses have a meaning, and what proves nothing is known as such.
func TestErrorVocabulary(t *testing.T) {
	response := func(status int) *client.Error { return &client.Error{Status: status, Sent: true} }
	for status, unproven := range map[int]bool{
		0: false, 200: false, 301: true, 303: true, 400: false, 401: true, 402: false, 403: true, 404: true, 405: true,
		408: false, 409: true, 410: true, 421: true, 422: true, 429: false, 500: false, 502: false, 503: false,
	} {
		if got := client.Unproven(fmt.Errorf("wrapped: %w", response(status))); got != unproven {
			t.Errorf("status %d: unproven is %t, want %t", status, got, unproven)
		}
	}
	invalid := &client.Error{Status: 200, InvalidResponse: true, Sent: true}
	if !client.Unproven(invalid) || !client.IsInvalidResponse(invalid) || client.IsInvalidResponse(response(200)) || client.Unproven(errors.New("x")) {
		t.Error("a success that is not documented has to be unproven, and nothing else of that status")
	}
	notFound := &client.Error{Status: 404, Meaning: client.MeaningNotFound}
	if !client.Means(notFound, client.MeaningNotFound) || client.Means(response(404), client.MeaningNotFound) || client.Means(nil, client.MeaningNone) {
		t.Error("a meaning is that of the error alone")
	}
	nothingDone := &client.Error{Status: 503, Sent: true, Meaning: client.MeaningNothingDone}
	if client.MayHaveSucceeded(nothingDone) || !client.MayHaveSucceeded(response(503)) {
		t.Error("only a documented 503 says that nothing was done")
	}
	if !client.HasStatus(response(409), 404, 409) || client.HasStatus(response(409), 404) {
		t.Error("HasStatus compares status codes")
	}
}

func TestSettleClose(t *testing.T) {
	lost := &client.Error{Vendor: "uponai", Operation: "close the session", Sent: true}
	conflict := &client.Error{Vendor: "uponai", Operation: "close the session", Status: 409, Sent: true}
	unclear := &client.Error{Vendor: "uponai", Operation: "close the session", Status: 409, Sent: true, Earlier: true}
	for name, c := range map[string]struct {
		cause   error
		session *client.Session
		err     error
		ended   bool // before the session could be read
		ok      bool
		already bool
	}{
		"lost, closed":                         {cause: lost, session: &client.Session{Status: client.StatusClosed}, ok: true},
		"lost, absent":                         {cause: lost, err: &client.NotFoundError{}, ok: true},
		"refused, closed":                      {cause: conflict, session: &client.Session{Status: client.StatusClosed}, ok: true, already: true},
		"refused, absent":                      {cause: conflict, err: &client.NotFoundError{}, ok: true, already: true},
		"refused after an unclear try, closed": {cause: unclear, session: &client.Session{Status: client.StatusClosed}, ok: true},
		"open":                                 {cause: conflict, session: &client.Session{Status: client.StatusOpen}},
		"not started":                          {cause: lost, session: &client.Session{Status: client.StatusNotStarted}},
		"unknown":                              {cause: lost, session: &client.Session{Status: client.StatusUnknown}},
		"unreadable":                           {cause: lost, err: &client.Error{Status: 403}},
		"the context is over":                  {cause: lost, ended: true},
		"401, gone":                            {cause: &client.Error{Status: 401, Sent: true}, err: &client.NotFoundError{}, ok: true, already: true},
		"rate limited":                         {cause: &client.Error{Status: 429, Sent: true}, ended: true},
		"not sent":                             {cause: &client.Error{Err: errors.New("no connection")}, ended: true},
	} {
		ctx, cancel := context.WithCancel(t.Context())
		if name == "the context is over" {
			cancel()
		}
		result, err := client.SettleClose(ctx, c.cause, func(context.Context) (*client.Session, error) {
			if c.ended {
				t.Errorf("%s: read", name)
			}
			return c.session, c.err
		})
		cancel()
		if c.ok && (err != nil || result.Already != c.already || result.Warning != "") {
			t.Errorf("%s: got %+v, %v", name, result, err)
		}
		if !c.ok && (!errors.Is(err, c.cause) || result != (client.CloseResult{})) {
			t.Errorf("%s: got %+v, %v", name, result, err)
		}
	}
}

func TestAbility(t *testing.T) {
	if got, err := client.Ability[client.MetadataUpdater](&updater{}, "change metadata"); err != nil || got == nil {
		t.Errorf("got %v, %v", got, err)
	}
	_, err := client.Ability[client.MetadataUpdater](&vendor{}, "change metadata")
	unsupported, ok := errors.AsType[*client.UnsupportedError](err)
	if !ok || unsupported.Vendor != "siteassist" || err.Error() != "SiteAssist cannot change metadata" {
		t.Errorf("got %v", err)
	}
}
