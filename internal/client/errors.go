package client

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// Error is a call that did not end well: the vendor refused or failed, or no
// usable answer came. Nothing in it holds a secret.
type Error struct {
	// Vendor is the vendor's name as in Info.Name.
	Vendor string
	// Operation says in plain words what was tried: "close the session".
	Operation string
	// SessionID is empty where no session is concerned yet.
	SessionID string
	// Method and Path name the request; Path has no query.
	Method, Path string
	// Status is the HTTP status, 0 when no answer came.
	Status int
	// Code and Message are the vendor's own words, redacted and shortened.
	Code, Message string
	// VendorShape is set when the body has the shape of the vendor's documented
	// errors. Many servers send that shape, so it proves nothing about a session.
	VendorShape bool
	// Meaning is set when status and body are a documented error response of the
	// vendor. The zero value proves nothing about a session.
	Meaning Meaning
	// InvalidResponse is set when the status is a success and the body is not what
	// the vendor documents.
	InvalidResponse bool
	// Sent is set when the request may have reached the vendor, so that it may
	// have been carried out whatever this error says.
	Sent bool
	// Earlier is set when an earlier try of this call may have been carried out,
	// whatever the answer to the last one says.
	Earlier bool
	// RetryAfter is the delay that the vendor asked for and that was longer
	// than the time left; 0 otherwise.
	RetryAfter time.Duration
	// Repeated is set when the call was repeated.
	Repeated bool
	// CredentialRefused is set for a 401 to the configured credential, so that every
	// call with it fails. It is not set for a token of one session, nor for one that can
	// be renewed.
	CredentialRefused bool
	// Unreachable is set when no attempt had a response: there was no connection, or a
	// repeat had no response either.
	Unreachable bool
	// Err is the cause when no answer came: a network error or the context's.
	Err error

	// outage is that of the vendor, and begun and operation are when the call and its
	// operation began; see Outage.Attach.
	outage           *Outage
	begun, operation time.Time
}

// Error is one line: what was tried, at whom, and what came of it.
func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: could not %s", Title(e.Vendor), e.Operation)
	if e.SessionID != "" {
		fmt.Fprintf(&b, " %q", e.SessionID)
	}
	b.WriteString(": " + e.Reason())
	return b.String()
}

// Reason is the part of Error that says what went wrong, without the vendor and
// the session: status and the vendor's words, or the network's.
func (e *Error) Reason() string {
	var b strings.Builder
	switch {
	case e.Status == 0 && e.Err != nil:
		b.WriteString(Plain(e.Err))
	case e.Status == 0:
		b.WriteString("no answer")
	case e.InvalidResponse:
		fmt.Fprintf(&b, "status %d with an invalid response", e.Status)
	default:
		fmt.Fprintf(&b, "status %d", e.Status)
	}
	if e.Code != "" {
		b.WriteString(" " + e.Code)
	}
	if e.Message != "" {
		b.WriteString(": " + e.Message)
	}
	if e.Earlier && e.Refused() {
		b.WriteString(" (an earlier try had no clear answer)")
	}
	if e.RetryAfter > 0 {
		fmt.Fprintf(&b, " (it asks to wait %s, which is longer than the time left)", e.RetryAfter)
	}
	return b.String()
}

// Reason is what went wrong, without the vendor, the operation, the session and a
// period at the end, for a sentence about it.
func Reason(err error) string {
	text := Plain(err)
	var e *Error
	if errors.As(err, &e) {
		text = e.Reason()
	}
	return strings.TrimRight(text, ".!")
}

// Answered returns the failure that had a response: a call may fail for want of another,
// such as that for a token.
func (e *Error) Answered() *Error {
	var inner *Error
	if e.Status == 0 && errors.As(e.Err, &inner) {
		return inner.Answered()
	}
	return e
}

// Unwrap gives the cause, so that errors.Is finds a context's end.
func (e *Error) Unwrap() error { return e.Err }

// Meaning is what a documented error response says. A response counts only in the
// vendor's documented words: a gateway, a framework or a wrong base URL sends the
// same status codes.
type Meaning int

