package client_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

func TestErrorTexts(t *testing.T) {
	at := time.Date(2024, 1, 15, 12, 30, 0, 0, time.FixedZone("", 7200))
	for want, err := range map[string]error{
		`Uppzy: could not close the session "s-1": status 500 OOPS: try later`: &client.Error{
			Vendor: "uppzy", Operation: "close the session", SessionID: "s-1", Status: 500, Code: "OOPS", Message: "try later",
		},
		`SiteAssist: could not open a session: status 402`: &client.Error{Vendor: "siteassist", Operation: "open a session", Status: 402},
		`UponAI: could not open a session: no answer`:      &client.Error{Vendor: "uponai", Operation: "open a session"},
		`UponAI: could not open a session: the time for the operation was over`: &client.Error{
			Vendor: "uponai", Operation: "open a session", Err: context.DeadlineExceeded,
		},
		`UponAI: could not read the session "c": status 200 with an invalid response: <html>`: &client.Error{
			Vendor: "uponai", Operation: "read the session", SessionID: "c", Status: 200, InvalidResponse: true, Message: "<html>",
		},
		`TalkifAI: could not open a session: status 429: slow down (it asks to wait 1m0s, which is longer than the time left)`: &client.Error{
			Vendor: "talkifai", Operation: "open a session", Status: 429, Message: "slow down", RetryAfter: time.Minute,
		},
		`SiteAssist: could not open a session: status 402: pay (an earlier try had no clear answer)`: &client.Error{
			Vendor: "siteassist", Operation: "open a session", Status: 402, Message: "pay", Earlier: true,
		},
		`SiteAssist: could not open a session: status 503`: &client.Error{
			Vendor: "siteassist", Operation: "open a session", Status: 503, Earlier: true,
		},
		`UponAI knows no session "c"`:     &client.NotFoundError{Vendor: "uponai", SessionID: "c"},
		`Uppzy knows no request "r"`:      &client.NotFoundError{Vendor: "uppzy", SessionID: "c", What: "request", ID: "r"},
		`SiteAssist knows no message "m"`: &client.NotFoundError{Vendor: "siteassist", What: "message", ID: "m"},
		`TalkifAI has taken the message to the session "c" and failed to answer it`: &client.AnswerError{
			Vendor: "talkifai", SessionID: "c",
		},
		`TalkifAI has taken the message to the session "c" and failed to answer it: no model`: &client.AnswerError{
			Vendor: "talkifai", SessionID: "c", Message: "no model",
		},
		`Uppzy told no status of the request "r" in the time for it`: &client.UnfinishedError{Vendor: "uppzy", RequestID: "r"},
		`the request "r" at Uppzy was neither completed nor failed in the time for it; its last status was "pending"`: &client.UnfinishedError{
			Vendor: "uppzy", RequestID: "r", Last: client.RequestPending,
		},
		`the session "c" at UponAI is closed`:                              &client.ClosedError{Vendor: "uponai", SessionID: "c"},
		`the session "c" at UponAI was closed at 2024-01-15T10:30:00Z`:     &client.ClosedError{Vendor: "uponai", SessionID: "c", ClosedAt: at},
		`the session "c" at UponAI has agent_id "x", not "y"`:              &client.MismatchError{Vendor: "uponai", SessionID: "c", What: "agent_id", Have: "x", Want: "y"},
		`TalkifAI may have opened a session whose id is not known: broken`: &client.LostError{Vendor: "talkifai", Err: errors.New("broken")},
		`the session "c" belongs to the Uppzy site "x", and the provider is configured for "y"`: &client.AccountError{
			Vendor: "uppzy", SessionID: "c", Session: "x", Configured: "y",
		},
		`TalkifAI cannot list sessions`: &client.UnsupportedError{Vendor: "talkifai", Ability: "list sessions"},
	} {
		if got := err.Error(); got != want || strings.ContainsAny(got, "\n\r") {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}

func TestErrorsAreFoundThroughOthers(t *testing.T) {
	inner := &client.Error{Vendor: "uponai", Operation: "open a session", Sent: true, Err: context.Canceled}
	err := fmt.Errorf("wrapped: %w", &client.LostError{Vendor: "uponai", Err: inner})
	if !errors.Is(err, context.Canceled) {
		t.Error("the context's end is not found")
	}
	if found, ok := errors.AsType[*client.Error](err); !ok || found != inner {
		t.Error("the call's error is not found")
	}
}

func TestMayHaveHappened(t *testing.T) {
	for status, want := range map[int]bool{
		0: true, 200: true, 201: true, 204: true, 301: false, 303: true, 307: false, 400: false, 401: false, 403: false, 404: false,
		408: true, 409: false, 422: false, 429: false, 499: false, 500: true, 502: true, 503: true, 504: true,
	} {
		e := &client.Error{Status: status, Sent: true}
		if client.MayHaveSucceeded(e) != want || client.MayHaveSucceeded(fmt.Errorf("with: %w", e)) != want {
			t.Errorf("%d: want %t", status, want)
		}
		if refused := status != 0 && !want; e.Refused() != refused {
			t.Errorf("%d: refused, want %t", status, refused)
		}
		if e.Sent = false; client.MayHaveSucceeded(e) {
			t.Errorf("%d: it was never sent", status)
		}
		if e.Earlier = true; !client.MayHaveSucceeded(e) {
			t.Errorf("%d: an earlier try may have been carried out", status)
		}
	}
	if !client.MayHaveSucceeded(&client.AnswerError{}) {
		t.Error("a message that was not answered has arrived")
	}
	for _, err := range []error{nil, errors.New("else"), &client.NotFoundError{}, &client.ClosedError{}, context.Canceled} {
		if client.MayHaveSucceeded(err) {
			t.Errorf("%v", err)
		}
	}
}
