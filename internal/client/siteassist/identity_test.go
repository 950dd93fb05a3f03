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

func TestKeyLogsInOnce(t *testing.T) {
	v, s := play(t, byKey, loggedIn("token-001"), readsOpen, started, started)
	session, err := v.Read(t.Context(), confirmed)
	if err != nil || session.Account != visitor {
		t.Fatalf("got %+v, %v", session, err)
	}
	for range 2 {
		if _, err := v.Open(t.Context(), client.OpenRequest{}); err != nil {
			t.Fatal(err)
		}
	}
	if s.Sent[0].Header.Get("Authorization") != "" || s.Sent[0].Body != `{"apiKey":"`+key+`","saVid":"`+device+`"}` {
		t.Errorf("init sent %s with %q", s.Sent[0].Body, s.Sent[0].Header.Get("Authorization"))
	}
	for _, sent := range s.Sent[1:] {
		auth := sent.Header.Get("Authorization")
		if auth != "Bearer token-001" {
			t.Errorf("Authorization %q", auth)
		}
	}
}

func TestTokenIsRenewedOnceFor401(t *testing.T) {
	renewed := loggedIn("token-002")
	renewed.Status = 201
	v, s := play(t, byKey, loggedIn("token-001"), own(start, 401), renewed, started, listsNone)
	session, err := v.Open(t.Context(), client.OpenRequest{})
	if err != nil || session.ID != id {
		t.Fatalf("got %+v, %v", session, err)
	}
	if s.Sent[3].Header.Get("Authorization") != "Bearer token-002" || s.Sent[0].Body != s.Sent[2].Body {
		t.Errorf("Authorization %q, inits %s and %s", s.Sent[3].Header.Get("Authorization"), s.Sent[0].Body, s.Sent[2].Body)
	}
}

// A second 401 is the result of the call. What it leaves open is settled as usual.
func TestSecond401(t *testing.T) {
	refusedList := join(own(list, 401), loggedIn("token-003"), own(list, 401))
	v, _ := play(t, byKey, join(loggedIn("token-001"), own(start, 401), loggedIn("token-002"), own(start, 401))...)
	if _, err := v.Open(t.Context(), client.OpenRequest{}); vendortest.StatusOf(err) != 401 || vendortest.Is[*client.LostError](err) {
		t.Errorf("open: got %v", err)
	}
	v, _ = play(t, byKey, join(loggedIn("token-001"), own(get, 401), loggedIn("token-002"), own(get, 401), refusedList)...)
	if s, err := v.Read(t.Context(), confirmed); err != nil || s.Status != client.StatusUnknown {
		t.Errorf("read: got %+v, %v", s, err)
	}
	v, _ = play(t, byKey, join(loggedIn("token-001"), own(end, 401), loggedIn("token-002"), own(end, 401), own(get, 401), loggedIn("token-003"), own(get, 401),
		own(list, 401), loggedIn("token-004"), own(list, 401))...)
	if _, err := v.Close(t.Context(), confirmed, ""); vendortest.StatusOf(err) != 401 {
		t.Errorf("close: got %v", err)
	}
}

// A 503 before the 401 is not forgotten: the close is settled by a read.
func TestRenewalRemembersA503(t *testing.T) {
	v, _ := play(t, byKey, loggedIn("token-001"), own(end, 503), own(end, 401), loggedIn("token-002"), own(end, 402), readsEnded)
	if result, err := v.Close(t.Context(), confirmed, ""); err != nil || result.Already {
		t.Errorf("got %+v, %v", result, err)
	}
}

// The response of init is about the credentials, never about the conversation.
func TestFailedRenewal(t *testing.T) {
	for name, failure := range map[string][]step{
		"401":       join(own(login, 401)),
		"403":       join(own(login, 403)),
		"404":       join(own(login, 404)),
		"proxy":     join(foreign(login, 404)),
		"page":      join(foreign(login, 200)),
		"409":       join(own(login, 409)),
		"500":       join(twice(own(login, 500))),
		"lost":      join(twice(step{Call: login, Lost: true})),
		"no token":  join(step{Call: login, Body: `{"visitor":{}}`, Odd: true}),
		"no id":     join(step{Call: login, Body: `{"sessionToken":"token-00x","visitor":null}`, Odd: true}),
		"short":     join(loggedIn("e")),
		"two lines": join(loggedIn(`token-002\nX-Evil: 1`)),
	} {
		t.Run(name, func(t *testing.T) {
			v, _ := play(t, byKey, join(loggedIn("token-001"), own(start, 401), failure)...)
			if s, err := v.Open(t.Context(), client.OpenRequest{}); s != nil || err == nil ||
				vendortest.Is[*client.LostError](err) || vendortest.StatusOf(err) != 0 || client.MayHaveSucceeded(err) {
				t.Errorf("open: %+v, %v", s, err)
			}
			v, _ = play(t, byKey, join(loggedIn("token-001"), own(get, 401), failure)...)
			if s, err := v.Read(t.Context(), confirmed); s != nil || err == nil || vendortest.Is[*client.NotFoundError](err) {
				t.Errorf("read: %+v, %v", s, err)
			}
			v, _ = play(t, byKey, join(loggedIn("token-001"), own(end, 401), failure)...)
			if _, err := v.Close(t.Context(), confirmed, ""); err == nil || !strings.Contains(err.Error(), id) {
				t.Errorf("close: %v", err)
			}
		})
	}
}

