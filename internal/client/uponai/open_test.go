package uponai_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/uponai"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
)

// created is what the body of a create says.
type created struct {
	WorkspaceID json.Number       `json:"workspaceId"`
	AgentID     string            `json:"agent_id"`
	Metadata    map[string]string `json:"metadata"`
	Variables   map[string]string `json:"uponai_dynamic_variables"`
}

func readCreated(t *testing.T, body string) created {
	t.Helper()
	var c created
	if err := json.Unmarshal([]byte(body), &c); err != nil {
		t.Fatal(err)
	}
	return c
}

func TestOpen_creates(t *testing.T) {
	for name, c := range map[string]struct {
		request   client.OpenRequest
		variables bool
	}{
		"plain": {request: client.OpenRequest{AgentID: agent}},
		"with all": {request: client.OpenRequest{
			AgentID: agent, Metadata: map[string]string{"a": "<1>"}, DynamicVariables: map[string]string{"tier": "gold"},
		}, variables: true},
		"the marker is ours": {request: client.OpenRequest{AgentID: agent, Metadata: map[string]string{client.MarkerKey: "mine"}}},
	} {
		t.Run(name, func(t *testing.T) {
			v, s := play(t, step{Call: create, Status: 201, Reply: echo})
			session, err := v.Open(t.Context(), c.request)
			if err != nil {
				t.Fatal(err)
			}
			sent := readCreated(t, s.Sent[0].Body)
			if sent.WorkspaceID != "42" || sent.AgentID != agent || (sent.Variables != nil) != c.variables {
				t.Errorf("sent %s", s.Sent[0].Body)
			}
			marker := sent.Metadata[client.MarkerKey]
			if len(marker) != 36 || session.Marker != marker || session.KeepMarker {
				t.Errorf("sent the marker %q, got %q, to keep: %t", marker, session.Marker, session.KeepMarker)
			}
			if len(c.request.Metadata) > 1 || c.request.Metadata[client.MarkerKey] == marker {
				t.Error("the caller's map was changed")
			}
			want := maps.Clone(c.request.Metadata)
			delete(want, client.MarkerKey)
			if session.ID != id || session.Account != "42" || session.Status != client.StatusOpen || *session.AgentID != agent ||
				session.Metadata == nil || !maps.Equal(session.Metadata, want) {
				t.Errorf("got %+v", session)
			}
		})
	}
}

func TestOpen_markersDiffer(t *testing.T) {
	v, s := play(t, step{Call: create, Status: 201, Reply: echo}, step{Call: create, Status: 201, Reply: echo})
	for range 2 {
		if _, err := v.Open(t.Context(), client.OpenRequest{AgentID: agent}); err != nil {
			t.Fatal(err)
		}
	}
	if readCreated(t, s.Sent[0].Body).Metadata[client.MarkerKey] == readCreated(t, s.Sent[1].Body).Metadata[client.MarkerKey] {
		t.Error("two chats have the same marker")
	}
}

func TestOpen_anySuccess(t *testing.T) {
	for name, answer := range map[string]step{
		"200":          {Call: create, Body: chatJSON(`"status":"ongoing"`), Odd: true},
		"guide's name": {Call: create, Status: 201, Body: `{"chat_id":"` + id + `"}`, Odd: true},
		"no echo":      {Call: create, Status: 201, Body: `{"chatId":"` + id + `","metadata":null}`, Odd: true},
	} {
		v, _ := play(t, answer)
		s, err := v.Open(t.Context(), client.OpenRequest{AgentID: agent, Metadata: map[string]string{"a": "1"}})
		if err != nil || s.ID != id || len(s.Marker) != 36 || !s.KeepMarker || s.Metadata != nil {
			t.Errorf("%s: got %+v, %v", name, s, err)
		}
	}
}

