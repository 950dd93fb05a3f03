package sandbox_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/contract"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// What each kind of fault does to a call that would close a session.
func TestFaultKinds(t *testing.T) {
	for _, c := range []struct {
		fault  sandbox.Fault
		status int    // 0: no answer at all
		text   string // in the answer
		broken bool   // the answer ends in an error
		done   bool   // the session is closed afterwards
	}{
		{fault: sandbox.Fault{Kind: sandbox.FaultStatus}, status: 500},
		{fault: sandbox.Fault{Kind: sandbox.FaultStatus, Status: 429, Body: `{"error":"slow"}`}, status: 429, text: "slow"},
		{fault: sandbox.Fault{Kind: sandbox.FaultStatusAfter, Status: 503}, status: 503, done: true},
		{fault: sandbox.Fault{Kind: sandbox.FaultReset}, broken: true},
		{fault: sandbox.Fault{Kind: sandbox.FaultResetAfter}, broken: true, done: true},
		{fault: sandbox.Fault{Kind: sandbox.FaultSlow, Delay: time.Millisecond}, status: 200, text: "ok", done: true},
		{fault: sandbox.Fault{Kind: sandbox.FaultHang}, broken: true},
		{fault: sandbox.Fault{Kind: sandbox.FaultHangAfter}, broken: true, done: true},
		{fault: sandbox.Fault{Kind: sandbox.FaultDrip, Delay: time.Microsecond}, status: 200, text: `{"status":"ok"}`, done: true},
		{fault: sandbox.Fault{Kind: sandbox.FaultTruncated}, status: 200, text: `{"statu`, broken: true, done: true},
		{fault: sandbox.Fault{Kind: sandbox.FaultNotJSON}, status: 200, text: "<html>"},
		{fault: sandbox.Fault{Kind: sandbox.FaultNotJSON, Status: 502, Body: "<p>"}, status: 502, text: "<p>"},
		{fault: sandbox.Fault{Kind: sandbox.FaultNotJSONAfter}, status: 200, text: "<html>", done: true},
		{fault: sandbox.Fault{Kind: sandbox.FaultHuge, Size: 1 << 20}, status: 200, text: "aaaa", done: true},
		{fault: sandbox.Fault{Kind: sandbox.FaultEndless}, status: 200, text: "aaaa", broken: true, done: true},
		{fault: sandbox.Fault{Kind: sandbox.FaultRedirect}, status: 307},
		{fault: sandbox.Fault{Kind: sandbox.FaultForeign404}, status: 404, text: "<html>"},
		{fault: sandbox.Fault{Kind: sandbox.FaultGateway, Shape: "nginx-502"}, status: 502, text: "<center>nginx"},
		{fault: sandbox.Fault{Kind: sandbox.FaultEcho}, status: 400, text: `{"error":"` + auth(sandbox.Uppzy).Get("X-API-Key") + `"}`},
	} {
		t.Run(string(c.fault.Kind), func(t *testing.T) {
			b := newBench(t, sandbox.Variants{})
			b.Seed(sandbox.Uppzy, sandbox.Seed{ID: "s"})
			b.Inject(c.fault)
			ctx, leave := context.WithCancel(t.Context())
			defer leave()
			if c.fault.Kind == sandbox.FaultHang || c.fault.Kind == sandbox.FaultHangAfter {
				go b.leaveWhenStuck(leave, c.done)
			}
			request, err := http.NewRequestWithContext(ctx, http.MethodPost,
				b.BaseURL(sandbox.Uppzy)+site+"/chat/session/close", strings.NewReader(`{"session_id":"s"}`))
			if err != nil {
				t.Fatal(err)
			}
			request.Header = auth(sandbox.Uppzy)
			request.Header.Set("Content-Type", "application/json")

			var status int
			var body bytes.Buffer
			response, err := b.client.Do(request)
			if err == nil {
				status = response.StatusCode
				if c.fault.Kind == sandbox.FaultEndless {
					_, _ = io.CopyN(&body, response.Body, 1<<20)
					leave()
				}
				_, err = io.Copy(&body, response.Body)
				_ = response.Body.Close()
			}
			if status != c.status || (err != nil) != c.broken || !strings.Contains(body.String(), c.text) {
				t.Errorf("status %d, error %v, body %.80q", status, err, body.String())
			}
			if got, _ := b.Session(sandbox.Uppzy, "s"); got.Open == c.done {
				t.Errorf("done is %v", !got.Open)
			}
			if c.fault.Kind == sandbox.FaultHuge && body.Len() != 1<<20 {
				t.Errorf("%d bytes", body.Len())
			}
			if c.fault.Kind == sandbox.FaultRedirect && response.Header.Get("Location") == "" {
				t.Error("no location")
			}
			recorded := b.Requests()
			if len(recorded) != 1 || recorded[0].Operation != "closeSession" {
				t.Errorf("recorded %+v", recorded)
			}
		})
	}
}

