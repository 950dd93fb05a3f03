package siteassist_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/siteassist"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
)

// logins is a vendor whose init takes a second and whose tokens stop at will.
type logins struct {
	mu      sync.Mutex
	inits   int
	ended   int // init requests whose context ended
	current string
}

func (l *logins) RoundTrip(r *http.Request) (*http.Response, error) {
	if strings.HasSuffix(r.URL.Path, "/init") {
		l.mu.Lock()
		l.inits++
		fresh := strings.Repeat("t", l.inits)
		l.mu.Unlock()
		select {
		case <-time.After(time.Second):
		case <-r.Context().Done():
			l.mu.Lock()
			defer l.mu.Unlock()
			l.ended++
			return nil, r.Context().Err()
		}
		l.mu.Lock()
		defer l.mu.Unlock()
		l.current = fresh
		return vendortest.Answer(200, loggedIn(fresh).Body), nil
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if r.Header.Get("Authorization") != "Bearer "+l.current {
		return vendortest.Answer(401, own(get, 401).Body), nil
	}
	return vendortest.Answer(200, conversationJSON("open", "null")), nil
}

func (l *logins) vendor(t *testing.T) *siteassist.Vendor {
	c := byKey
	c.Transport = transport.Options{RoundTripper: l}
	v, err := siteassist.New(c)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestConcurrentCallersShareOneLogin(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &logins{}
		v := l.vendor(t)
		readAll := func() {
			var group sync.WaitGroup
			// The first caller leaves before the login is done.
			hasty, cancel := context.WithTimeout(t.Context(), time.Second/2)
			defer cancel()
			group.Go(func() {
				if _, err := v.Read(hasty, client.Ref{ID: id}); !errors.Is(err, context.DeadlineExceeded) {
					t.Errorf("hasty: %v", err)
				}
			})
			synctest.Wait()
			for range 20 {
				group.Go(func() {
					if _, err := v.Read(t.Context(), client.Ref{ID: id}); err != nil {
						t.Error(err)
					}
				})
			}
			group.Wait()
		}
		readAll()
		if l.inits != 1 {
			t.Errorf("%d logins, want 1", l.inits)
		}
		l.current = "nobody's"
		readAll()
		if l.inits != 2 || l.ended != 0 {
			t.Errorf("%d logins, want 2; %d cut", l.inits, l.ended)
		}
	})
}

func TestLoginEndsWhenNobodyWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &logins{}
		v := l.vendor(t)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second/2)
		defer cancel()
		if _, err := v.Account(ctx); !errors.Is(err, context.DeadlineExceeded) || vendortest.StatusOf(err) != 0 {
			t.Errorf("got %v", err)
		}
		synctest.Wait()
		if l.ended != 1 {
			t.Error("the login goes on")
		}
		// The one that was given up does not stand in the way of the next.
		if account, err := v.Account(t.Context()); err != nil || account != visitor {
			t.Errorf("got %q, %v", account, err)
		}
	})
}
