package sandbox_test

import (
	"encoding/json"
	"math"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

func (b *bench) control(method, path, body string) reply {
	b.t.Helper()
	r := b.send(nil, method, b.URL()+path, body)
	if r.err != nil {
		b.t.Fatal(r.err)
	}
	return r
}

func TestControlSessions(t *testing.T) {
	b := newBench(t, sandbox.Variants{})
	b.want(b.control("GET", "/sandbox/sessions", ""), 200, "[]")
	b.want(b.control("POST", "/sandbox/uppzy/sessions", `{"id":"a/b","user_identifier":"u@example.com","messages":[{"content":"hi"}]}`), 201,
		`"id":"a/b"`, `"account":"site_sandbox"`, `"role":"user"`)
	seeded := b.want(b.control("POST", "/sandbox/talkifai/sessions", ""), 201, `"open":true`)
	b.want(b.control("POST", "/sandbox/siteassist/sessions", `{"account":"device","closed":true,"close_reason":"done"}`), 201,
		`"open":false`, sandbox.SiteAssistAccount("device"))
	b.want(b.control("GET", "/sandbox/sessions?vendor=uppzy", ""), 200, `"a/b"`)
	b.want(b.control("POST", "/sandbox/uppzy/sessions/a%2Fb/close", ""), 200, `"open":false`)
	b.want(b.control("POST", "/sandbox/uppzy/sessions/a%2Fb/close", ""), 404)
	b.want(b.control("DELETE", "/sandbox/uppzy/sessions/a%2Fb", ""), 204)
	b.want(b.control("DELETE", "/sandbox/uppzy/sessions/a%2Fb", ""), 404)
	b.want(b.control("GET", "/sandbox/sessions?vendor=uppzy", ""), 200, "[]")

	token := bearer(b.text(seeded, "token"))
	path := "/sessions/" + b.text(seeded, "id")
	b.want(b.as(token, sandbox.TalkifAI, "GET", path+"/messages", ""), 200)
	b.want(b.control("POST", "/sandbox/advance?duration=31m", ""), 200, `"now":"2026-03-04T12:31:00Z"`)
	b.want(b.as(token, sandbox.TalkifAI, "GET", path+"/messages", ""), 404)
	b.want(b.control("POST", "/sandbox/talkifai/expire-tokens", ""), 204)
	b.want(b.as(token, sandbox.TalkifAI, "GET", path+"/messages", ""), 401)

	b.want(b.control("POST", "/sandbox/advance?duration=soon", ""), 400)
	b.want(b.control("GET", "/sandbox/sessions?vendor=nobody", ""), 404, "unknown vendor")
	b.want(b.control("POST", "/sandbox/nobody/sessions", ""), 404)
	b.want(b.control("POST", "/sandbox/uppzy/sessions", `{`), 400)
	b.want(b.control("GET", "/sandbox/", ""), 200, "/sandbox/advance")
	b.want(b.control("GET", "/elsewhere", ""), 404)
}

func TestControlFaultsAndRequests(t *testing.T) {
	b := newBench(t, sandbox.Variants{})
	b.want(b.control("POST", "/sandbox/faults", `{"vendor":"uppzy","kind":"status","status":503,"delay":"1ms","header":{"Retry-After":["1"]}}`), 204)
	if r := b.uppzy("GET", "/sessions", ""); r.status != 503 || r.header.Get("Retry-After") != "1" {
		t.Errorf("%+v", r)
	}
	b.want(b.control("DELETE", "/sandbox/faults", ""), 204)
	b.want(b.uppzy("GET", "/sessions", ""), 200)
	b.want(b.control("POST", "/sandbox/faults", `{"kind":"gateway","shape":"fastapi-404","times":1}`), 204)
	b.want(b.uppzy("GET", "/sessions", ""), 404, `{"detail":"Not Found"}`)
	for _, fault := range []string{`{}`, `{"kind":"gateway","shape":"none"}`, `{"kind":"slow","delay":"soon"}`, `{"kind":"slow","delay":"-1s"}`} {
		b.want(b.control("POST", "/sandbox/faults", fault), 400)
	}
	b.want(b.control("GET", "/sandbox/requests?vendor=uppzy", ""), 200, `"operation":"listSessions"`, `"status":503`, sandbox.UppzyAPIKey)
	b.want(b.control("GET", "/sandbox/requests?vendor=uponai", ""), 200, "[]")
	b.want(b.control("DELETE", "/sandbox/requests", ""), 204)
	b.want(b.control("GET", "/sandbox/requests", ""), 200, "[]")
}

func TestControlVariants(t *testing.T) {
	b := newBench(t, sandbox.Variants{})
	b.want(b.control("PUT", "/sandbox/variants", `{"uppzy.close_unknown":404,"uppzy.list_omit":["a","b"],"uponai.silence":"2h"}`), 200,
		`"uppzy.close_unknown":"404"`, `"uppzy.list_omit":"a,b"`)
	b.want(b.control("PATCH", "/sandbox/variants", `{"uponai.ended_without_time":true}`), 200, `"uppzy.close_unknown":"404"`)
	if got := b.Variants(); got.Uppzy.CloseUnknown != 404 || len(got.Uppzy.ListOmit) != 2 || !got.UponAI.EndedWithoutTime {
		t.Errorf("%+v", got)
	}
	b.want(b.control("PATCH", "/sandbox/variants", `{"uppzy.close_unknown":418}`), 400, "none of 200, 400, 404")
	b.want(b.control("PATCH", "/sandbox/variants", `{"uppzy.mood":1}`), 400)

	shown := b.control("GET", "/sandbox/variants", "")
	b.want(b.control("PUT", "/sandbox/variants", `{}`), 200, `"uppzy.close_unknown":"200"`)
	b.want(b.control("PUT", "/sandbox/variants", shown.body), 200, `"uppzy.close_unknown":"404"`)
}

// A web page must reach neither the control API nor a vendor through the browser of
// the user who runs the sandbox.
func TestForeignPagesAreRefused(t *testing.T) {
	box, err := sandbox.Start(sandbox.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer box.Close()
	paths := map[string]string{"control API": box.URL() + "/sandbox/variants"}
	for _, vendor := range sandbox.Vendors() {
		paths[vendor] = box.BaseURL(vendor) + "/nothing"
	}
	for name, c := range map[string]struct {
		host    string
		header  http.Header
		refused bool
		// served is the vendor whose clients send the origin of a website.
		served string
	}{
		"plain":          {},
		"localhost":      {host: "localhost:1"},
		"capitals":       {host: "LOCALHOST:1"},
		"IPv6":           {host: "[::1]"},
		"own page":       {header: http.Header{"Origin": {box.URL()}, "Sec-Fetch-Site": {"same-origin"}}},
		"address bar":    {header: http.Header{"Sec-Fetch-Site": {"none"}}},
		"rebound name":   {host: "evil.example:80", refused: true},
		"foreign origin": {header: http.Header{"Origin": {"https://evil.example"}}, refused: true, served: sandbox.SiteAssist},
		"opaque origin":  {header: http.Header{"Origin": {"null"}}, refused: true, served: sandbox.SiteAssist},
		"other port":     {header: http.Header{"Origin": {"http://127.0.0.1:1"}}, refused: true, served: sandbox.SiteAssist},
		"cross-site":     {header: http.Header{"Sec-Fetch-Site": {"cross-site"}}, refused: true},
		"same-site":      {header: http.Header{"Sec-Fetch-Site": {"same-site"}}, refused: true},
	} {
		for target, url := range paths {
			request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, http.NoBody)
			if err != nil {
				t.Fatal(err)
			}
			request.Host = c.host
			if c.header != nil {
				request.Header = c.header.Clone()
			}
			response, err := http.DefaultClient.Do(request)
			if err != nil {
				t.Fatal(err)
			}
			_ = response.Body.Close()
			if refused := response.StatusCode == http.StatusForbidden; refused != (c.refused && target != c.served) {
				t.Errorf("%s, %s: status %d", target, name, response.StatusCode)
			}
		}
	}
	// Every vendor has recorded the six calls that it served, SiteAssist the three with an origin too.
	if got, want := len(box.Requests()), 6*len(sandbox.Vendors())+3; got != want {
		t.Errorf("%d calls are recorded, want %d", got, want)
	}
}

func TestAdvanceRefusesWhatTheClockCannotShow(t *testing.T) {
	b := newBench(t, sandbox.Variants{})
	b.want(b.control("POST", "/sandbox/advance?duration=2000000h", ""), 200, `"now":"2254-`)
	b.want(b.control("POST", "/sandbox/advance?duration=2000000h", ""), 400, "overflow")
	b.want(b.control("POST", "/sandbox/advance?duration=-1h", ""), 400, "31m")
	for _, d := range []time.Duration{2_000_000 * time.Hour, math.MaxInt64, -time.Second} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("Advance(%s) was accepted", d)
				}
			}()
			b.Advance(d)
		}()
	}
	if got := b.Now().Year(); got != 2254 {
		t.Errorf("the clock shows the year %d, want 2254", got)
	}
}

func TestSessionsAreReadableAsJSON(t *testing.T) {
	b := newBench(t, sandbox.Variants{})
	want := b.Seed(sandbox.UponAI, sandbox.Seed{Metadata: map[string]any{"k": "v"}})
	var got []sandbox.Session
	if err := json.NewDecoder(strings.NewReader(b.control("GET", "/sandbox/sessions", "").body)).Decode(&got); err != nil {
		t.Fatal(err)
	}
	if len(got) != 1 || got[0].ID != want.ID || got[0].Metadata["k"] != "v" || !got[0].CreatedAt.Equal(want.CreatedAt) {
		t.Errorf("%+v, want %+v", got, want)
	}
}
