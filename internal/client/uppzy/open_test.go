package uppzy_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
)

var (
	at1430 = time.Date(2024, 6, 13, 14, 30, 0, 0, time.UTC)
	at1432 = time.Date(2024, 6, 13, 14, 32, 45, 0, time.UTC)
	at1500 = time.Date(2024, 6, 13, 15, 0, 0, 0, time.UTC)
	four   = int64(4)
	five   = int64(5)

	// grown and uncounted are openEntry with one message more, and without a count.
	grown     = reply{Body: strings.Replace(openEntry.Body, `"message_count":4`, `"message_count":5`, 1)}
	uncounted = reply{Body: strings.Replace(openEntry.Body, `,"message_count":4`, ``, 1), Odd: true}
)

// session is s1 with the facts of openEntry and closeEntry.
func session(status client.Status, change func(*client.Session)) *client.Session {
	s := &client.Session{ID: "s1", Account: site, Status: status, CreatedAt: at1430, UpdatedAt: at1432, LastActivityAt: at1432, MessageCount: &four}
	if change != nil {
		change(s)
	}
	return s
}

// bare is s1 without facts.
func bare(status client.Status, requestID string) *client.Session {
	return &client.Session{ID: "s1", Account: site, Status: status, OpeningRequestID: requestID}
}

func TestOpen(t *testing.T) {
	hello := client.OpenRequest{SessionID: "s1", OpeningMessage: "hello"}
	unsure := bare(client.StatusUnknown, "")
	unsure.Note = "x"
	tests := map[string]struct {
		request client.OpenRequest
		answers replies
		want    *client.Session
		failed  bool
		closed  bool
	}{
		"new, silent": {
			request: client.OpenRequest{SessionID: "s1"}, answers: replies{"list": {empty}},
			want: bare(client.StatusNotStarted, ""),
		},
		"open, silent": {
			request: client.OpenRequest{SessionID: "s1"}, answers: replies{"list": {openEntry}},
			want: session(client.StatusOpen, nil),
		},
		"closed": {request: hello, answers: replies{"list": {closeEntry}}, closed: true},
		"list fails": {
			request: hello, answers: replies{"list": {broken, broken}}, failed: true,
		},
		"key refused": {
			request: client.OpenRequest{SessionID: "s1"}, failed: true,
			answers: replies{"list": {{Status: 401, Body: `{"error":"invalid_api_key"}`}}},
		},
		"list garbled": {
			request: hello, answers: replies{"list": {{Body: `<html>`, Odd: true}}}, failed: true,
		},
		"site not found": {request: hello, answers: replies{"list": {siteGone}}, failed: true},
		"new, 200": {
			request: hello, answers: replies{"list": {empty}, "async": {pending}},
			want: bare(client.StatusOpen, "req_1"),
		},
		"new, 202": {
			request: hello, want: bare(client.StatusOpen, "req_1"),
			answers: replies{"list": {empty}, "async": {{Status: 202, Body: pending.Body}}},
		},
		"another status word": {
			request: hello, want: bare(client.StatusOpen, "req_1"),
			answers: replies{"list": {empty}, "async": {{Body: `{"request_id":"req_1","status":"queued"}`, Odd: true}}},
		},
		"no request id": {
			request: hello, want: bare(client.StatusOpen, ""),
			answers: replies{"list": {empty}, "async": {{Body: `{"status":"pending"}`, Odd: true}}},
		},
		"adopted, and the message sent": {
			request: hello, answers: replies{"list": {openEntry}, "async": {pending}},
			want: session(client.StatusOpen, func(s *client.Session) { s.OpeningRequestID = "req_1" }),
		},
		"refused": {
			request: hello, failed: true,
			answers: replies{"list": {empty}, "async": {{Status: 400, Body: `{"error":"invalid payload"}`}}},
		},
		"adopted and refused": {
			request: hello, failed: true,
			answers: replies{"list": {openEntry}, "async": {{Status: 409, Body: `{"error":"x"}`, Odd: true}}},
		},
		"lost, and listed": {
			request: hello, answers: replies{"list": {empty, openEntry}, "async": {{Lost: true}}},
			want: session(client.StatusOpen, nil),
		},
		"garbled, and listed": {
			request: hello, want: session(client.StatusOpen, nil),
			answers: replies{"list": {empty, openEntry}, "async": {{Body: `ok`, Odd: true}}},
		},
		"500 is not repeated": {
			request: hello, want: session(client.StatusOpen, nil),
			answers: replies{"list": {empty, openEntry}, "async": {broken}},
		},
		"503 is not repeated": {
			request: hello, want: session(client.StatusOpen, nil),
			answers: replies{"list": {empty, openEntry}, "async": {{Status: 503}}},
		},
		"429 is": {
			request: hello, answers: replies{"list": {empty}, "async": {{Status: 429}, pending}},
			want: bare(client.StatusOpen, "req_1"),
		},
		"lost, and not listed": {
			request: hello, answers: replies{"list": {empty, empty}, "async": {{Lost: true}}},
			want: unsure, failed: true,
		},
		"lost, and the list fails": {
			request: hello, answers: replies{"list": {empty, broken, broken}, "async": {{Lost: true}}},
			want: unsure, failed: true,
		},
		"adopted, the answer lost": {
			request: hello, answers: replies{"list": {openEntry, openEntry}, "async": {{Lost: true}}},
			want: session(client.StatusOpen, func(s *client.Session) { s.Note = "x" }),
		},
		"adopted, the answer lost, delivered": {
			request: hello, answers: replies{"list": {openEntry, grown}, "async": {{Lost: true}}},
			want: session(client.StatusOpen, func(s *client.Session) { s.MessageCount = &five }),
		},
		"adopted, the answer lost, no count before": {
			request: hello, answers: replies{"list": {uncounted, grown}, "async": {{Lost: true}}},
			want: session(client.StatusOpen, func(s *client.Session) { s.MessageCount, s.Note = &five, "x" }),
		},
		"adopted, the answer lost, no count after": {
			request: hello, answers: replies{"list": {openEntry, uncounted}, "async": {{Lost: true}}},
			want: session(client.StatusOpen, func(s *client.Session) { s.MessageCount, s.Note = nil, "x" }),
		},
		"lost, and closed meanwhile": {
			request: hello, answers: replies{"list": {empty, closeEntry}, "async": {{Lost: true}}},
			closed: true,
		},
		"no body, and listed": {
			request: hello, want: session(client.StatusOpen, nil),
			answers: replies{"list": {empty, openEntry}, "async": {{Status: 202, Odd: true}}},
		},
		"lost, and found by e-mail": {
			request: client.OpenRequest{SessionID: "s1", OpeningMessage: "hello", UserIdentifier: "a+b@example.com"},
			answers: replies{"list": {empty, empty}, "list a+b@example.com": {openEntry}, "async": {{Lost: true}}},
			want:    session(client.StatusOpen, nil),
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			v, _ := play(t, test.answers)
			got, err := v.Open(t.Context(), test.request)
			var closed *client.ClosedError
			if errors.As(err, &closed) != test.closed || (err != nil) != (test.failed || test.closed) {
				t.Fatalf("got error %v", err)
			}
			if closed != nil && !closed.ClosedAt.Equal(at1500) {
				t.Errorf("closed at %v", closed.ClosedAt)
			}
			if d := vendortest.Diff(got, test.want); d != "" {
				t.Error(d)
			}
			if err != nil && strings.Contains(err.Error(), apiKey) {
				t.Errorf("the error tells the key: %v", err)
			}
		})
	}
}
