package uponai_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/uponai"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
)

func TestLostCreationIsFound(t *testing.T) {
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

func TestLostCreationIsLookedForAtOnce(t *testing.T) {
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

func TestLostCreationOnALaterPage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &lossy{spoil: cut}
		l.list = func(r *http.Request) (*http.Response, error) {
			if r.URL.Query().Get("paginationKey") == "" {
				return vendortest.Answer(200, pageJSON(`"k"`, `{"chatId":"a"}`, `{"status":"ended"}`)), nil
			}
			return vendortest.Answer(200, pageJSON("null", chatJSON(`"metadata":{"`+client.MarkerKey+`":"`+l.marker+`"}`))), nil
		}
		s, err := open(t.Context(), offline(t, uponai.Config{}, l.RoundTrip))
		if err != nil || s.ID != id || l.lists != 2 {
			t.Errorf("got %+v, %v after %d lists", s, err, l.lists)
		}
	})
}

func TestLostCreationIsGivenUp(t *testing.T) {
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

// Whoever cancels an apply wants no open chat left behind.
func TestSearchOutlivesACancellation(t *testing.T) {
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

// A creation that never left was not carried out.
func TestUnsentCreationIsNotSearchedFor(t *testing.T) {
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

func TestPagesThatAreTooLargeAreHalved(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &lossy{spoil: cut}
		var limits []string
		l.list = func(r *http.Request) (*http.Response, error) {
			limits = append(limits, r.URL.Query().Get("limit"))
			if len(limits) == 1 {
				return &http.Response{StatusCode: 200, Body: vendortest.Endless{}, Header: http.Header{}}, nil
			}
			return vendortest.Answer(200, pageJSON("null", chatJSON(`"metadata":{"`+client.MarkerKey+`":"`+l.marker+`"}`))), nil
		}
		if _, err := open(t.Context(), offline(t, uponai.Config{}, l.RoundTrip)); err != nil {
			t.Fatal(err)
		}
		if strings.Join(limits, " ") != "1000 100" {
			t.Errorf("limits %v", limits)
		}
	})
}
