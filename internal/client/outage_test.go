package client_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

const lasts = 10 * time.Second

// failure is a failed call at the vendor of the outage, which begins now.
func failure(o *client.Outage, e client.Error) *client.Error {
	e.Vendor = "uponai"
	o.Attach(context.Background(), &e, time.Now())
	return &e
}

var (
	noConnection = client.Error{Unreachable: true, Err: errors.New("connection refused")}
	limited      = client.Error{Status: 429, Sent: true}
	keyRefused   = client.Error{Status: 401, Sent: true, CredentialRefused: true}
)

// skips reports whether a request of an operation that begins now is not sent.
func skips(o *client.Outage, temporary bool) bool {
	ctx, cancel := client.Operation(context.Background(), time.Minute)
	defer cancel()
	return o.Skip(ctx, temporary) != nil
}

func TestReport_whatIsAnOutage(t *testing.T) {
	for name, c := range map[string]struct {
		e               client.Error
		repeated, skips bool
	}{
		"no connection":         {noConnection, true, true},
		"429":                   {limited, true, true},
		"503 to a repeat":       {client.Error{Status: 503, Sent: true, Repeated: true}, true, true},
		"401 to the credential": {keyRefused, true, true},
		// Another operation may have more time.
		"a delay that is too long": {client.Error{Status: 429, Sent: true, RetryAfter: time.Minute}, true, false},
		"a delay after repeats":    {client.Error{Status: 429, Sent: true, RetryAfter: time.Second, Repeated: true}, true, true},
		"a pause that is too long": {client.Error{RetryAfter: time.Minute, Err: errors.New("paused")}, true, false},

		"one 503":              {client.Error{Status: 503, Sent: true}, false, false},
		"401 to another token": {client.Error{Status: 401, Sent: true}, false, false},
		"403":                  {client.Error{Status: 403, Sent: true}, false, false},
		"404":                  {client.Error{Status: 404, Sent: true}, false, false},
		"500":                  {client.Error{Status: 500, Sent: true}, false, false},
		"one lost response":    {client.Error{Sent: true, Err: errors.New("cut")}, false, false},
		"interrupted":          {client.Error{Err: context.Canceled}, false, false},
		"little time":          {client.Error{Err: context.DeadlineExceeded}, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				o := &client.Outage{Lasts: lasts}
				if client.Report(failure(o, c.e)) {
					t.Error("the first error is repeated")
				}
				time.Sleep(time.Second)
				if got := client.Report(failure(o, c.e)); got != c.repeated {
					t.Errorf("the second error is repeated: %t, want %t", got, c.repeated)
				}
				if got := skips(o, false); got != c.skips {
					t.Errorf("the next request is skipped: %t, want %t", got, c.skips)
				}
			})
		})
	}
}

// A call that meets a pause at the end of its operation's time has waited for long enough.
func TestReport_pauseAtTheEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := &client.Outage{Lasts: lasts}
		ctx, cancel := client.Operation(t.Context(), time.Minute)
		defer cancel()
		time.Sleep(30 * time.Second)
		e := &client.Error{RetryAfter: time.Minute, Err: errors.New("paused")}
		o.Attach(ctx, e, time.Now())
		client.Report(e)
		time.Sleep(time.Second)
		if !skips(o, false) {
			t.Error("the next request is not skipped")
		}
	})
}

// An operation that has waited for its whole time, without a response to anybody.
func TestReport_silence(t *testing.T) {
	for _, responded := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			o := &client.Outage{Lasts: lasts}
			e := failure(o, client.Error{Err: context.DeadlineExceeded})
			time.Sleep(20 * time.Second)
			if responded {
				o.Responded(404, false)
				time.Sleep(time.Second)
			}
			if client.Report(e) || skips(o, false) == responded {
				t.Errorf("responded %t: the next request is skipped: %t", responded, skips(o, false))
			}
		})
	}
}

func TestOutage_end(t *testing.T) {
	for name, c := range map[string]struct {
		e         client.Error
		status    int
		temporary bool
		ends      bool
	}{
		"a success":                             {limited, 200, false, true},
		"a refusal":                             {noConnection, 404, false, true},
		"a success with another token":          {noConnection, 200, true, true},
		"another 429":                           {limited, 429, false, false},
		"a 503":                                 {noConnection, 503, false, false},
		"the credential accepted":               {keyRefused, 200, false, true},
		"another token accepted":                {keyRefused, 200, true, false},
		"a 404 to the refused credential":       {keyRefused, 404, false, false},
		"a 401 to the refused credential again": {keyRefused, 401, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				o := &client.Outage{Lasts: lasts}
				client.Report(failure(o, c.e))
				time.Sleep(time.Second)
				o.Responded(c.status, c.temporary)
				if skips(o, false) == c.ends {
					t.Errorf("skipped after status %d: %t", c.status, !c.ends)
				}
			})
		})
	}
	synctest.Test(t, func(t *testing.T) {
		o := &client.Outage{Lasts: lasts}
		client.Report(failure(o, limited))
		time.Sleep(lasts - time.Nanosecond)
		before := skips(o, false)
		time.Sleep(time.Nanosecond)
		if !before || skips(o, false) || client.Report(failure(o, limited)) {
			t.Error("the outage lasts longer or shorter than it should")
		}
	})
}