const (
	// MeaningNone is every response that is not documented for the call.
	MeaningNone Meaning = iota
	// MeaningNotFound says that the session, request or message does not exist.
	MeaningNotFound
	// MeaningAccountNotFound says that the account does not exist (Uppzy's site).
	MeaningAccountNotFound
	// MeaningTokenInvalid says that the session's token is void (TalkifAI).
	MeaningTokenInvalid
	// MeaningUnavailable says that the call may be repeated after a delay. It does not
	// say whether the work was done (SiteAssist's 503).
	MeaningUnavailable
	// MeaningNothingDone says that nothing was done and the call may be repeated
	// (TalkifAI's 503 for a creation).
	MeaningNothingDone
	// MeaningBusy says that the session is processing another message, and this one
	// was not accepted (TalkifAI).
	MeaningBusy
	// MeaningTokenMismatch says that the token belongs to another session (TalkifAI).
	MeaningTokenMismatch
)

// Means reports whether err is a documented error response with that meaning.
func Means(err error, meaning Meaning) bool {
	var e *Error
	return errors.As(err, &e) && e.Meaning == meaning
}

// HasStatus reports whether err is a response with one of these status codes.
func HasStatus(err error, statuses ...int) bool {
	var e *Error
	return errors.As(err, &e) && slices.Contains(statuses, e.Status)
}

// IsInvalidResponse reports whether err is a success whose body is not what the
// vendor documents.
func IsInvalidResponse(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.InvalidResponse
}

// Unproven reports whether err is a response that proves nothing: it may come from a
// gateway, a framework or a wrong base URL. These are redirects, status codes that
// such servers use for a path or a credential that they do not know, and successes
// that the vendor does not document.
func Unproven(err error) bool {
	var e *Error
	if !errors.As(err, &e) {
		return false
	}
	switch e.Status {
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound, http.StatusMethodNotAllowed,
		http.StatusConflict, http.StatusGone, http.StatusMisdirectedRequest, http.StatusUnprocessableEntity:
		return true
	}
	return e.InvalidResponse || e.Status >= 300 && e.Status < 400
}

// Refusal returns err where it is a 401 to the configured credential, and else nil.
func Refusal(err error) error {
	var e *Error
	if errors.As(err, &e) && e.Answered().CredentialRefused {
		return err
	}
	return nil
}

// HasNoConnection reports whether err is a call that was never sent, since no connection
// could be made. Every other call would fail in the same way.
func HasNoConnection(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.Unreachable && !e.Sent
}

// Refused reports whether the response says that nothing was done: a redirect
// other than 303, which is sent after the work to show its result elsewhere, a
// 4xx other than 408, which may be sent in the middle of it, or the vendor's
// documented MeaningNothingDone. It is about the last attempt alone.
func (e *Error) Refused() bool {
	return e.Meaning == MeaningNothingDone ||
		e.Status >= 300 && e.Status < 500 && e.Status != http.StatusSeeOther && e.Status != http.StatusRequestTimeout
}

// ErrBadID is the cause of an Error whose session id CheckID refuses. There was no
// request, so the Error names none.
var ErrBadID = errors.New("an id that is empty, a relative path or no plain text cannot be sent")

// NotFoundError is a session that its vendor does not know, or no longer, or
// something of a session.
type NotFoundError struct {
	Vendor, SessionID string
	// What is "request" or "message" where it is not the session that is unknown, and
	// ID is its id.
	What, ID string
}

func (e *NotFoundError) Error() string {
	if e.What != "" {
		return fmt.Sprintf("%s knows no %s %q", Title(e.Vendor), e.What, e.ID)
	}
	return fmt.Sprintf("%s knows no session %q", Title(e.Vendor), e.SessionID)
}

// AnswerError is a message that its vendor has taken and could not answer.
type AnswerError struct {
	Vendor, SessionID string
	// Message is the vendor's own text, without secrets; it may be empty.
	Message string
}

func (e *AnswerError) Error() string {
	text := fmt.Sprintf("%s has taken the message to the session %q and failed to answer it", Title(e.Vendor), e.SessionID)
	if e.Message != "" {
		text += ": " + e.Message
	}
	return text
}

