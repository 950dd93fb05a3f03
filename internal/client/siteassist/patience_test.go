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

// pressed is a vendor whose init asks for a pause before it answers.
func pressed(t *testing.T, retryAfter string) (*siteassist.Vendor, *int) {
	t.Helper()
	inits := new(int)
	c := byKey
	c.Transport = transport.Options{RoundTripper: vendortest.RoundTrip(func(*http.Request) (*http.Response, error) {
		*inits++
		if *inits > 1 {
			return vendortest.Answer(200, loggedIn("t-1").Body), nil
		}
		<-time.After(time.Second)
		limited := vendortest.Answer(429, own(login, 429).Body)
		limited.Header.Set("Retry-After", retryAfter)
		return limited, nil
	})}
	v, err := siteassist.New(c)
	if err != nil {
		t.Fatal(err)
	}
	return v, inits
}

// A delay that nobody has the time for is told at once, and is not waited for
// until the operation has run out of time.
func TestLoginTellsADelayThatIsTooLong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v, inits := pressed(t, "3600")
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		begun := time.Now()
		_, err := v.Account(ctx)
		took := time.Since(begun)
		if failed, ok := errors.AsType[*client.Error](err); !ok || failed.Status != 429 || failed.RetryAfter != time.Hour {
			t.Errorf("got %v", err)
		}
		if _, err = v.Read(ctx, client.Ref{ID: id}); err == nil || !strings.Contains(err.Error(), "it asks to wait") {
			t.Errorf("got %v", err)
		}
		if took != time.Second || *inits != 1 {
			t.Errorf("%d logins in %s", *inits, took)
		}
	})
}

// Who has the time for the delay waits for it, whoever has not began the login or
// joined later.
func TestLoginWaitsForWhoeverHasTheTime(t *testing.T) {
	for name, most := range map[string]time.Duration{"limited": 5 * time.Minute, "without a limit": 0} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				v, inits := pressed(t, "60")
				begun := time.Now()
				var group sync.WaitGroup
				for _, has := range []time.Duration{10 * time.Second, most, 30 * time.Second} {
					group.Go(func() {
						ctx, cancel := t.Context(), context.CancelFunc(func() {})
						if has != 0 {
							ctx, cancel = context.WithTimeout(ctx, has)
						}
						defer cancel()
						account, err := v.Account(ctx)
						if has == most && (err != nil || account != visitor) {
							t.Errorf("with %s: got %q, %v", has, account, err)
						}
						if has != most && (!errors.Is(err, context.DeadlineExceeded) || time.Since(begun) != has) {
							t.Errorf("with %s: got %v after %s", has, err, time.Since(begun))
						}
					})
					synctest.Wait()
				}
				group.Wait()
				if took := time.Since(begun); took != 61*time.Second || *inits != 2 {
					t.Errorf("%d logins in %s", *inits, took)
				}
			})
		})
	}
}

// A try that hangs is ended in its time also where the login was begun by somebody
// whose time was shorter than that.
func TestLoginThatHangsIsTriedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		inits := 0
		c := byKey
		c.Transport = transport.Options{RoundTripper: vendortest.RoundTrip(func(r *http.Request) (*http.Response, error) {
			if inits++; inits == 1 {
				<-r.Context().Done()
				return nil, r.Context().Err()
			}
			return vendortest.Answer(200, loggedIn("t-1").Body), nil
		})}
		v, err := siteassist.New(c)
		if err != nil {
			t.Fatal(err)
		}
		hasty, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		begun := time.Now()
		var group sync.WaitGroup
		group.Go(func() { _, _ = v.Account(hasty) })
		synctest.Wait()
		if account, err := v.Account(t.Context()); err != nil || account != visitor {
			t.Errorf("got %q, %v", account, err)
		}
		group.Wait()
		if took := time.Since(begun); took < transport.DefaultRequestTimeout || took > transport.DefaultRequestTimeout+time.Second {
			t.Errorf("took %s", took)
		}
	})
}
