package vendortest

import (
	"net/http"
	"strings"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// mostPages is more than a walk may ask for of a list that repeats one page, with the
// repeats of its requests.
const mostPages = 12

func (x *trial) checkAccount(v client.Vendor) {
	account, err := v.Account(x.ctx)
	if !x.checkError(err) {
		x.checkStrings(account)
	}
}

func (x *trial) checkClock(v client.Vendor) {
	now, err := client.Since(x.ctx, v)
	if x.checkError(err) && !now.IsZero() {
		x.Errorf("got %v beside %v", now, err)
	}
	x.checkTimes(now)
}

func (x *trial) checkList(v client.Vendor) {
	listed, err := client.List(x.ctx, v, client.Filter{UserIdentifier: "a@example.com"}, 0)
	x.checkWalk(err, len(listed.Sessions))
	for _, s := range listed.Sessions {
		x.checkSession(s)
	}
}

// checkWalk looks at how a walk has ended: soon, and with nothing beside an error.
func (x *trial) checkWalk(err error, found int) {
	x.Helper()
	if x.checkError(err) && found > 0 {
		x.Errorf("got %d beside %v", found, err)
	}
	if len(x.heard) > mostPages {
		x.Errorf("it took %d requests: %v", len(x.heard), err)
	}
	if err == nil && !x.heard[len(x.heard)-1].OK() {
		x.Errorf("the walk passes for complete")
	}
}

// checkOpen: a session that may be open is returned, or told by a *client.LostError.
func (x *trial) checkOpen(v client.Vendor, r client.OpenRequest) {
	s, err := v.Open(x.ctx, r)
	if s != nil {
		x.checkSession(s)
	}
	ref := client.Ref{ID: r.SessionID, Token: r.SessionToken, UserIdentifier: r.UserIdentifier}
	switch {
	case !x.checkError(err) && s == nil:
		x.Error("got neither a session nor an error")
	case s != nil && ref.ID == "":
		ref.ID = s.ID
	case ref.ID == "" && Is[*client.NotFoundError](err):
		x.Errorf("a new session is not found: %v", err)
	}
	x.checkProven(ref, s, err)
	if s == nil && !Is[*client.LostError](err) && !Is[*client.ClosedError](err) {
		x.checkRefused(err)
	}
	x.checkOnce()
}

func (x *trial) checkRead(v client.Vendor, ref client.Ref) {
	s, err := v.Read(x.ctx, ref)
	if x.checkError(err) == (s != nil) {
		x.Errorf("got %+v, %v", s, err)
	}
	if s != nil {
		x.checkSession(s)
		if s.ID != ref.ID {
			x.Errorf("got the session %q", s.ID)
		}
	}
	x.checkProven(ref, s, err)
}

func (x *trial) checkClose(v client.Vendor, ref client.Ref) {
	result, err := v.Close(x.ctx, ref, "over")
	x.checkText(result.Warning)
	switch {
	case x.checkError(err):
		if result != (client.CloseResult{}) {
			x.Errorf("got %+v beside %v", result, err)
		}
	case result.Warning != "" && !x.target.Unsure(ref, x.heard), result.Warning == "" && !x.target.Ended(ref, x.heard):
		x.Errorf("the session passes for closed: %+v", result)
	}
}

func (x *trial) checkMetadata(v client.Vendor, ref client.Ref) {
	updater := v.(client.MetadataUpdater) //nolint:forcetypeassert // The call is there for those who have it.
	s, err := updater.UpdateMetadata(x.ctx, ref, map[string]string{"a": "1", "b": "2"}, map[string]string{"a": "3"})
	if x.checkError(err) == (s != nil) {
		x.Errorf("got %+v, %v", s, err)
	}
	if s != nil {
		x.checkSession(s)
		if !x.any(func(h Heard) bool { return h.Method == http.MethodPatch && h.OK() }) {
			x.Error("the metadata pass for changed")
		}
	}
	x.checkProven(ref, s, err)
}

// marked are the requests that send a message or open a session.
func (x *trial) marked() []Heard {
	var marked []Heard
	for _, h := range x.heard {
		if strings.Contains(h.Sent, Marked) {
			marked = append(marked, h)
		}
	}
	return marked
}

func (x *trial) any(holds func(Heard) bool) bool { return Any(x.heard, holds) }

// checkRefused fails when the error denies what may have been carried out.
func (x *trial) checkRefused(err error) {
	x.Helper()
	if Any(x.marked(), func(h Heard) bool { return !h.Refused() }) {
		x.Errorf("what may have happened passes for not done: %v", err)
	}
}

// checkOnce fails when a message or a creation was sent again that may have worked.
func (x *trial) checkOnce() {
	x.Helper()
	sent := x.marked()
	for i, h := range sent {
		if i < len(sent)-1 && h.Status != http.StatusTooManyRequests && (x.target.Again == nil || !x.target.Again(h)) {
			x.Errorf("sent again after %d", h.Status)
		}
	}
}
