package client_test

import (
	"context"
	"errors"
	"iter"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// failing is a vendor whose operations take a second and end with err, except that a
// close takes three and ends with closeErr.
type failing struct {
	client.Vendor
	closeErr error

	mu    sync.Mutex
	err   error
	calls int
}

func (*failing) Name() string { return "uponai" }

func (f *failing) Account(context.Context) (string, error) { return "42", nil }

func (f *failing) result() error {
	time.Sleep(time.Second)
	f.mu.Lock()
	defer f.mu.Unlock()
	f.calls++
	return f.err
}

func (f *failing) set(err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.err = err
}

func (f *failing) Read(_ context.Context, ref client.Ref) (*client.Session, error) {
	if err := f.result(); err != nil {
		return nil, err
	}
	return &client.Session{ID: ref.ID, Status: client.StatusOpen}, nil
}

func (f *failing) Open(context.Context, client.OpenRequest) (*client.Session, error) {
	return nil, f.result()
}

func (f *failing) Close(context.Context, client.Ref, string) (client.CloseResult, error) {
	time.Sleep(3 * time.Second)
	return client.CloseResult{}, f.closeErr
}

func (f *failing) Sessions(context.Context, client.Filter) iter.Seq2[*client.Session, error] {
	return func(yield func(*client.Session, error) bool) {
		if err := f.result(); err != nil {
			yield(nil, err)
		}
	}
}

func (f *failing) Send(context.Context, client.Ref, client.SendRequest) (*client.Reply, error) {
	return &client.Reply{}, f.result()
}

// refusal is a response with that status to a repeat.
func refusal(status int) *client.Error {
	return &client.Error{Vendor: "uponai", Operation: "read the session", SessionID: "s", Status: status, Sent: true, Repeated: true}
}

var (
	errNoConnection = &client.Error{Vendor: "uponai", Unreachable: true, Err: errors.New("connection refused")}
	errKeyRefused   = &client.Error{Vendor: "uponai", Status: 401, Sent: true, CredentialRefused: true}
)

const lasts = 10 * time.Second

// calls counts the calls that the vendor gets for two reads in a row, and returns the
// errors of both.
func twoReads(t *testing.T, err error) (calls int, first, second error) {
	t.Helper()
	f := &failing{err: err}
	v := client.Guard(f, lasts)
	_, first = v.Read(t.Context(), client.Ref{ID: "s"})
	_, second = v.Read(t.Context(), client.Ref{ID: "s"})
	return f.calls, first, second
}

func TestGuard_whatIsAnOutage(t *testing.T) {
	for name, c := range map[string]struct {
		err   error
		skips bool
	}{
		"no connection":             {errNoConnection, true},
		"429":                       {refusal(429), true},
		"503":                       {refusal(503), true},
		"401 to the credential":     {errKeyRefused, true},
		"a pause that is too long":  {&client.Error{Vendor: "uponai", RetryAfter: time.Minute, Err: errors.New("paused")}, true},
		"no token for a 429":        {&client.Error{Vendor: "uponai", Err: refusal(429)}, true},
		"unconfirmed creation, 429": {&client.LostError{Vendor: "uponai", Err: refusal(429)}, true},

		"one 503":              {&client.Error{Vendor: "uponai", Status: 503, Sent: true}, false},
		"401 to another token": {refusal(401), false},
		"403":                  {refusal(403), false},
		"404":                  {refusal(404), false},
		"500":                  {refusal(500), false},
		"one lost response":    {&client.Error{Vendor: "uponai", Sent: true, Err: errors.New("cut")}, false},
		"interrupted":          {&client.Error{Vendor: "uponai", Err: context.Canceled}, false},
		"account not known":    {&client.AccountUnknownError{Vendor: "uponai", Err: errKeyRefused}, false},
		"not found":            {&client.NotFoundError{Vendor: "uponai"}, false},
		"success":              {nil, false},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				calls, first, second := twoReads(t, c.err)
				if !errors.Is(first, c.err) || !errors.Is(c.err, first) && !c.skips {
					t.Errorf("got %v, want %v", first, c.err)
				}
				skipped, ok := errors.AsType[*client.OutageError](second)
				if got := ok && skipped.Skipped; got != c.skips || (calls == 1) != c.skips {
					t.Errorf("the second read is skipped: %t after %d calls, want %t", got, calls, c.skips)
				}
				if c.skips && client.MayHaveSucceeded(second) {
					t.Error("what was never sent may have succeeded")
				}
			})
		})
	}
}

func TestGuard_end(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &failing{err: errNoConnection}
		v := client.Guard(f, lasts)
		read := func() error { _, err := v.Read(t.Context(), client.Ref{ID: "s"}); return err }
		_ = read()
		time.Sleep(lasts - time.Nanosecond)
		if _ = read(); f.calls != 1 {
			t.Errorf("%d calls within the time, want 1", f.calls)
		}
		time.Sleep(time.Nanosecond)
		if _ = read(); f.calls != 2 {
			t.Errorf("%d calls after the time, want 2", f.calls)
		}
		time.Sleep(lasts)
		f.set(nil)
		if err := errors.Join(read(), read()); err != nil || f.calls != 4 {
			t.Errorf("%d calls, want 4: %v", f.calls, err)
		}
	})
}

