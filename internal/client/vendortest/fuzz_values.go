package vendortest

import (
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// longestText is more than fits on a screen, and less than a page of somebody's HTML.
const longestText = 2000

// checkText looks at what a user is shown: an error, a warning.
func (x *trial) checkText(text string) {
	x.Helper()
	for _, secret := range x.call.secrets {
		if strings.Contains(text, secret) {
			x.Errorf("a secret is told: %s", text)
		}
	}
	if n := utf8.RuneCountInString(text); n >= longestText {
		x.Errorf("%d characters are told: %s", n, text)
	}
	if strings.ContainsFunc(text, unicode.IsControl) || !utf8.ValidString(text) {
		x.Errorf("what does not print is told: %q", text)
	}
}

// checkError reports whether there is an error, which must be one of ours.
func (x *trial) checkError(err error) bool {
	x.Helper()
	if err == nil {
		return false
	}
	x.checkText(err.Error())
	x.checkText(fmt.Sprintf("%+v", err))
	lost, found := errors.AsType[*client.LostError](err)
	switch {
	case found:
		x.checkText(lost.Find)
		x.checkText(lost.Ends)
	case Is[*client.Error](err), Is[*client.NotFoundError](err), Is[*client.ClosedError](err), Is[*client.AnswerError](err),
		Is[*client.MismatchError](err), Is[*client.UnfinishedError](err):
	default:
		x.Errorf("got the error %#v", err)
	}
	return true
}

// checkTimes looks at times that a state has to hold.
func (x *trial) checkTimes(times ...time.Time) {
	x.Helper()
	for _, at := range times {
		if _, err := at.MarshalText(); err != nil {
			x.Error(err)
		}
	}
}

// checkStrings looks at strings that a state has to hold.
func (x *trial) checkStrings(texts ...string) {
	x.Helper()
	for _, text := range texts {
		if !utf8.ValidString(text) {
			x.Errorf("got %q, which no state can hold", text)
		}
	}
}

func (x *trial) checkPointers(texts ...*string) {
	x.Helper()
	for _, text := range texts {
		if text != nil {
			x.checkStrings(*text)
		}
	}
}

func (x *trial) checkMap(texts map[string]string) {
	x.Helper()
	for key, value := range texts {
		x.checkStrings(key, value)
	}
}

// checkSession looks at a session, whatever it is the answer to.
func (x *trial) checkSession(s *client.Session) {
	x.Helper()
	if s.ID == "" {
		x.Error("got a session without an id")
	}
	switch s.Status {
	case client.StatusOpen, client.StatusClosed, client.StatusNotStarted:
	case client.StatusUnknown:
		if s.Note == "" {
			x.Error("nothing says why the status is unknown")
		}
	default:
		x.Errorf("got the status %q", s.Status)
	}
	if _, shown := s.Metadata[client.MarkerKey]; shown {
		x.Error("the marker is shown")
	}
	x.checkText(s.Note)
	x.checkTimes(s.CreatedAt, s.UpdatedAt, s.ClosedAt, s.LastActivityAt)
	x.checkStrings(s.ID, s.Account, s.Token, s.OpeningRequestID, s.Marker)
	x.checkPointers(s.Greeting, s.AgentID, s.AgentName, s.AgentModel)
	x.checkMap(s.Metadata)
	x.checkMap(s.DynamicVariables)
}

// checkProven fails when the session passes for closed or gone and nothing says so.
func (x *trial) checkProven(ref client.Ref, s *client.Session, err error) {
	x.Helper()
	closed := Is[*client.ClosedError](err) || s != nil && s.Status == client.StatusClosed
	if closed && !x.target.Closed(ref, x.heard) {
		x.Errorf("the session passes for closed: %v", err)
	}
	if Is[*client.NotFoundError](err) && !x.target.Gone(ref, x.heard) {
		x.Errorf("the session passes for gone: %v", err)
	}
}