// A refusal other than 429 is not searched for.
func TestOpen_refused(t *testing.T) {
	for name, steps := range map[string][]step{
		"400": join(own(create, 400)), "401": join(own(create, 401)), "402": join(own(create, 402)),
		"403": join(own(create, 403)), "404": join(own(create, 404)), "404 page": join(foreign(create, 404)),
		"409": join(own(create, 409)), "422": join(own(create, 422)), "302": join(foreign(create, 302)),
	} {
		v, _ := play(t, steps...)
		s, err := v.Open(t.Context(), client.OpenRequest{AgentID: agent})
		if s != nil || vendortest.Is[*client.LostError](err) || vendortest.Is[*client.NotFoundError](err) ||
			vendortest.StatusOf(err) != steps[0].Status {
			t.Errorf("%s: got %+v, %v", name, s, err)
		}
	}
}

func failsWith(status int) func(error) bool {
	return func(err error) bool { return vendortest.StatusOf(err) == status }
}

func TestOpen_adopts(t *testing.T) {
	marked := step{Call: get, Body: chatJSON(`"status":"ongoing","metadata":{"app":7,"a":"0","` + client.MarkerKey + `":"m-1"}`)}
	for name, c := range map[string]struct {
		request client.OpenRequest
		steps   []step
		// sent is the metadata of the PATCH
		sent  string
		check func(error) bool
	}{
		"open":           {request: client.OpenRequest{AgentID: agent}, steps: join(readsOpen)},
		"agent missing":  {request: client.OpenRequest{AgentID: "other"}, steps: join(step{Call: get, Body: `{"chatId":"` + id + `","status":"ongoing"}`})},
		"another agent":  {request: client.OpenRequest{AgentID: "other", Metadata: map[string]string{}}, steps: join(readsOpen), check: vendortest.Is[*client.MismatchError]},
		"ended":          {request: client.OpenRequest{AgentID: agent}, steps: join(readsEnded), check: vendortest.Is[*client.ClosedError]},
		"failed":         {request: client.OpenRequest{AgentID: agent}, steps: join(step{Call: get, Body: chatJSON(`"status":"error"`)}), check: vendortest.Is[*client.ClosedError]},
		"absent":         {request: client.OpenRequest{AgentID: agent}, steps: join(own(get, 404), unlisted), check: vendortest.Is[*client.NotFoundError]},
		"404, in list":   {request: client.OpenRequest{AgentID: agent}, steps: join(own(get, 404), listsOpen), check: failsWith(404)},
		"404 everywhere": {request: client.OpenRequest{AgentID: agent}, steps: join(foreign(get, 404), foreign(list, 404)), check: failsWith(404)},
		"unproven list":  {request: client.OpenRequest{AgentID: agent}, steps: join(own(get, 404), unproven), check: failsWith(404)},
		"page":           {request: client.OpenRequest{AgentID: agent}, steps: join(foreign(get, 200), listsOpen), check: failsWith(200)},
		"another chat":   {request: client.OpenRequest{AgentID: agent}, steps: join(step{Call: get, Body: `{"chatId":"other"}`}, listsOpen), check: failsWith(200)},
		"500":            {request: client.OpenRequest{AgentID: agent}, steps: join(twice(own(get, 500))), check: failsWith(500)},
		"metadata": {
			request: client.OpenRequest{AgentID: agent, Metadata: map[string]string{"a": "1"}},
			steps:   join(readsOpen, step{Call: patch, Reply: echo}), sent: `{"a":"1"}`,
		},
		"no metadata": {
			request: client.OpenRequest{AgentID: agent, Metadata: map[string]string{}},
			steps:   join(readsOpen),
		},
		"nothing to change": {
			request: client.OpenRequest{AgentID: agent, Metadata: map[string]string{"a": "0", "app": "7"}},
			steps:   join(marked),
		},
		"what is there stays": {
			request: client.OpenRequest{AgentID: agent, Metadata: map[string]string{"a": "1"}},
			steps:   join(marked, step{Call: patch, Reply: echo}), sent: `{"a":"1","app":7,"` + client.MarkerKey + `":"m-1"}`,
		},
		"what is as wanted keeps its type": {
			request: client.OpenRequest{AgentID: agent, Metadata: map[string]string{"a": "1", "app": "7"}},
			steps:   join(marked, step{Call: patch, Reply: echo}), sent: `{"a":"1","app":7,"` + client.MarkerKey + `":"m-1"}`,
		},
		"metadata ignored": {
			request: client.OpenRequest{AgentID: agent, Metadata: map[string]string{"a": "1"}},
			steps:   join(marked, step{Call: patch, Body: marked.Body}, marked), check: failsWith(200),
		},
		"metadata refused": {
			request: client.OpenRequest{AgentID: agent, Metadata: map[string]string{"a": "1"}},
			steps:   join(readsOpen, own(patch, 422)), check: failsWith(422),
		},
	} {
		t.Run(name, func(t *testing.T) {
			v, s := play(t, c.steps...)
			c.request.SessionID = id
			session, err := v.Open(t.Context(), c.request)
			if c.check != nil {
				if session != nil || !c.check(err) {
					t.Errorf("got %+v, %v", session, err)
				}
				return
			}
			if err != nil || session.ID != id || session.Account != "42" {
				t.Fatalf("got %+v, %v", session, err)
			}
			if c.sent != "" && metadataOf(s.Sent[1].Body) != c.sent {
				t.Errorf("sent %s, want %s", metadataOf(s.Sent[1].Body), c.sent)
			}
		})
	}
}