// ClosedError is a session that was to be adopted, or to take a message, and is closed.
type ClosedError struct {
	Vendor, SessionID string
	// ClosedAt is zero where the vendor does not tell it.
	ClosedAt time.Time
}

func (e *ClosedError) Error() string {
	if e.ClosedAt.IsZero() {
		return fmt.Sprintf("the session %q at %s is closed", e.SessionID, Title(e.Vendor))
	}
	return fmt.Sprintf("the session %q at %s was closed at %s",
		e.SessionID, Title(e.Vendor), e.ClosedAt.UTC().Format(time.RFC3339))
}

// LostError is a creation whose answer was lost or unclear: a session may be
// open that nobody holds.
type LostError struct {
	Vendor string
	// Ends says until when the session stays open when nobody closes it.
	Ends string
	// Find says how to look for it at the vendor; empty where nobody can.
	Find string
	// Marker is the value under MarkerKey that the session has among its metadata;
	// empty where it has none.
	Marker string
	// Err is what came instead of the answer.
	Err error
}

func (e *LostError) Error() string {
	return fmt.Sprintf("%s may have opened a session whose id is not known: %v", Title(e.Vendor), e.Err)
}

// Unwrap gives what came instead of the answer.
func (e *LostError) Unwrap() error { return e.Err }

// NotStoredError is a session that was opened, and whose vendor has stored no value of
// these arguments.
type NotStoredError struct {
	Vendor, SessionID string
	Arguments         []Argument
}

func (e *NotStoredError) Error() string {
	names := make([]string, len(e.Arguments))
	for i, name := range e.Arguments {
		names[i] = string(name)
	}
	return fmt.Sprintf("%s opened the session %q and stored none of its %s", Title(e.Vendor), e.SessionID, strings.Join(names, " and "))
}

// MismatchError is a session that is not what the configuration says of it.
type MismatchError struct {
	Vendor, SessionID string
	// What is the argument: "agent_id".
	What string
	// Have is the vendor's value, Want the configuration's.
	Have, Want string
}

func (e *MismatchError) Error() string {
	return fmt.Sprintf("the session %q at %s has %s %q, not %q", e.SessionID, Title(e.Vendor), e.What, e.Have, e.Want)
}

// AccountError is a session that belongs to another account than the one that
// the provider is configured for.
type AccountError struct {
	// SessionID is empty where no one session is concerned.
	Vendor, SessionID string
	// Session is the session's account, Configured the provider's.
	Session, Configured string
}

func (e *AccountError) Error() string {
	if e.SessionID == "" {
		return fmt.Sprintf("what the state has is for the %s %s %q, and the provider is configured for %q",
			Title(e.Vendor), AccountNoun(e.Vendor), e.Session, e.Configured)
	}
	return fmt.Sprintf("the session %q belongs to the %s %s %q, and the provider is configured for %q",
		e.SessionID, Title(e.Vendor), AccountNoun(e.Vendor), e.Session, e.Configured)
}

// AccountUnknownError is an account that the vendor does not return for the configured
// credentials.
type AccountUnknownError struct {
	Vendor string
	// Err is the response to the request for it.
	Err error
}

func (e *AccountUnknownError) Error() string {
	return fmt.Sprintf("the %s of %s cannot be determined: %v", AccountNoun(e.Vendor), Title(e.Vendor), e.Err)
}

// Unwrap returns the response to the request.
func (e *AccountUnknownError) Unwrap() error { return e.Err }

// UnsupportedError is something that a vendor has no call for.
type UnsupportedError struct {
	Vendor, Ability string
}

func (e *UnsupportedError) Error() string {
	return fmt.Sprintf("%s cannot %s", Title(e.Vendor), e.Ability)
}

// MayHaveSucceeded reports whether the call that ended with err may have been
// carried out all the same: the request was sent and no answer proves the
// contrary, or an earlier try of it may have been, whatever came of the last.
func MayHaveSucceeded(err error) bool {
	var unanswered *AnswerError
	if errors.As(err, &unanswered) {
		return true
	}
	var e *Error
	return errors.As(err, &e) && (e.Earlier || e.Sent && !e.Refused())
}