// leaveWhenStuck lets the client go as soon as a call that hangs has come in and has
// done what it was to do.
func (b *bench) leaveWhenStuck(leave func(), done bool) {
	defer leave()
	for b.t.Context().Err() == nil {
		if got, _ := b.Session(sandbox.Uppzy, "s"); len(b.Requests()) > 0 && got.Open != done {
			return
		}
		<-time.After(time.Millisecond)
	}
}

// A body in the vendor's own shape keeps the contract of a call that reads and of one
// that writes, for every status that these give a body, and has the vendor's words where
// the vendor puts them: a contract may require no field of an error.
func TestErrorBodyKeepsTheContract(t *testing.T) {
	for _, vendor := range sandbox.Vendors() {
		row := testedVendor(vendor)
		v, err := contract.New(vendor, "")
		if err != nil {
			t.Fatal(err)
		}
		for _, status := range []int{400, 401, 402, 403, 404, 409, 422, 429, 500, 502, 503} {
			body := sandbox.ErrorBody(vendor, status)
			if words := textAt(body, row.message); words == "" {
				t.Errorf("%s, status %d: no words at %q in %s", vendor, status, row.message, body)
			}
			handler := v.Middleware(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "application/json")
				w.WriteHeader(status)
				_, _ = io.WriteString(w, body)
			}))
			for _, request := range []*http.Request{
				httptest.NewRequestWithContext(t.Context(), http.MethodGet, row.get, http.NoBody),
				httptest.NewRequestWithContext(t.Context(), http.MethodPost, row.closing, strings.NewReader(row.body)),
			} {
				request.Header = row.auth.Clone()
				if row.opens != nil {
					request.Header = row.opens.Clone()
				}
				if request.ContentLength > 0 {
					request.Header.Set("Content-Type", "application/json")
				}
				handler.ServeHTTP(httptest.NewRecorder(), request)
			}
		}
		for _, violation := range v.Violations() {
			if violation.Reason != "the status is not declared" {
				t.Error(violation)
			}
		}
	}
}

// textAt is the text in a JSON object, below these names.
func textAt(body string, names []string) string {
	var at any
	if json.Unmarshal([]byte(body), &at) != nil {
		return ""
	}
	for _, name := range names {
		object, _ := at.(map[string]any)
		at = object[name]
	}
	text, _ := at.(string)
	return text
}

// A 204 has no body to spoil: these kinds give it one.
func TestFaultsOnAnEmptyAnswer(t *testing.T) {
	for _, kind := range []sandbox.FaultKind{sandbox.FaultTruncated, sandbox.FaultHuge, sandbox.FaultDrip} {
		b := newBench(t, sandbox.Variants{})
		id, path := b.chat()
		b.Inject(sandbox.Fault{Kind: kind, Size: 1000})
		r := b.send(auth(sandbox.UponAI), "POST", b.BaseURL(sandbox.UponAI)+path+"/end", inWorkspace)
		want := map[sandbox.FaultKind]int{sandbox.FaultTruncated: 200, sandbox.FaultHuge: 200, sandbox.FaultDrip: 204}[kind]
		if r.status != want || (r.err != nil) != (kind == sandbox.FaultTruncated) {
			t.Errorf("%s: %+v", kind, r)
		}
		if got, _ := b.Session(sandbox.UponAI, id); got.Open {
			t.Errorf("%s: not done", kind)
		}
	}
}