// lossy is a vendor that carries a creation out and does not say so.
type lossy struct {
	// spoil is the response to the creation.
	spoil func(r *http.Request) (*http.Response, error)
	// appears is when after the creation the list has the chat; 0 is never.
	appears time.Duration
	// list is the list before that; nil is an empty page.
	list func(r *http.Request) (*http.Response, error)

	creates, lists int
	marker         string
	born           time.Time
}

func (l *lossy) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Method == http.MethodPost {
		body, _ := io.ReadAll(r.Body)
		l.creates++
		_, l.marker, _ = strings.Cut(string(body), `"`+client.MarkerKey+`":"`)
		l.marker = l.marker[:36]
		l.born = time.Now()
		return l.spoil(r)
	}
	l.lists++
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	if l.appears != 0 && time.Since(l.born) >= l.appears {
		return vendortest.Answer(200, pageJSON("null", `{"chatId":"other","metadata":{"`+client.MarkerKey+`":"x"}}`,
			l.chat())), nil
	}
	if l.list != nil {
		return l.list(r)
	}
	return vendortest.Answer(200, pageJSON("null")), nil
}

// chat is the chat that was created.
func (l *lossy) chat() string {
	return chatJSON(`"status":"ongoing","metadata":{"` + client.MarkerKey + `":"` + l.marker + `","a":"1"}`)
}

var errCut = errors.New("connection reset by peer")

func cut(*http.Request) (*http.Response, error) { return nil, errCut }

func says(status int, body string) func(*http.Request) (*http.Response, error) {
	return func(*http.Request) (*http.Response, error) { return vendortest.Answer(status, body), nil }
}

func open(ctx context.Context, v *uponai.Vendor) (*client.Session, error) {
	return v.Open(ctx, client.OpenRequest{AgentID: agent, Metadata: map[string]string{"a": "1"}})
}

func TestOpen_lostIsFound(t *testing.T) {
	for name, spoil := range map[string]func(*http.Request) (*http.Response, error){
		"cut":     cut,
		"500":     says(500, `{"status":"error"}`),
		"502":     says(502, `<html>`),
		"503":     says(503, ``),
		"408":     says(408, ``),
		"no JSON": says(201, `<html>`),
		"no id":   says(201, `{"status":"ongoing"}`),
		"null":    says(200, `null`),
		"empty":   says(204, ``),
		"no body": says(201, ``),
		"303":     says(303, ``),
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := &lossy{spoil: spoil, appears: 3 * time.Second}
				s, err := open(t.Context(), offline(t, uponai.Config{}, l.RoundTrip))
				if err != nil {
					t.Fatal(err)
				}
				if s.ID != id || s.Marker != l.marker || s.Metadata["a"] != "1" || len(s.Metadata) != 1 {
					t.Errorf("got %+v", s)
				}
				if l.creates != 1 || l.lists < 3 {
					t.Errorf("%d creates, %d lists", l.creates, l.lists)
				}
			})
		})
	}
}

