package sandbox_test

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/contract"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// noon is where the clock of every test stands at first.
var noon = time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)

// bench is a sandbox whose traffic is checked against the contracts.
type bench struct {
	*sandbox.Sandbox
	t          *testing.T
	validators map[string]*contract.Validator
	client     *http.Client
}

// newBench starts a sandbox. At the end of the test every answer, and every request
// that was not meant to be wrong, has to have kept its contract.
func newBench(t *testing.T, variants sandbox.Variants) *bench {
	t.Helper()
	b := &bench{
		t:          t,
		validators: map[string]*contract.Validator{},
		client: &http.Client{
			Transport:     &http.Transport{DisableKeepAlives: true}, // so that no client repeats a call
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
			Timeout:       10 * time.Second,
		},
	}
	var err error
	b.Sandbox, err = sandbox.Start(sandbox.Options{
		Now:      func() time.Time { return noon },
		Variants: variants,
		Middleware: func(vendor string, next http.Handler) http.Handler {
			v, err := contract.New(vendor, sandbox.Prefix(vendor))
			if err != nil {
				t.Fatal(err)
			}
			b.validators[vendor] = v
			return v.Middleware(next)
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		b.Close()
		b.checkContracts()
	})
	return b
}

func (b *bench) checkContracts() {
	b.t.Helper()
	for _, v := range b.validators {
		for _, violation := range v.Violations() {
			b.t.Error(violation)
		}
	}
}

// outside runs calls that are known to leave the contract on the given side, and wants
// them to. Everything that was noticed before still counts.
func (b *bench) outside(vendor, side string, calls func()) {
	b.t.Helper()
	b.checkContracts()
	for _, v := range b.validators {
		v.Reset()
	}
	calls()
	found := b.validators[vendor].Violations()
	if len(found) == 0 {
		b.t.Errorf("%s: nothing left the contract", vendor)
	}
	for _, violation := range found {
		if violation.Side != side {
			b.t.Error(violation)
		}
	}
	b.validators[vendor].Reset()
}

// reply is what came back.
type reply struct {
	status int
	header http.Header
	body   string
	err    error
}

// auth gives the header that opens the vendor's ordinary calls.
func auth(vendor string) http.Header { return testedVendor(vendor).auth }

func bearer(token string) http.Header {
	return http.Header{"Authorization": {"Bearer " + token}}
}

// send makes a call and hands everything back, errors included.
func (b *bench) send(header http.Header, method, url, body string) reply {
	b.t.Helper()
	request, err := http.NewRequestWithContext(b.t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		b.t.Fatal(err)
	}
	request.Header = header.Clone()
	if request.Header == nil {
		request.Header = http.Header{}
	}
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	response, err := b.client.Do(request)
	if err != nil {
		return reply{err: err}
	}
	defer func() { _ = response.Body.Close() }()
	data, err := io.ReadAll(response.Body)
	return reply{status: response.StatusCode, header: response.Header, body: string(data), err: err}
}

// as makes a call to a vendor with the given header.
func (b *bench) as(header http.Header, vendor, method, path, body string) reply {
	b.t.Helper()
	r := b.send(header, method, b.BaseURL(vendor)+path, body)
	if r.err != nil {
		b.t.Fatalf("%s %s %s: %v", vendor, method, path, r.err)
	}
	return r
}

// call makes a call to a vendor with its ordinary credential.
func (b *bench) call(vendor, method, path, body string) reply {
	b.t.Helper()
	return b.as(auth(vendor), vendor, method, path, body)
}

// want checks status and text of an answer and gives its JSON, nil when it is not an
// object.
func (b *bench) want(r reply, status int, texts ...string) map[string]any {
	b.t.Helper()
	if r.status != status {
		b.t.Fatalf("status %d, want %d: %s", r.status, status, r.body)
	}
	for _, text := range texts {
		if !strings.Contains(r.body, text) {
			b.t.Errorf("no %s in %s", text, r.body)
		}
	}
	var body map[string]any
	if json.Unmarshal([]byte(r.body), &body) != nil {
		return nil
	}
	return body
}

// text reads a field that has to be there as a text.
func (b *bench) text(body map[string]any, name string) string {
	b.t.Helper()
	value, ok := body[name].(string)
	if !ok {
		b.t.Fatalf("field %s is %v", name, body[name])
	}
	return value
}

// tested is what the tests that go over all vendors need of one.
type tested struct {
	// auth opens the vendor's ordinary calls.
	auth http.Header
	// get is the path of a GET, and opens its header where that is not auth.
	get   string
	opens http.Header
	// closing is the path and body of the POST that closes a session; opens opens it too.
	closing, body string
	// message is the path to the text in an error.
	message []string
	// calls makes every call of the vendor's contract.
	calls func(*walker)
}

// testedVendor finds the row of a vendor; it is empty where there is none.
func testedVendor(name string) tested {
	return map[string]tested{
		sandbox.Uppzy: {
			auth: http.Header{"X-Api-Key": {sandbox.UppzyAPIKey}}, get: site + "/sessions", calls: (*walker).uppzyCalls,
			closing: site + "/chat/session/close", body: `{"session_id":"s"}`, message: []string{"error"},
		},
		sandbox.TalkifAI: {
			auth: http.Header{"X-Api-Key": {sandbox.TalkifAIAPIKey}}, get: "/sessions/c/messages", opens: bearer("t"),
			calls: (*walker).talkifaiCalls, closing: "/sessions/c/end", message: []string{"detail"},
		},
		sandbox.SiteAssist: {
			auth: bearer(sandbox.SiteAssistToken), get: "/conversations", calls: (*walker).siteassistCalls,
			closing: "/conversations/00000000-0000-4000-8000-000000000000/close", message: []string{"error", "message"},
		},
		sandbox.UponAI: {
			auth: bearer(sandbox.UponAIToken), get: "/api/chats?workspaceId=42", calls: (*walker).uponaiCalls,
			closing: "/api/chats/c/end", body: inWorkspace, message: []string{"message"},
		},
	}[name]
}