func TestFaultSelection(t *testing.T) {
	b := newBench(t, sandbox.Variants{})
	b.Seed(sandbox.Uppzy, sandbox.Seed{ID: "s"})
	statuses := func(calls int) (got []int) {
		for range calls {
			got = append(got, b.uppzy("GET", "/sessions", "").status)
		}
		return got
	}
	expect := func(want ...int) {
		t.Helper()
		got := statuses(len(want))
		for i := range want {
			if got[i] != want[i] {
				t.Fatalf("statuses %v, want %v", got, want)
			}
		}
	}
	remove := b.Inject(sandbox.Fault{
		Vendor: sandbox.Uppzy, Operation: "listSessions", Kind: sandbox.FaultStatus, Status: 503, Skip: 1, Times: 2,
		Header: http.Header{"retry-after": {"7"}},
	})
	b.want(b.assist("GET", "/conversations", ""), 200)
	b.want(b.uppzy("POST", "/chat/session/close", `{"session_id":"s"}`), 200)
	expect(200, 503)
	if r := b.uppzy("GET", "/sessions", ""); r.status != 503 || r.header.Get("Retry-After") != "7" {
		t.Errorf("%+v", r)
	}
	expect(200)
	remove()
	remove = b.Inject(sandbox.Fault{Kind: sandbox.FaultStatus, Status: 500})
	b.Inject(sandbox.Fault{Kind: sandbox.FaultStatus, Status: 502, Contains: "email=a%40b.c"})
	expect(500, 500)
	remove()
	expect(200)
	b.want(b.uppzy("GET", "/sessions?email=a%40b.c", ""), 502)
	b.ClearFaults()
	b.want(b.uppzy("GET", "/sessions?email=a%40b.c", ""), 200)

	answered := b.Requests(sandbox.ByOperation("listSessions"), func(r sandbox.Request) bool { return r.Status == 503 })
	if len(answered) != 2 {
		t.Errorf("%d recorded with 503, want 2", len(answered))
	}
}

func TestWrongFaultsAreRefused(t *testing.T) {
	for _, f := range []sandbox.Fault{
		{},
		{Kind: "explode"},
		{Kind: sandbox.FaultStatus, Status: 99},
		{Kind: sandbox.FaultStatus, Status: 600},
		{Kind: sandbox.FaultReset, Vendor: "nobody"},
		{Kind: sandbox.FaultReset, Operation: "closeEverything"},
		{Kind: sandbox.FaultReset, Vendor: sandbox.UponAI, Operation: "closeSession"},
		{Kind: sandbox.FaultReset, Skip: -1},
		{Kind: sandbox.FaultReset, Times: -1},
		{Kind: sandbox.FaultHuge, Size: -1},
		{Kind: sandbox.FaultSlow, Delay: -1},
		{Kind: sandbox.FaultGateway, Shape: "teapot-418"},
		{Kind: sandbox.FaultStatus, Shape: "nginx-404"},
		{Kind: sandbox.FaultEcho, Encoding: "rot13"},
		{Kind: sandbox.FaultStatus, Encoding: "hex"},
		{Kind: sandbox.FaultGateway, Vendor: sandbox.Uppzy, Operation: "closeSession", Shape: "health-status-ok"},
	} {
		if f.Validate() == nil {
			t.Errorf("%+v was accepted", f)
		}
	}
	b := newBench(t, sandbox.Variants{})
	defer func() {
		if recover() == nil {
			t.Error("Inject took a fault that cannot be")
		}
	}()
	b.Inject(sandbox.Fault{Kind: "explode"})
}

// Each encoding writes the credential of the request in a way of its own, in a page as it is
// and in JSON as a text. Where no header has one, it is SiteAssist's key in the body.
func TestFaultEcho(t *testing.T) {
	seen := map[string]string{}
	for _, encoding := range sandbox.EchoEncodings() {
		b := newBench(t, sandbox.Variants{})
		b.Inject(sandbox.Fault{Kind: sandbox.FaultEcho, Encoding: encoding, Times: 1})
		b.Inject(sandbox.Fault{Kind: sandbox.FaultEcho, Encoding: encoding, Status: 404, Body: "<p>{credential}</p>"})
		text := b.text(b.want(b.uppzy("GET", "/sessions?email=a%40b.c", ""), 400), "error")
		b.want(b.uppzy("GET", "/sessions?email=a%40b.c", ""), 404, "<p>"+text+"</p>")
		if other := seen[text]; other != "" {
			t.Errorf("%s and %s are both %q", encoding, other, text)
		}
		seen[text] = encoding
	}
	b := newBench(t, sandbox.Variants{})
	b.Inject(sandbox.Fault{Kind: sandbox.FaultEcho})
	b.want(b.as(nil, sandbox.SiteAssist, "POST", "/identity/init", `{"apiKey":"key-1","saVid":"v"}`), 400, "key-1")
}