func TestOpen_lostIsSearchedForAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &lossy{spoil: cut, appears: time.Nanosecond}
		// The clock stands still in a bubble, so the chat is there a moment later.
		l.spoil = func(*http.Request) (*http.Response, error) {
			<-time.After(time.Nanosecond)
			return nil, errCut
		}
		begun := time.Now()
		if _, err := open(t.Context(), offline(t, uponai.Config{}, l.RoundTrip)); err != nil {
			t.Fatal(err)
		}
		if waited := time.Since(begun); l.lists != 1 || waited > time.Millisecond {
			t.Errorf("%d lists after %s", l.lists, waited)
		}
	})
}

func TestOpen_lostOnALaterPage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &lossy{spoil: cut}
		l.list = func(r *http.Request) (*http.Response, error) {
			if r.URL.Query().Get("paginationKey") == "" {
				return vendortest.Answer(200, pageJSON(`"k"`, `{"chatId":"a"}`, `{"status":"ended"}`)), nil
			}
			return vendortest.Answer(200, pageJSON("null", l.chat())), nil
		}
		s, err := open(t.Context(), offline(t, uponai.Config{}, l.RoundTrip))
		if err != nil || s.ID != id || l.lists != 2 {
			t.Errorf("got %+v, %v after %d lists", s, err, l.lists)
		}
	})
}

func TestOpen_lost(t *testing.T) {
	for name, c := range map[string]struct {
		searchFor, deadline, want time.Duration
		list                      func(*http.Request) (*http.Response, error)
		trouble                   string
	}{
		"default":       {want: 8 * time.Second},
		"configured":    {searchFor: 3 * time.Second, want: 3 * time.Second},
		"deadline":      {deadline: 2 * time.Second, want: 2 * time.Second},
		"late deadline": {deadline: time.Minute, want: 8 * time.Second},
		"list refused":  {want: 8 * time.Second, list: says(403, `{"message":"not for you"}`), trouble: "not for you"},
		"list lost":     {want: 8 * time.Second, list: cut},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := &lossy{spoil: cut, list: c.list}
				ctx := t.Context()
				if c.deadline != 0 {
					var cancel context.CancelFunc
					ctx, cancel = context.WithTimeout(ctx, c.deadline)
					defer cancel()
				}
				begun := time.Now()
				s, err := open(ctx, offline(t, uponai.Config{SearchFor: c.searchFor}, l.RoundTrip))
				lost, ok := errors.AsType[*client.LostError](err)
				if s != nil || !ok {
					t.Fatalf("got %+v, %v", s, err)
				}
				if waited := time.Since(begun); waited != c.want {
					t.Errorf("searched for %s, want %s", waited, c.want)
				}
				if !strings.Contains(lost.Find, l.marker) || !strings.Contains(lost.Find, "42") || lost.Ends == "" || lost.Marker != l.marker {
					t.Errorf("got %+v", lost)
				}
				if vendortest.StatusOf(err) != 0 || !strings.Contains(err.Error(), errCut.Error()) || !strings.Contains(err.Error(), c.trouble) || l.creates != 1 {
					t.Errorf("error %v after %d creates", err, l.creates)
				}
			})
		})
	}
}

// A search goes on after a cancellation, so that no chat stays open unnoticed.
func TestOpen_searchAfterCancellation(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		l := &lossy{appears: 7 * time.Second}
		l.spoil = func(r *http.Request) (*http.Response, error) {
			cancel()
			<-r.Context().Done() // when the grace of the transport is over
			return nil, r.Context().Err()
		}
		s, err := open(ctx, offline(t, uponai.Config{}, l.RoundTrip))
		if err != nil || s.ID != id || l.creates != 1 {
			t.Errorf("got %+v, %v", s, err)
		}
	})
}