// An operation that fails while another succeeds begins no outage.
func TestGuard_othersSucceed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &failing{closeErr: refusal(503)}
		v := client.Guard(f, lasts)
		closed := make(chan error)
		go func() {
			_, err := v.Close(t.Context(), client.Ref{ID: "s"}, "")
			closed <- err
		}()
		time.Sleep(time.Second)
		if _, err := v.Read(t.Context(), client.Ref{ID: "s"}); err != nil {
			t.Error(err)
		}
		if err := <-closed; !client.HasStatus(err, 503) {
			t.Errorf("got %v, want the 503", err)
		}
		if _, err := v.Read(t.Context(), client.Ref{ID: "s"}); err != nil {
			t.Error(err)
		}
	})
}

// A refused key does not stop what is sent with a session's own token, and that does not
// end the outage.
func TestGuard_ownToken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &failing{err: errKeyRefused}
		v := client.Guard(f, lasts)
		_, _ = v.Open(t.Context(), client.OpenRequest{})
		f.set(nil)
		if _, err := v.Read(t.Context(), client.Ref{ID: "s", Token: "t"}); err != nil {
			t.Error(err)
		}
		if _, err := v.Open(t.Context(), client.OpenRequest{}); !client.HasStatus(err, 401) || f.calls != 2 {
			t.Errorf("%d calls, want 2: %v", f.calls, err)
		}
		f.set(errNoConnection)
		_, _ = v.Read(t.Context(), client.Ref{ID: "s", Token: "t"})
		if _, err := v.Read(t.Context(), client.Ref{ID: "s", Token: "t"}); err == nil || f.calls != 3 {
			t.Errorf("%d calls, want 3: %v", f.calls, err)
		}
	})
}

// One error of an outage is shown in full, and every one that may have left something.
func TestOutageError_report(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &failing{err: refusal(429)}
		v := client.Guard(f, lasts)
		report := func() bool {
			_, err := v.Read(t.Context(), client.Ref{ID: "s"})
			down, ok := errors.AsType[*client.OutageError](err)
			if !ok {
				t.Fatalf("got %v", err)
			}
			shown := down.Report()
			if down.Report() != shown {
				t.Errorf("the answer for one error has changed from %t", shown)
			}
			return shown
		}
		if first, second := report(), report(); !first || second {
			t.Errorf("got %t and %t, want the first alone", first, second)
		}
		time.Sleep(lasts)
		if !report() {
			t.Error("the next outage is not shown")
		}
		for _, err := range []error{
			&client.Error{Vendor: "uponai", Status: 503, Sent: true, Repeated: true, Earlier: true},
			&client.LostError{Vendor: "uponai", Err: refusal(429)},
		} {
			f := &failing{err: err}
			v := client.Guard(f, lasts)
			results := make(chan error)
			for range 2 {
				go func() {
					_, err := v.Open(t.Context(), client.OpenRequest{})
					results <- err
				}()
			}
			for range 2 {
				if down, ok := errors.AsType[*client.OutageError](<-results); !ok || !down.Report() {
					t.Errorf("%v is not shown", err)
				}
			}
		}
	})
}

// The guard has every method, and the vendor's abilities all the same.
func TestGuard_abilities(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &failing{err: refusal(429)}
		v := client.Guard(f, lasts)
		var unsupported *client.UnsupportedError
		if _, err := client.Ability[client.Historian](v, "tell messages"); !errors.As(err, &unsupported) {
			t.Errorf("got %v, want an UnsupportedError", err)
		}
		if _, err := client.List(t.Context(), v, client.Filter{}, 0); !client.HasStatus(err, 429) {
			t.Errorf("got %v", err)
		}
		if _, err := client.Send(t.Context(), v, client.Ref{}, client.SendRequest{}); !client.HasStatus(err, 429) || f.calls != 1 {
			t.Errorf("%d calls, want 1: %v", f.calls, err)
		}
		if _, err := client.List(t.Context(), v, client.Filter{}, 0); !client.HasStatus(err, 429) || f.calls != 1 {
			t.Errorf("%d calls, want 1: %v", f.calls, err)
		}
	})
}

// A read that proves nothing since the credential is refused remains a session, with the
// outage in it.
func TestGuard_refusedRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := client.Guard(&refusedReads{}, lasts)
		first, err := v.Read(t.Context(), client.Ref{ID: "s"})
		down, ok := errors.AsType[*client.OutageError](first.Refused)
		if err != nil || first.Status != client.StatusUnknown || !ok || !down.Report() {
			t.Errorf("got %+v, %v", first, err)
		}
		if second, err := v.Read(t.Context(), client.Ref{ID: "s"}); second != nil || !client.HasStatus(err, 401) {
			t.Errorf("got %+v, %v; want the error of the first", second, err)
		}
	})
}

// refusedReads is a vendor whose key is refused.
type refusedReads struct{ failing }

func (*refusedReads) Read(_ context.Context, ref client.Ref) (*client.Session, error) {
	return &client.Session{ID: ref.ID, Status: client.StatusUnknown, Refused: errKeyRefused}, nil
}