func TestIssuedTokenIsHidden(t *testing.T) {
	v, _ := play(t, byKey, loggedIn("issued-99"), step{Call: get, Status: 400, Body: `{"error":{"message":"bad issued-99 and ` + key + `"}}`})
	_, err := v.Read(t.Context(), confirmed)
	if err == nil || strings.Contains(err.Error(), "issued-99") || strings.Contains(err.Error(), key) {
		t.Error(err)
	}
	// Nor is a token that no header can carry.
	for _, unusable := range []string{`issued-99\n`, ` issued-99`} {
		v, _ = play(t, byKey, loggedIn(unusable), step{Call: login, Status: 400, Body: `{"error":{"message":"bad issued-99"}}`})
		_, err = v.Account(t.Context())
		if !client.IsInvalidResponse(err) || strings.Contains(err.Error(), "issued-99") {
			t.Errorf("got %v, want an invalid response", err)
		}
		if _, err = v.Account(t.Context()); err == nil || strings.Contains(err.Error(), "issued-99") {
			t.Error(err)
		}
	}
	// A response without a visitor is not quoted either.
	v, _ = play(t, byKey, step{Call: login, Body: `{"sessionToken":"issued-99","visitor":7`, Odd: true})
	if _, err = v.Account(t.Context()); err == nil || strings.Contains(err.Error(), "issued-99") {
		t.Error(err)
	}
}

func TestAccountOfATokenIsRequestedOnce(t *testing.T) {
	v, _ := play(t, byToken, isMe)
	for range 3 {
		if account, err := v.Account(t.Context()); err != nil || account != visitor {
			t.Errorf("got %q, %v", account, err)
		}
	}
}

// What comes of the request for the account is the result for the whole run.
func TestAccountUnknown(t *testing.T) {
	for name, steps := range map[string][]step{
		"null":        join(alien(me, 200, `null`)),
		"another id":  join(alien(me, 200, `{"id":"1"}`)),
		"id alone":    join(alien(me, 200, `{"id":"5b710eca-ee67-4c3a-aeb6-8b541f451b40"}`)),
		"page":        join(foreign(me, 200)),
		"401":         join(own(me, 401)),
		"403":         join(own(me, 403)),
		"404":         join(own(me, 404)),
		"500":         join(twice(own(me, 500))),
		"no response": join(twice(step{Call: me, Lost: true})),
	} {
		v, _ := play(t, byToken, steps...)
		for attempt := range 3 {
			account, err := v.Account(t.Context())
			if account != "" || !vendortest.Is[*client.AccountUnknownError](err) || !vendortest.Is[*client.Error](err) {
				t.Errorf("%s, attempt %d: got %q, %v", name, attempt, account, err)
			}
		}
	}
}

// No documented call waits for a request for the account that hangs.
func TestAccountThatHangs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var closed bool
		v, err := siteassist.New(siteassist.Config{Token: "token", Transport: transport.Options{
			RoundTripper: vendortest.RoundTrip(func(r *http.Request) (*http.Response, error) {
				if strings.HasSuffix(r.URL.Path, "/identity/me") {
					<-r.Context().Done()
					return nil, r.Context().Err()
				}
				closed = true
				return vendortest.Answer(200, `{"success":true,"message":"Conversation closed successfully."}`), nil
			}),
		}})
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		defer cancel()
		begun := time.Now()
		confirmed, err := client.CheckAccount(ctx, v, id, visitor)
		if err != nil || confirmed {
			t.Errorf("got %t, %v, want an account that is not confirmed", confirmed, err)
		}
		if _, err := v.Close(ctx, client.Ref{ID: id, Seen: true}, ""); err != nil || !closed {
			t.Errorf("got %v, closed is %t", err, closed)
		}
		if took := time.Since(begun); took > 6*time.Second {
			t.Errorf("took %s, want a part of the time", took)
		}
	})
}