// A creation that was not sent is not searched for.
func TestOpen_notSent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		l := &lossy{spoil: cut}
		s, err := open(ctx, offline(t, uponai.Config{}, l.RoundTrip))
		if s != nil || vendortest.Is[*client.LostError](err) || !errors.Is(err, context.Canceled) || l.creates+l.lists != 0 {
			t.Errorf("got %+v, %v", s, err)
		}
	})
}

func TestOpen_searchOfLargePages(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &lossy{spoil: cut}
		var limits []string
		l.list = func(r *http.Request) (*http.Response, error) {
			limits = append(limits, r.URL.Query().Get("limit"))
			if len(limits) == 1 {
				return &http.Response{StatusCode: 200, Body: vendortest.Endless{}, Header: http.Header{}}, nil
			}
			return vendortest.Answer(200, pageJSON("null", l.chat())), nil
		}
		if _, err := open(t.Context(), offline(t, uponai.Config{}, l.RoundTrip)); err != nil {
			t.Fatal(err)
		}
		if strings.Join(limits, " ") != "1000 100" {
			t.Errorf("limits %v", limits)
		}
	})
}

// A 429 may come after the work is done, so the list is walked after each.
func TestOpen_429(t *testing.T) {
	slowDown := says(429, `{"message":"slow down"}`)
	for name, c := range map[string]struct {
		then           func(*http.Request) (*http.Response, error) // the second creation; 429 when nil
		carriedOut     int                                         // the creation whose chat the list shows; 0 for none
		list           func(*http.Request) (*http.Response, error) // the list without the chat; empty when nil
		creates, lists int
		lost           bool
		status         int // of the error; 0 is none
	}{
		"created by the repeat":       {then: says(201, chatJSON(`"status":"ongoing"`)), creates: 2, lists: 1},
		"created by the first":        {carriedOut: 1, creates: 1, lists: 1},
		"created by the second":       {carriedOut: 2, creates: 2, lists: 2},
		"created by the last":         {carriedOut: 5, creates: 5, lists: 5},
		"created by the second, lost": {then: cut, carriedOut: 2, creates: 2, lists: 2},
		"never created":               {creates: 5, lists: 5, status: 429},
		"then 400":                    {then: says(400, `{"message":"no"}`), creates: 2, lists: 1, status: 400},
		"other chats":                 {list: says(200, pageJSON("null", `{"chatId":"other"}`)), creates: 5, lists: 5, status: 429},
		"list fails":                  {list: says(403, `{"message":"not for you"}`), creates: 1, lists: 1, lost: true},
		"list unproven":               {list: says(200, `{"data":[]}`), creates: 1, lists: 1, lost: true},
		"list does not respond":       {list: cut, creates: 1, lists: 5, lost: true},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := &lossy{}
				l.spoil = func(r *http.Request) (*http.Response, error) {
					if l.creates == 2 && c.then != nil {
						return c.then(r)
					}
					return slowDown(r)
				}
				l.list = func(r *http.Request) (*http.Response, error) {
					switch {
					case c.carriedOut != 0 && l.creates >= c.carriedOut:
						return vendortest.Answer(200, pageJSON("null", l.chat())), nil
					case c.list != nil:
						return c.list(r)
					}
					return vendortest.Answer(200, pageJSON("null")), nil
				}
				s, err := open(t.Context(), offline(t, uponai.Config{Transport: transport.Options{MaxRefusals: 4}}, l.RoundTrip))
				if l.creates != c.creates || l.lists != c.lists {
					t.Errorf("%d creates and %d lists, want %d and %d", l.creates, l.lists, c.creates, c.lists)
				}
				lost, isLost := errors.AsType[*client.LostError](err)
				switch {
				case isLost != c.lost, c.lost && lost.Marker != l.marker:
					t.Errorf("got %v, want lost: %t", err, c.lost)
				case c.status != 0 && (vendortest.StatusOf(err) != c.status || client.MayHaveSucceeded(err)):
					t.Errorf("got %v, want status %d", err, c.status)
				case !c.lost && c.status == 0 && (err != nil || s.ID != id || s.Marker != l.marker):
					t.Errorf("got %+v, %v", s, err)
				}
			})
		})
	}
}

