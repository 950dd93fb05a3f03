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

// session is s1 with the fields of openEntry.
func session(status client.Status, change func(*client.Session)) *client.Session {
	s := &client.Session{ID: "s1", Account: site, Status: status, CreatedAt: at1430, UpdatedAt: at1432, LastActivityAt: at1432, MessageCount: &four}
	if change != nil {
		change(s)
	}
	return s
}

// bare is s1 without the fields of the list.
func bare(status client.Status, requestID string) *client.Session {
	return &client.Session{ID: "s1", Account: site, Status: status, OpeningRequestID: requestID}
}

func TestOpen(t *testing.T) {
	hello := client.OpenRequest{SessionID: "s1", OpeningMessage: "hello"}
	noted := func(s *client.Session) { s.Note = "x" }
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
		"closed": {request: hello, answers: replies{"list": {closedEntry}}, closed: true},
		"list fails": {
			request: hello, answers: replies{"list": {failed, failed}}, failed: true,
		},
		"key refused": {
			request: client.OpenRequest{SessionID: "s1"}, failed: true,
			answers: replies{"list": {{Status: 401, Body: `{"error":"invalid_api_key"}`}}},
		},
		"list is a page":        {request: hello, answers: replies{"list": {page}}, failed: true},
		"list of null":          {request: hello, answers: replies{"list": {{Body: `null`, Odd: true}}}, failed: true},
		"list without sessions": {request: hello, answers: replies{"list": {{Body: `{}`, Odd: true}}}, failed: true},
		"sessions of null":      {request: hello, answers: replies{"list": {{Body: `{"sessions":null}`, Odd: true}}}, failed: true},
		"site not found":        {request: hello, answers: replies{"list": {siteNotFound}}, failed: true},
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
		"request id that climbs": {
			request: hello, want: bare(client.StatusOpen, ""),
			answers: replies{"list": {empty}, "async": {{Body: `{"request_id":"..","status":"pending"}`, Odd: true}}},
		},
		"request id with the key": {
			request: hello, want: bare(client.StatusOpen, ""),
			answers: replies{"list": {empty}, "async": {{Body: `{"request_id":"req_` + apiKey + `","status":"pending"}`, Odd: true}}},
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
		"invalid, and listed": {
			request: hello, want: session(client.StatusOpen, nil),
			answers: replies{"list": {empty, openEntry}, "async": {{Body: `ok`, Odd: true}}},
		},
		"500 is not repeated": {
			request: hello, want: session(client.StatusOpen, nil),
			answers: replies{"list": {empty, openEntry}, "async": {failed}},
		},
		"503 is not repeated": {
			request: hello, want: session(client.StatusOpen, nil),
			answers: replies{"list": {empty, openEntry}, "async": {{Status: 503}}},
		},
		"429, then accepted": {
			request: hello, answers: replies{"list": {empty, empty}, "async": {limited, pending}},
			want: bare(client.StatusOpen, "req_1"),
		},
		"429, and listed": {
			request: hello, answers: replies{"list": {empty, openEntry}, "async": {limited}},
			want: session(client.StatusOpen, noted),
		},
		"429, and listed by e-mail": {
			request: client.OpenRequest{SessionID: "s1", OpeningMessage: "hello", UserIdentifier: mail},
			answers: replies{"list": {empty, empty}, "list " + mail: {openEntry}, "async": {limited}},
			want:    session(client.StatusOpen, noted),
		},
		"429, and listed as closed":      {request: hello, answers: replies{"list": {empty, closedEntry}, "async": {limited}}, closed: true},
		"429, and the list fails":        {request: hello, want: unsure, answers: replies{"list": {empty, failed, failed, failed, failed}, "async": {limited}}, failed: true},
		"429, and the list is a page":    {request: hello, want: unsure, answers: replies{"list": {empty, page, page}, "async": {limited}}, failed: true},
		"429, then refused":              {request: hello, answers: replies{"list": {empty, empty}, "async": {limited, keyRefused}}, failed: true},
		"429 every time, not listed":     {request: hello, answers: replies{"list": {empty, empty, empty}, "async": {limited, limited}}, failed: true},
		"429 every time, the list fails": {request: hello, want: unsure, answers: replies{"list": {empty, empty, failed, failed, failed, failed}, "async": {limited, limited}}, failed: true},
		"429 every time, listed at last": {
			request: hello, answers: replies{"list": {empty, empty, openEntry}, "async": {limited, limited}},
			want: session(client.StatusOpen, noted),
		},
		"429, then lost, and listed": {
			request: hello, answers: replies{"list": {empty, empty, openEntry}, "async": {limited, {Lost: true}}},
			want: session(client.StatusOpen, nil),
		},
		"adopted, 429, then accepted": {
			request: hello, answers: replies{"list": {openEntry, openEntry}, "async": {limited, pending}},
			want: session(client.StatusOpen, func(s *client.Session) { s.OpeningRequestID = "req_1" }),
		},
		"adopted, 429, delivered": {
			request: hello, answers: replies{"list": {openEntry, grown}, "async": {limited}},
			want: session(client.StatusOpen, func(s *client.Session) { s.MessageCount, s.Note = &five, "x" }),
		},
		"adopted, 429 every time": {
			request: hello, answers: replies{"list": {openEntry, openEntry, openEntry}, "async": {limited, limited}}, failed: true,
		},
		"of another session, and listed": {
			request: hello, want: session(client.StatusOpen, nil),
			answers: replies{"list": {empty, openEntry}, "async": {{Body: `{"session_id":"s2","request_id":"req_1","status":"pending"}`}}},
		},
		"of another session, not listed": {
			request: hello, want: unsure, failed: true,
			answers: replies{"list": {empty, empty}, "async": {{Body: `{"session_id":"s2","request_id":"req_1","status":"pending"}`}}},
		},
		"with the session's id": {
			request: hello, want: bare(client.StatusOpen, "req_1"),
			answers: replies{"list": {empty}, "async": {{Body: `{"session_id":"s1","request_id":"req_1","status":"pending"}`}}},
		},
		"empty array": {
			request: hello, answers: replies{"list": {emptyArray}, "async": {pending}},
			want: bare(client.StatusOpen, "req_1"),
		},
		"closed_at unclear": {
			request: client.OpenRequest{SessionID: "s1"}, answers: replies{"list": {unclearEntry}},
			want: session(client.StatusUnknown, noted),
		},
		"closed_at unclear, and the message sent": {
			request: hello, answers: replies{"list": {unclearEntry}, "async": {pending}},
			want: session(client.StatusOpen, func(s *client.Session) { s.OpeningRequestID = "req_1" }),
		},
		"lost, and not listed": {
			request: hello, answers: replies{"list": {empty, empty}, "async": {{Lost: true}}},
			want: unsure, failed: true,
		},
		"lost, and the list fails": {
			request: hello, answers: replies{"list": {empty, failed, failed}, "async": {{Lost: true}}},
			want: unsure, failed: true,
		},
		"adopted, the response lost": {
			request: hello, answers: replies{"list": {openEntry, openEntry}, "async": {{Lost: true}}},
			want: session(client.StatusOpen, noted),
		},
		"adopted, the response lost, delivered": {
			request: hello, answers: replies{"list": {openEntry, grown}, "async": {{Lost: true}}},
			want: session(client.StatusOpen, func(s *client.Session) { s.MessageCount = &five }),
		},
		"adopted, the response lost, no count before": {
			request: hello, answers: replies{"list": {uncounted, grown}, "async": {{Lost: true}}},
			want: session(client.StatusOpen, func(s *client.Session) { s.MessageCount, s.Note = &five, "x" }),
		},
		"adopted, the response lost, no count after": {
			request: hello, answers: replies{"list": {openEntry, uncounted}, "async": {{Lost: true}}},
			want: session(client.StatusOpen, func(s *client.Session) { s.MessageCount, s.Note = nil, "x" }),
		},
		"lost, and closed meanwhile": {
			request: hello, answers: replies{"list": {empty, closedEntry}, "async": {{Lost: true}}},
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
				t.Errorf("the error has the key: %v", err)
			}
		})
	}
}

