package control_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox/control"
)

// caller calls the control API of a sandbox.
type caller struct {
	*sandbox.Sandbox
	t *testing.T
}

func start(t *testing.T) *caller {
	t.Helper()
	noon := time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)
	box, err := sandbox.Start(sandbox.Options{Control: control.Handler, Now: func() time.Time { return noon }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(box.Close)
	return &caller{box, t}
}

// want makes a call and checks the status of the response, and the texts in its body.
func (c *caller) want(method, path, body string, status int, texts ...string) string {
	c.t.Helper()
	request, err := http.NewRequestWithContext(c.t.Context(), method, c.URL()+path, strings.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		c.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	got, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != status {
		c.t.Fatalf("%s %s: got %d %s, %v, want %d", method, path, response.StatusCode, got, err, status)
	}
	for _, text := range texts {
		if !strings.Contains(string(got), text) {
			c.t.Errorf("%s %s: no %s in %s", method, path, text, got)
		}
	}
	return string(got)
}

func TestHandler_sessions(t *testing.T) {
	c := start(t)
	c.want("GET", "/sandbox/sessions", "", 200, "[]")
	c.want("POST", "/sandbox/uppzy/sessions", `{"id":"a/b","user_identifier":"u@example.com","messages":[{"content":"hi"}]}`, 200,
		`"id":"a/b"`, `"account":"site_sandbox"`, `"role":"user"`)
	c.want("POST", "/sandbox/siteassist/sessions", `{"account":"device","closed":true,"close_reason":"done"}`, 200,
		`"open":false`, sandbox.SiteAssistAccount("device"))
	c.want("GET", "/sandbox/sessions?vendor=uppzy", "", 200, `"a/b"`)
	c.want("POST", "/sandbox/uppzy/sessions/a%2Fb/close", "", 200, `"open":false`)
	c.want("POST", "/sandbox/uppzy/sessions/a%2Fb/close", "", 404)
	c.want("DELETE", "/sandbox/uppzy/sessions/a%2Fb", "", 204)
	c.want("DELETE", "/sandbox/uppzy/sessions/a%2Fb", "", 404)
	c.want("GET", "/sandbox/sessions?vendor=uppzy", "", 200, "[]")
	c.want("GET", "/sandbox/sessions?vendor=nobody", "", 404, "vendor")
	c.want("POST", "/sandbox/nobody/sessions", "", 404)
	c.want("POST", "/sandbox/uppzy/sessions", `{`, 400)
	c.want("POST", "/sandbox/uppzy/sessions", `{"metadata":"`+strings.Repeat("a", 1<<20)+`"}`, 400, "too large")
	c.want("GET", "/sandbox/", "", 200, "/sandbox/advance")
	c.want("GET", "/elsewhere", "", 404)
}

func TestHandler_seedIsReadableAsJSON(t *testing.T) {
	c := start(t)
	want := c.Seed(sandbox.UponAI, sandbox.Seed{Metadata: map[string]any{"k": "<v>"}})
	var got []sandbox.Session
	if err := json.Unmarshal([]byte(c.want("GET", "/sandbox/sessions", "", 200)), &got); err != nil {
		t.Fatal(err)
	}
	if len(got) != 1 || got[0].ID != want.ID || got[0].Metadata["k"] != "<v>" || !got[0].CreatedAt.Equal(want.CreatedAt) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestHandler_clockAndTokens(t *testing.T) {
	c := start(t)
	seeded := c.Seed(sandbox.TalkifAI, sandbox.Seed{})
	history := func(status int) {
		t.Helper()
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, c.BaseURL(sandbox.TalkifAI)+"/sessions/"+url.PathEscape(seeded.ID)+"/messages", http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Authorization", "Bearer "+seeded.Token)
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		if _ = response.Body.Close(); response.StatusCode != status {
			t.Errorf("got %d, want %d", response.StatusCode, status)
		}
	}
	history(200)
	c.want("POST", "/sandbox/advance?duration=31m", "", 200, `"now":"2026-03-04T12:31:00Z"`)
	history(404)
	c.want("POST", "/sandbox/talkifai/expire-tokens", "", 204)
	history(401)
	c.want("POST", "/sandbox/advance?duration=2000000h", "", 200, `"now":"2254-`)
	for _, duration := range []string{"soon", ""} {
		c.want("POST", "/sandbox/advance?duration="+duration, "", 400, "31m")
	}
	for _, duration := range []string{"-1h", "2000000h"} {
		c.want("POST", "/sandbox/advance?duration="+duration, "", 400, "292 years")
	}
}

func TestHandler_faultsAndRequests(t *testing.T) {
	c := start(t)
	const list = "/uponai/api/workspaces"
	c.want("POST", "/sandbox/faults", `{"vendor":"uponai","kind":"status","status":503,"delay":"1ms","body":"{\"a\":1}"}`, 204)
	c.want("GET", list, "", 503, `{"a":1}`)
	c.want("DELETE", "/sandbox/faults", "", 204)
	c.want("GET", list, "", 401)
	c.want("POST", "/sandbox/faults", `{"kind":"gateway","shape":"fastapi-404","times":1}`, 204)
	c.want("GET", list, "", 404, `{"detail":"Not Found"}`)
	for _, fault := range []string{`{}`, `{"kind":"slow","mood":1}`, `{"kind":"gateway","shape":"none"}`, `{"kind":"slow","delay":"soon"}`, `{"kind":"slow","delay":"-1s"}`} {
		c.want("POST", "/sandbox/faults", fault, 400, `"error":`)
	}
	c.want("GET", "/sandbox/requests?vendor=uponai", "", 200, `"operation":"listWorkspaces"`, `"status":503`)
	c.want("GET", "/sandbox/requests?vendor=uppzy", "", 200, "[]")
	c.want("DELETE", "/sandbox/requests", "", 204)
	c.want("GET", "/sandbox/requests", "", 200, "[]")
}

func TestHandler_variants(t *testing.T) {
	c := start(t)
	c.want("PUT", "/sandbox/variants", `{"uppzy":{"close_unknown":404,"list_omit":["a","b"]},"uponai":{"silence":"2h"}}`, 200)
	c.want("PATCH", "/sandbox/variants", `{"uponai":{"ended_without_time":true}}`, 200, `"close_unknown":404`, `"silence":"2h0m0s"`)
	if got := c.Variants(); got.Uppzy.CloseUnknown != 404 || len(got.Uppzy.ListOmit) != 2 || !got.UponAI.EndedWithoutTime {
		t.Errorf("got %+v", got)
	}
	c.want("PATCH", "/sandbox/variants", `{"uppzy":{"close_unknown":418}}`, 400, "none of 200, 400, 404")
	c.want("PATCH", "/sandbox/variants", `{"uppzy":{"mood":1}}`, 400)

	shown := c.want("GET", "/sandbox/variants", "", 200)
	c.want("PUT", "/sandbox/variants", `{}`, 200, "{}")
	c.want("PUT", "/sandbox/variants", shown, 200, `"close_unknown":404`)
}

func TestSummary_namesEveryFault(t *testing.T) {
	_, list, _ := strings.Cut(control.Summary, "Kinds of faults:")
	got := strings.FieldsFunc(list, func(r rune) bool { return strings.ContainsRune(" ,\n", r) })
	var want []string
	for _, kind := range sandbox.FaultKinds() {
		want = append(want, string(kind))
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
