package transport

import (
	"context"
	"net/http"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// Defaults of the options that are zero.
const (
	DefaultRequestTimeout = 30 * time.Second
	DefaultMaxRetries     = 4

	defaultBackoffMin = 500 * time.Millisecond
	defaultBackoffMax = 10 * time.Second
	defaultGrace      = 5 * time.Second

	defaultMaxRefusals = 10_000

	// defaultMaxAnswer is more than a thousand chats with their messages, the
	// largest page of any vendor.
	defaultMaxAnswer = 32 << 20
)

// Options configure the transport of one vendor's account.
type Options struct {
	// Vendor is the vendor's name, for errors and log lines.
	Vendor string
	// BaseURL is the address that the paths of calls are added to; empty is the
	// vendor's own, from the table of vendors.
	BaseURL string
	// AllowInsecureHTTP allows http:// to other hosts than loopback.
	AllowInsecureHTTP bool
	// RequestTimeout bounds one try, where the call has no longer floor.
	RequestTimeout time.Duration
	// MaxRetries is how often an attempt is repeated after a 5xx, a timeout or a broken
	// connection; 0 is the default. A response that asks to wait does not count.
	MaxRetries int
	// NoRetry stands for a MaxRetries of 0.
	NoRetry bool
	// MaxRefusals is how often an attempt is repeated after a response that asks to wait:
	// a 429, or a 503 with a delay. 0 is the default, which is more than the time of an
	// operation allows.
	MaxRefusals int
	// RequestsPerSecond limits the tries, which are spread evenly; 0 is no limit.
	RequestsPerSecond float64
	// MaxAnswer is the most bytes that are read of one answer; 0 is the default.
	MaxAnswer int
	// UserAgent is sent with each request.
	UserAgent string
	// Header is sent with each request.
	Header http.Header
	// Secrets are never shown in an error or a log line.
	Secrets []string
	// Outage is where failures of the vendor are remembered; nil remembers none.
	Outage *client.Outage
	// Log receives a line for each try; nil logs nothing. Fields hold no secret.
	Log func(ctx context.Context, message string, fields map[string]any)
	// Problem reads the vendor's error answers.
	Problem func(status int, body []byte) Problem
	// NotFound has the status codes with which the vendor may respond for a session that
	// does not exist, where it documents no response for that.
	NotFound []int
	// Now is the clock by which a session counts as new; nil is time.Now.
	Now func() time.Time
	// BackoffMin and BackoffMax bound the wait before a repeat for which the
	// vendor names no delay.
	BackoffMin, BackoffMax time.Duration
	// Grace is how long a call that Outlive is set for may go on after its
	// context was cancelled.
	Grace time.Duration
	// RoundTripper sends the requests; nil is a pool of connections of its own.
	// One that tells httptrace of no connection is taken to have sent what it
	// fails on.
	RoundTripper http.RoundTripper
}

// Problem is what a vendor says in an error answer.
type Problem struct {
	// VendorShape is set when the body has the shape of the vendor's errors.
	VendorShape bool
	// Meaning is set when the vendor documents status and body for this case.
	Meaning client.Meaning
	// Code is the word for programs, Message the one for people.
	Code, Message string
	// RetryAfter is a delay named in the body, 0 where none is.
	RetryAfter time.Duration
}

func (o *Options) setDefaults() {
	if o.BaseURL == "" {
		if info, ok := client.Lookup(o.Vendor); ok {
			o.BaseURL = info.BaseURL
		}
	}
	if o.RequestTimeout <= 0 {
		o.RequestTimeout = DefaultRequestTimeout
	}
	switch {
	case o.NoRetry:
		o.MaxRetries = 0
	case o.MaxRetries <= 0:
		o.MaxRetries = DefaultMaxRetries
	}
	if o.MaxRefusals <= 0 {
		o.MaxRefusals = defaultMaxRefusals
	}
	switch {
	case o.BackoffMin <= 0 && o.BackoffMax <= 0:
		o.BackoffMin, o.BackoffMax = defaultBackoffMin, defaultBackoffMax
	case o.BackoffMin <= 0:
		o.BackoffMin = min(defaultBackoffMin, o.BackoffMax)
	case o.BackoffMax < o.BackoffMin:
		o.BackoffMax = max(defaultBackoffMax, o.BackoffMin)
	}
	if o.MaxAnswer <= 0 {
		o.MaxAnswer = defaultMaxAnswer
	}
	if o.Grace <= 0 {
		o.Grace = defaultGrace
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Problem == nil {
		o.Problem = func(int, []byte) Problem { return Problem{} }
	}
	o.Problem = boundedProblem(o.Problem)
}