func TestOpen_request(t *testing.T) {
	tests := map[string]struct {
		request client.OpenRequest
		want    string
	}{
		"least": {
			client.OpenRequest{SessionID: "s1", OpeningMessage: "a < b"},
			`{"session_id":"s1","message":"a < b"}`,
		},
		"all": {
			client.OpenRequest{SessionID: "s1", OpeningMessage: "hi", UserIdentifier: "u@example.com", ResponseLanguage: "en"},
			`{"session_id":"s1","message":"hi","email":"u@example.com","response_language":"en"}`,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			v, s := play(t, replies{"list": {empty}, "async": {pending}})
			if _, err := v.Open(t.Context(), test.request); err != nil {
				t.Fatal(err)
			}
			if got := s.Sent[1].Body; got != test.want {
				t.Errorf("sent %s, want %s", got, test.want)
			}
		})
	}
}

func TestOpen_generatedIDs(t *testing.T) {
	v, _ := play(t, replies{"list": {empty}})
	seen := map[string]bool{}
	for _, prefix := range []string{"", "pr-7-", "pr-7-"} {
		got, err := v.Open(t.Context(), client.OpenRequest{SessionIDPrefix: prefix})
		if err != nil {
			t.Fatal(err)
		}
		if want := prefix; !strings.HasPrefix(got.ID, want) || len(got.ID) < len(want)+32 || seen[got.ID] {
			t.Errorf("id %q for the prefix %q", got.ID, prefix)
		}
		seen[got.ID] = true
	}
}
