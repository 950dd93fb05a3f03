package client_test

import (
	"context"
	"errors"
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
	for name, c := range map[string]struct {
		vendor  *vendor
		session string
		want    string // part of the error
		asked   int
	}{
		"same":                   {vendor: &vendor{account: "a"}, session: "a", asked: 1},
		"session's is not known": {vendor: &vendor{err: broken}, session: ""},
		"vendor has none":        {vendor: &vendor{}, session: "a", asked: 1},
		"another":                {vendor: &vendor{account: "b"}, session: "a", asked: 1, want: `the session "s" belongs to the SiteAssist visitor "a", and the provider is configured for "b"`},
		"cannot be told":         {vendor: &vendor{err: broken}, session: "a", asked: 1, want: "broken"},
	} {
		err := client.CheckAccount(t.Context(), c.vendor, "s", c.session)
		if (err != nil) != (c.want != "") || (err != nil && !strings.Contains(err.Error(), c.want)) || c.vendor.asked != c.asked {
			t.Errorf("%s: %v after asking %d times", name, err, c.vendor.asked)
		}
		if _, is := errors.AsType[*client.AccountError](err); is != (name == "another") {
			t.Errorf("%s: %T", name, err)
		}
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
		ended   bool // the context
		ok      bool
		already bool
	}{
		"lost, closed":                         {cause: lost, session: &client.Session{Status: client.StatusClosed}, ok: true},
		"lost, gone":                           {cause: lost, err: &client.NotFoundError{}, ok: true},
		"refused, closed":                      {cause: conflict, session: &client.Session{Status: client.StatusClosed}, ok: true, already: true},
		"refused, gone":                        {cause: conflict, err: &client.NotFoundError{}, ok: true, already: true},
		"refused after an unclear try, closed": {cause: unclear, session: &client.Session{Status: client.StatusClosed}, ok: true},
		"open":                                 {cause: conflict, session: &client.Session{Status: client.StatusOpen}},
		"not started":                          {cause: lost, session: &client.Session{Status: client.StatusNotStarted}},
		"unknown":                              {cause: lost, session: &client.Session{Status: client.StatusUnknown}},
		"unreadable":                           {cause: lost, err: &client.Error{Status: 403}},
		"the context is over":                  {cause: lost, ended: true},
	} {
		ctx, cancel := context.WithCancel(t.Context())
		if c.ended {
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