// The end of a context says nothing of the account.
func TestAccountWithAnEndedContext(t *testing.T) {
	for name, c := range map[string]siteassist.Config{"token": byToken, "key": byKey} {
		v, _ := play(t, c)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := v.Account(ctx); !errors.Is(err, context.Canceled) || vendortest.Is[*client.AccountUnknownError](err) {
			t.Errorf("%s: got %v", name, err)
		}
		if _, err := client.CheckAccount(ctx, v, id, visitor); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: check: got %v", name, err)
		}
	}
}

// That a response of init is too large says nothing of the conversation.
func TestTooLargeALoginIsAnError(t *testing.T) {
	c := byKey
	c.Transport = transport.Options{RoundTripper: vendortest.RoundTrip(func(*http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: 200, Body: vendortest.Endless{}, Header: http.Header{}}, nil
	})}
	v, err := siteassist.New(c)
	if err != nil {
		t.Fatal(err)
	}
	if s, err := v.Read(t.Context(), confirmed); s != nil || vendortest.StatusOf(err) != 0 {
		t.Errorf("got %+v, %v", s, err)
	}
}

// logins is a vendor whose init takes a second and whose tokens expire at will.
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
		fresh := strings.Repeat("token-", 1+l.inits)
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
				if _, err := v.Read(hasty, confirmed); !errors.Is(err, context.DeadlineExceeded) {
					t.Errorf("hasty: %v", err)
				}
			})
			synctest.Wait()
			for range 20 {
				group.Go(func() {
					if _, err := v.Read(t.Context(), confirmed); err != nil {
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
		l.current = "another"
		readAll()
		if l.inits != 2 || l.ended != 0 {
			t.Errorf("%d logins, want 2; %d cut", l.inits, l.ended)
		}
	})
}

func TestLoginEndsWithTheLastCaller(t *testing.T) {
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
		// The next call begins another one.
		if account, err := v.Account(t.Context()); err != nil || account != visitor {
			t.Errorf("got %q, %v", account, err)
		}
	})
}

// limited is a vendor whose first init is answered with a 429 after a second.
func limited(t *testing.T, retryAfter string) (*siteassist.Vendor, *int) {
	t.Helper()
	inits := new(int)
	c := byKey
	c.Transport = transport.Options{RoundTripper: vendortest.RoundTrip(func(*http.Request) (*http.Response, error) {
		*inits++
		if *inits > 1 {
			return vendortest.Answer(200, loggedIn("token-001").Body), nil
		}
		<-time.After(time.Second)
		resp := vendortest.Answer(429, own(login, 429).Body)
		resp.Header.Set("Retry-After", retryAfter)
		return resp, nil
	})}
	v, err := siteassist.New(c)
	if err != nil {
		t.Fatal(err)
	}
	return v, inits
}

// A delay that is longer than the time left is an error at once.
func TestLoginWithADelayThatIsTooLong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v, inits := limited(t, "3600")
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		begun := time.Now()
		_, err := v.Account(ctx)
		took := time.Since(begun)
		if failed, ok := errors.AsType[*client.Error](err); !ok || failed.Status != 429 || failed.RetryAfter != time.Hour {
			t.Errorf("got %v", err)
		}
		if _, err = v.Read(ctx, confirmed); err == nil || !strings.Contains(err.Error(), "it asks to wait") {
			t.Errorf("got %v", err)
		}
		if took != time.Second || *inits != 1 {
			t.Errorf("%d logins in %s", *inits, took)
		}
	})
}

// A caller that has the time waits for the delay, also where one with less time began the
// login, or joined it later.
func TestLoginWaitsForTheLongestCaller(t *testing.T) {
	for name, most := range map[string]time.Duration{"with a deadline": 5 * time.Minute, "without a deadline": 0} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				v, inits := limited(t, "60")
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

// An attempt that hangs ends in its time also where the login was begun by a caller with
// less time than that.
func TestLoginThatHangsIsRepeated(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		inits := 0
		c := byKey
		c.Transport = transport.Options{RoundTripper: vendortest.RoundTrip(func(r *http.Request) (*http.Response, error) {
			if inits++; inits == 1 {
				<-r.Context().Done()
				return nil, r.Context().Err()
			}
			return vendortest.Answer(200, loggedIn("token-001").Body), nil
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
