package client_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// requests is a vendor that tells of a request one state after the other, and the last
// one from then on.
type requests struct {
	client.Vendor
	states []client.RequestStatus
	// err comes in place of the state with this number; slow is how long each takes.
	err   error
	errAt int
	slow  time.Duration

	ids   []string
	polls []time.Duration
	begun time.Time
}

func (*requests) Name() string { return "uppzy" }

func (r *requests) ReadRequest(ctx context.Context, _, id string) (*client.Request, error) {
	n := len(r.polls)
	r.ids, r.polls = append(r.ids, id), append(r.polls, time.Since(r.begun))
	select {
	case <-time.After(r.slow):
	case <-ctx.Done():
		return nil, &client.Error{Vendor: "uppzy", Operation: "read the request", Err: ctx.Err()}
	}
	if r.err != nil && n == r.errAt {
		return nil, r.err
	}
	return &client.Request{ID: id, Status: r.states[min(n, len(r.states)-1)]}, nil
}

func TestAwaitRequest(t *testing.T) {
	const pending, completed, failed = client.RequestPending, client.RequestCompleted, client.RequestFailed
	broken := errors.New("broken")
	s := time.Second
	for name, c := range map[string]struct {
		vendor *requests
		polls  []time.Duration // since the start
		last   client.RequestStatus
		err    error
	}{
		"completed at once":           {&requests{states: []client.RequestStatus{completed}}, []time.Duration{0}, completed, nil},
		"failed at once":              {&requests{states: []client.RequestStatus{failed}}, []time.Duration{0}, failed, nil},
		"pending, completed":          {&requests{states: []client.RequestStatus{pending, pending, completed}}, []time.Duration{0, 5 * s, 10 * s}, completed, nil},
		"pending, failed":             {&requests{states: []client.RequestStatus{pending, failed}}, []time.Duration{0, 5 * s}, failed, nil},
		"a word that nobody knows":    {&requests{states: []client.RequestStatus{"thinking", "", "COMPLETED", completed}}, []time.Duration{0, 5 * s, 10 * s, 15 * s}, completed, nil},
		"the vendor's error":          {&requests{states: []client.RequestStatus{pending}, err: broken, errAt: 1}, []time.Duration{0, 5 * s}, pending, broken},
		"the vendor's error at once":  {&requests{err: broken}, []time.Duration{0}, "", broken},
		"not known":                   {&requests{err: &client.NotFoundError{}}, []time.Duration{0}, "", &client.NotFoundError{}},
		"answers that take some time": {&requests{states: []client.RequestStatus{pending, completed}, slow: 2 * s}, []time.Duration{0, 5 * s}, completed, nil},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c.vendor.begun = time.Now()
				got, err := client.AwaitRequest(t.Context(), c.vendor, "s-1", "r-1", 5*time.Second)
				if (c.err == nil) != (err == nil) || c.err != nil && err.Error() != c.err.Error() {
					t.Errorf("error %v, want %v", err, c.err)
				}
				if (got == nil) != (c.last == "") || got != nil && (got.Status != c.last || got.ID != "r-1") {
					t.Errorf("got %+v, want %q", got, c.last)
				}
				if !slices.Equal(c.vendor.polls, c.polls) {
					t.Errorf("asked at %v, want %v", c.vendor.polls, c.polls)
				}
			})
		})
	}
}

func TestAwaitRequestEndsWithItsContext(t *testing.T) {
	for name, c := range map[string]struct {
		vendor *requests
		cancel bool // before, in place of a deadline
		last   client.RequestStatus
		polls  int
		text   string
	}{
		"while it waits": {
			vendor: &requests{states: []client.RequestStatus{client.RequestPending, "thinking"}}, last: "thinking", polls: 3,
			text: `the request "r-1" at Uppzy was neither completed nor failed in the time for it; its last status was "thinking"`,
		},
		"while it asks": {
			vendor: &requests{states: []client.RequestStatus{client.RequestPending}, slow: 4 * time.Second}, last: client.RequestPending, polls: 3,
			text: `the request "r-1" at Uppzy was neither completed nor failed in the time for it; its last status was "pending"`,
		},
		"while it asks for the first time": {
			vendor: &requests{slow: time.Hour}, polls: 1,
			text: `Uppzy told no status of the request "r-1" in the time for it`,
		},
		"before": {
			vendor: &requests{slow: time.Hour}, cancel: true, polls: 1,
			text: `Uppzy told no status of the request "r-1" in the time for it`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithTimeout(t.Context(), 12*time.Second)
				defer cancel()
				want := context.DeadlineExceeded
				if c.cancel {
					cancel()
					want = context.Canceled
				}
				begun := time.Now()
				got, err := client.AwaitRequest(ctx, c.vendor, "s-1", "r-1", 5*time.Second)
				unfinished, ok := errors.AsType[*client.UnfinishedError](err)
				if !ok || !errors.Is(err, want) || unfinished.Last != c.last || unfinished.RequestID != "r-1" || err.Error() != c.text {
					t.Errorf("error %v", err)
				}
				if (got == nil) != (c.last == "") || got != nil && got.Status != c.last {
					t.Errorf("got %+v", got)
				}
				if took := time.Since(begun); len(c.vendor.polls) != c.polls || !c.cancel && took != 12*time.Second || c.cancel && took != 0 {
					t.Errorf("asked %d times in %s", len(c.vendor.polls), took)
				}
			})
		})
	}
}

// What is there counts, also when the time for it ends in the same moment.
func TestAwaitRequestTakesAnAnswerThatComesLate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		v := &late{requests: requests{states: []client.RequestStatus{client.RequestCompleted}}, cancel: cancel}
		if got, err := client.AwaitRequest(ctx, v, "s-1", "r-1", time.Second); err != nil || got.Status != client.RequestCompleted {
			t.Errorf("got %+v, %v", got, err)
		}
	})
}

// late is a vendor whose answer comes when nobody waits for it any more.
type late struct {
	requests
	cancel context.CancelFunc
}

func (l *late) ReadRequest(ctx context.Context, sessionID, id string) (*client.Request, error) {
	l.cancel()
	return l.requests.ReadRequest(context.WithoutCancel(ctx), sessionID, id)
}

func TestRequestsOfAVendorWithoutThem(t *testing.T) {
	want := "TalkifAI cannot tell of requests"
	if _, err := client.ReadRequest(t.Context(), unlisted{}, "s-1", "r-1"); err == nil || err.Error() != want {
		t.Errorf("read: %v", err)
	}
	got, err := client.AwaitRequest(t.Context(), unlisted{}, "s-1", "r-1", time.Hour)
	if _, ok := errors.AsType[*client.UnsupportedError](err); !ok || got != nil {
		t.Errorf("await: %+v, %v", got, err)
	}
}

func TestRequestStatusDone(t *testing.T) {
	for status, want := range map[client.RequestStatus]bool{
		client.RequestPending: false, client.RequestCompleted: true, client.RequestFailed: true, "": false, "running": false,
	} {
		if status.Done() != want {
			t.Errorf("%q: want %t", status, want)
		}
	}
}