// A refused credential stops nothing that is sent with another token.
func TestOutage_otherToken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := &client.Outage{Lasts: lasts}
		client.Report(failure(o, keyRefused))
		time.Sleep(time.Second)
		if !skips(o, false) || skips(o, true) {
			t.Error("the other token is skipped, or the refused credential is not")
		}
	})
}

// What the vendor has accepted since the failed call began proves that it works.
func TestReport_othersSucceed(t *testing.T) {
	for status, c := range map[int]struct {
		e    client.Error
		ends bool
	}{
		200: {keyRefused, true}, // another call with the same credential
		201: {client.Error{Status: 503, Sent: true, Repeated: true}, true},
		404: {noConnection, true},
		403: {keyRefused, false},
	} {
		synctest.Test(t, func(t *testing.T) {
			o := &client.Outage{Lasts: lasts}
			e := failure(o, c.e)
			time.Sleep(time.Second)
			o.Responded(status, false)
			if client.Report(e) || skips(o, false) == c.ends {
				t.Errorf("%d: the next request is skipped: %t, want %t", status, c.ends, !c.ends)
			}
		})
	}
}

// An operation that began before the outage goes on, and one that no later run repeats.
func TestOutage_operationsUnderWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := &client.Outage{Lasts: lasts}
		before, cancel := client.Operation(t.Context(), time.Minute)
		defer cancel()
		time.Sleep(time.Second)
		client.Report(failure(o, limited))
		time.Sleep(time.Second)
		last, stop := client.LastOperation(t.Context(), time.Minute)
		defer stop()
		if o.Skip(before, false) != nil || o.Skip(last, false) != nil || o.Skip(t.Context(), false) == nil {
			t.Error("an operation that goes on is stopped, or another is not")
		}
	})
}

// Each kind of outage is shown once as an error. A warning is no error, and what may be
// open is always named.
func TestReport_shown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := &client.Outage{Lasts: lasts}
		refused := func() error { return failure(o, keyRefused) }
		for i, c := range []struct {
			repeated func(error) bool
			err      error
			want     bool
		}{
			{client.ReportWarning, refused(), false},
			{client.ReportWarning, refused(), true},
			{client.Report, refused(), false},
			{client.Report, refused(), true},
			{client.ReportWarning, refused(), true},
			{client.Report, failure(o, limited), false},
			{client.Report, fmt.Errorf("the session: %w", failure(o, limited)), true},
			{client.Report, &client.LostError{Vendor: "uponai", Err: failure(o, limited)}, false},
			{client.Report, failure(o, client.Error{Err: &client.SkippedError{Failure: &limited}}), true},
			{client.Report, nil, false},
			{client.Report, &client.NotFoundError{}, false},
			{client.Report, &client.AccountUnknownError{Err: failure(o, limited)}, false},
		} {
			if got := c.repeated(c.err); got != c.want {
				t.Errorf("%d, %v: repeated %t, want %t", i, c.err, got, c.want)
			}
		}
	})
}

// The failure of a search beside a lost creation begins an outage as well.
func TestReport_joined(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := &client.Outage{Lasts: lasts}
		lost := failure(o, client.Error{Sent: true, Err: errors.New("cut")})
		err := &client.LostError{Vendor: "uponai", Err: fmt.Errorf("%w; and then %w", lost, failure(o, limited))}
		if client.Report(err) {
			t.Error("a lost creation is repeated")
		}
		time.Sleep(time.Second)
		if !skips(o, false) || !client.MayHaveSucceeded(err) {
			t.Error("the next request is sent, or the lost creation is not one any more")
		}
	})
}

// No outage is remembered where there is none to remember it in.
func TestReport_noOutage(t *testing.T) {
	for _, o := range []*client.Outage{nil, {}} {
		client.Report(failure(o, limited))
		if client.Report(failure(o, limited)) || o.Skip(t.Context(), false) != nil {
			t.Errorf("%+v remembers a failure", o)
		}
		o.Responded(200, false)
	}
}
