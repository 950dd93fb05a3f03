package transport

import (
	"context"
	"io"
	"net/url"
	"time"
)

// Repeat says when a call may be sent a second time.
type Repeat int

const (
	// Once is a call that does its work again each time: it is repeated only
	// when it surely was not carried out (429, or no connection).
	Once Repeat = iota
	// OnceUnlessUnavailable is Once, and repeated as well on the vendor's documented
	// 503 (client.MeaningUnavailable). Any other 503 does not say what became of the
	// request.
	OnceUnlessUnavailable
	// Safe is a call whose repetition changes nothing: it is repeated on 429,
	// 5xx, timeouts and broken connections.
	Safe
)

// Call is one request to a vendor.
type Call struct {
	// Operation says in plain words what is tried, for errors: "close the session".
	Operation string
	// SessionID is the session that is concerned, for errors; may be empty.
	SessionID string

	Method string
	// Path is added to the base URL, one element a segment, escaped by Do.
	Path  []string
	Query url.Values
	// Body is sent as JSON; nil sends no body and no Content-Type.
	Body any
	// Credential is the header that authorises the call.
	Credential Credential

	// Out receives the JSON of a 2xx answer; nil leaves the body unread.
	Out any
	// MaxValues is the most values in the outer levels of the JSON that Out is decoded from;
	// 0 is the default. A response with more of them fails with ErrTooLarge.
	MaxValues int
	// MayBeEmpty says that a 2xx answer without a body is a success too. It leaves
	// Out as it is and sets Answer.Empty; without this it is garbled.
	MayBeEmpty bool
	// Stream reads the body of a 2xx answer that is an event stream while it comes, in
	// place of Out, and may stop before its end. It is called for each try that has such
	// an answer. Its error says why the stream cannot be read, which makes the answer
	// garbled; where the body itself failed, that is the error of Do. Timeout and the
	// configured request timeout then bound the silence before and between its parts.
	Stream func(body io.Reader) error
	// SecretAnswer is set where the answer holds a secret that is not known yet:
	// the error for one that cannot be read does not quote it.
	SecretAnswer bool
	// Repeat says when the call may be sent again.
	Repeat Repeat
	// BeforeRepeat is called before the call is sent again after a response, once
	// the wait is over. An error ends the call. A creation uses it to look for what
	// an earlier attempt has made: a gateway may refuse after the work is done.
	BeforeRepeat func(ctx context.Context) error
	// ReadOnly is set for a call other than a GET that changes nothing which a read
	// would show.
	ReadOnly bool
	// Timeout is the least time that one try gets, for calls that are documented
	// to take longer than the configured request timeout.
	Timeout time.Duration
	// Outlive gives the call some seconds to answer when its context is
	// cancelled after the request was sent. It never outlives a deadline.
	Outlive bool
}

// Credential is a header that authorises a call; the zero value is none.
type Credential struct {
	Header, Value string
	// Temporary is set for a token of one session, and for one that can be renewed: a 401
	// says nothing about the configured credential then.
	Temporary bool
}

// Bearer is the credential of a bearer token.
func Bearer(token string) Credential {
	return Credential{Header: "Authorization", Value: "Bearer " + token}
}

// TemporaryBearer is Bearer for a token of one session, or one that can be renewed.
func TemporaryBearer(token string) Credential {
	credential := Bearer(token)
	credential.Temporary = true
	return credential
}

// Answer is what is left to know of a 2xx answer once Call.Out is filled.
type Answer struct {
	Status int
	// Empty is set for a 204, and for any other 2xx with nothing in its body.
	Empty bool
	// Earlier is set when an earlier try of a call that is not Safe may have been
	// carried out as well.
	Earlier bool
	// AfterRefusal is set when an earlier attempt was refused with 429 or the vendor's
	// documented 503, and repeated. A client.MeaningNothingDone does not set it.
	AfterRefusal bool
	// Date is the vendor's clock by the Date header; zero where it sent none.
	Date time.Time
}