// A list that fails after the last 429 leaves the creation unconfirmed, and so does a
// delay that is longer than the time left for the list.
func TestOpen_429ForGood(t *testing.T) {
	for name, c := range map[string]struct {
		list       func(*http.Request) (*http.Response, error)
		retryAfter string
		creates    int
		want       string
	}{
		"list fails": {list: says(403, `{"message":"not for you"}`), creates: 5, want: "not for you"},
		"delay":      {list: says(200, pageJSON("null")), retryAfter: "60", creates: 1, want: "slow down"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
				defer cancel()
				l := &lossy{}
				l.spoil = func(*http.Request) (*http.Response, error) {
					response := vendortest.Answer(429, `{"message":"slow down"}`)
					if c.retryAfter != "" {
						response.Header.Set("Retry-After", c.retryAfter)
					}
					return response, nil
				}
				l.list = func(r *http.Request) (*http.Response, error) {
					if l.creates < 5 {
						return vendortest.Answer(200, pageJSON("null")), nil
					}
					return c.list(r)
				}
				_, err := open(ctx, offline(t, uponai.Config{}, l.RoundTrip))
				lost, ok := errors.AsType[*client.LostError](err)
				if !ok || lost.Marker != l.marker || !strings.Contains(err.Error(), c.want) || l.creates != c.creates {
					t.Errorf("got %v after %d creates, want a *client.LostError with %q after %d", err, l.creates, c.want, c.creates)
				}
			})
		})
	}
}

// A cancellation while a creation waits after a 429 does not leave its chat behind.
func TestOpen_429Cancelled(t *testing.T) {
	for name, carriedOut := range map[string]bool{"created": true, "not created": false} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancel(t.Context())
				l := &lossy{}
				l.spoil = func(*http.Request) (*http.Response, error) {
					time.AfterFunc(100*time.Millisecond, cancel)
					return vendortest.Answer(429, `{"message":"slow down"}`), nil
				}
				l.list = func(*http.Request) (*http.Response, error) {
					if carriedOut {
						return vendortest.Answer(200, pageJSON("null", l.chat())), nil
					}
					return vendortest.Answer(200, pageJSON("null")), nil
				}
				s, err := open(ctx, offline(t, uponai.Config{}, l.RoundTrip))
				if carriedOut != (err == nil) || carriedOut && s.ID != id || !carriedOut && !errors.Is(err, context.Canceled) ||
					vendortest.Is[*client.LostError](err) || l.creates != 1 || l.lists != 1 {
					t.Errorf("got %+v, %v after %d creates and %d lists", s, err, l.creates, l.lists)
				}
			})
		})
	}
}

// A creation that takes all the time of the operation is cut, so that there is
// time left to search for it.
func TestOpen_timeForTheSearch(t *testing.T) {
	for name, c := range map[string]struct{ deadline, searchFor, creation time.Duration }{
		"long":  {deadline: 20 * time.Second, creation: 12 * time.Second},
		"short": {deadline: 10 * time.Second, creation: 5 * time.Second},
		"own":   {deadline: 10 * time.Second, searchFor: 2 * time.Second, creation: 8 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithTimeout(t.Context(), c.deadline)
				defer cancel()
				begun := time.Now()
				l := &lossy{appears: c.creation + time.Second/10}
				l.spoil = func(r *http.Request) (*http.Response, error) {
					<-r.Context().Done()
					if took := time.Since(begun); took != c.creation {
						t.Errorf("the creation got %s, want %s", took, c.creation)
					}
					return nil, r.Context().Err()
				}
				s, err := open(ctx, offline(t, uponai.Config{SearchFor: c.searchFor}, l.RoundTrip))
				if err != nil || s.ID != id || l.creates != 1 {
					t.Errorf("got %+v, %v after %d creates", s, err, l.creates)
				}
			})
		})
	}
}
