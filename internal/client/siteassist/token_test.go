package siteassist_test

import (
	"context"
	"strings"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/siteassist"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
)

func TestKeyLogsInOnce(t *testing.T) {
	v, s := play(t, byKey, loggedIn("t-1"), readsOpen, started, started)
	session, err := v.Read(t.Context(), client.Ref{ID: id})
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
		if auth != "Bearer t-1" {
			t.Errorf("Authorization %q", auth)
		}
	}
}

func TestTokenIsRenewedOnceFor401(t *testing.T) {
	created := loggedIn("t-2")
	created.Status = 201
	v, s := play(t, byKey, loggedIn("t-1"), own(start, 401), created, started)
	session, err := v.Open(t.Context(), client.OpenRequest{})
	if err != nil || session.ID != id {
		t.Fatalf("got %+v, %v", session, err)
	}
	if s.Sent[3].Header.Get("Authorization") != "Bearer t-2" || s.Sent[0].Body != s.Sent[2].Body {
		t.Errorf("Authorization %q, inits %s and %s", s.Sent[3].Header.Get("Authorization"), s.Sent[0].Body, s.Sent[2].Body)
	}
}

func TestSecond401IsTheAnswer(t *testing.T) {
	for name, call := range map[string]func(context.Context, *siteassist.Vendor) error{
		start: func(ctx context.Context, v *siteassist.Vendor) error {
			_, err := v.Open(ctx, client.OpenRequest{})
			return err
		},
		get: func(ctx context.Context, v *siteassist.Vendor) error {
			_, err := v.Read(ctx, client.Ref{ID: id})
			return err
		},
		end: func(ctx context.Context, v *siteassist.Vendor) error {
			_, err := v.Close(ctx, client.Ref{ID: id}, "")
			return err
		},
	} {
		v, _ := play(t, byKey, loggedIn("t-1"), own(name, 401), loggedIn("t-2"), own(name, 401))
		err := call(t.Context(), v)
		if vendortest.StatusOf(err) != 401 || vendortest.Is[*client.LostError](err) || vendortest.Is[*client.NotFoundError](err) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What init answers is about the credentials, never about the conversation.
func TestFailedRenewalIsNoAnswerToTheCall(t *testing.T) {
	for name, failure := range map[string][]step{
		"401":     join(own(login, 401)),
		"403":     join(own(login, 403)),
		"404 own": join(own(login, 404)),
		"404":     join(foreign(login, 404)),
		"409":     join(own(login, 409)),
		"500":     join(twice(own(login, 500))),
		"lost":    join(twice(step{Call: login, Lost: true})),
		"garbled": join(step{Call: login, Body: `{"visitor":{}}`, Odd: true}),
		"no id":   join(step{Call: login, Body: `{"sessionToken":"t-x","visitor":null}`, Odd: true}),
	} {
		t.Run(name, func(t *testing.T) {
			v, _ := play(t, byKey, join(loggedIn("t-1"), own(start, 401), failure)...)
			if s, err := v.Open(t.Context(), client.OpenRequest{}); s != nil || err == nil ||
				vendortest.Is[*client.LostError](err) || vendortest.StatusOf(err) != 0 || client.MayHaveHappened(err) {
				t.Errorf("open: %+v, %v", s, err)
			}
			v, _ = play(t, byKey, join(loggedIn("t-1"), own(get, 401), failure)...)
			if s, err := v.Read(t.Context(), client.Ref{ID: id}); s != nil || err == nil || vendortest.Is[*client.NotFoundError](err) {
				t.Errorf("read: %+v, %v", s, err)
			}
			v, _ = play(t, byKey, join(loggedIn("t-1"), own(end, 401), failure)...)
			if _, err := v.Close(t.Context(), client.Ref{ID: id}, ""); err == nil || !strings.Contains(err.Error(), id) {
				t.Errorf("close: %v", err)
			}
		})
	}
}

func TestRefusedKeyIsNamed(t *testing.T) {
	for _, refusal := range []step{own(login, 401), own(login, 403), foreign(login, 403)} {
		v, _ := play(t, byKey, refusal, refusal)
		_, err := v.Account(t.Context())
		if vendortest.StatusOf(err) != refusal.Status || !strings.Contains(err.Error(), "the publishable key was refused") ||
			strings.Contains(err.Error(), key) {
			t.Errorf("account: %v", err)
		}
		_, err = v.Read(t.Context(), client.Ref{ID: id})
		if err == nil || !strings.Contains(err.Error(), "the publishable key was refused") {
			t.Errorf("read: %v", err)
		}
	}
}

func TestIssuedTokenIsHidden(t *testing.T) {
	v, _ := play(t, byKey, loggedIn("issued-9"), step{Call: get, Status: 400, Body: `{"error":{"message":"bad issued-9 and ` + key + `"}}`})
	_, err := v.Read(t.Context(), client.Ref{ID: id})
	if err == nil || strings.Contains(err.Error(), "issued-9") || strings.Contains(err.Error(), key) {
		t.Error(err)
	}
	// Nor does the answer show it that does not name the visitor.
	v, _ = play(t, byKey, step{Call: login, Body: `{"sessionToken":"issued-9","visitor":7`, Odd: true})
	if _, err = v.Account(t.Context()); err == nil || strings.Contains(err.Error(), "issued-9") {
		t.Error(err)
	}
}

func TestAccountOfATokenIsAskedOnce(t *testing.T) {
	v, _ := play(t, byToken, own(me, 403), isMe)
	if _, err := v.Account(t.Context()); vendortest.StatusOf(err) != 403 {
		t.Errorf("a failure: %v", err)
	}
	for range 3 {
		if account, err := v.Account(t.Context()); err != nil || account != visitor {
			t.Errorf("got %q, %v", account, err)
		}
	}
}

func TestAccountErrors(t *testing.T) {
	for name, steps := range map[string][]step{
		"null":    join(step{Call: me, Body: `null`, Odd: true}),
		"no JSON": join(foreign(me, 200)),
		"401":     join(own(me, 401)),
		"404":     join(own(me, 404)),
		"500":     join(twice(own(me, 500))),
	} {
		v, _ := play(t, byToken, steps...)
		if account, err := v.Account(t.Context()); account != "" || !vendortest.Is[*client.Error](err) {
			t.Errorf("%s: got %q, %v", name, account, err)
		}
	}
}
