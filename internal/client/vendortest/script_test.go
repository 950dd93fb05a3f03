package vendortest_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
)

// watched is a test that is told what went wrong and does not fail of it.
type watched struct {
	testing.TB
	errors   []string
	cleanups []func()
}

func (w *watched) Error(args ...any) { w.errors = append(w.errors, fmt.Sprint(args...)) }

func (w *watched) Errorf(format string, args ...any) {
	w.errors = append(w.errors, fmt.Sprintf(format, args...))
}
func (w *watched) Cleanup(f func()) { w.cleanups = append(w.cleanups, f) }

const (
	ended   = "POST /api/chats/1/end"
	another = "POST /api/chats/2/end"
)

// What the vendors' tests rely on: a script fails them for all it promises to.
func TestScriptTells(t *testing.T) {
	for name, c := range map[string]struct {
		steps    []vendortest.Step
		calls    []string
		body     string // of the requests; what the contract has when empty
		anyOrder bool
		want     string // in an error; none when empty
	}{
		"as expected":       {steps: []vendortest.Step{{Call: ended, Status: 204}}, calls: []string{ended}},
		"too few":           {steps: []vendortest.Step{{Call: ended, Status: 204}}, want: "did not come"},
		"too many":          {calls: []string{ended}, want: "unexpected call"},
		"another":           {steps: []vendortest.Step{{Call: ended, Status: 204}}, calls: []string{another}, want: "unexpected call"},
		"order":             {steps: []vendortest.Step{{Call: ended, Status: 204}, {Call: another, Status: 204}}, calls: []string{another, ended}, want: "unexpected call"},
		"any order":         {steps: []vendortest.Step{{Call: ended, Status: 204}, {Call: another, Status: 204}}, calls: []string{another, ended}, anyOrder: true},
		"any order, absent": {steps: []vendortest.Step{{Call: ended, Status: 204}}, calls: []string{another}, anyOrder: true, want: "unexpected call"},
		"answer":            {steps: []vendortest.Step{{Call: ended, Status: 403, Body: "<html>"}}, calls: []string{ended}, want: ended[5:]},
		"odd answer":        {steps: []vendortest.Step{{Call: ended, Status: 403, Body: "<html>", Odd: true}}, calls: []string{ended}},
		"request":           {steps: []vendortest.Step{{Call: ended, Status: 204}}, calls: []string{ended}, body: `{}`, want: ended[5:]},
		"request, odd":      {steps: []vendortest.Step{{Call: ended, Status: 204, Odd: true}}, calls: []string{ended}, body: `{}`, want: ended[5:]},
	} {
		t.Run(name, func(t *testing.T) {
			w := &watched{TB: t}
			s := &vendortest.Script{AnyOrder: c.anyOrder}
			base := s.Play(w, "uponai", "", c.steps)
			if c.body == "" {
				c.body = `{"workspaceId":42}`
			}
			for _, call := range c.calls {
				send(t, base, call, c.body)
			}
			for _, f := range w.cleanups {
				f()
			}
			told := strings.Join(w.errors, "\n")
			if (c.want == "") != (told == "") || !strings.Contains(told, c.want) {
				t.Errorf("told %q, want %q", told, c.want)
			}
			if len(s.Sent) != len(c.calls) || len(s.Sent) > 0 && s.Sent[0].Body != c.body {
				t.Errorf("recorded %v", s.Sent)
			}
		})
	}
}

func send(t *testing.T, base, call, body string) {
	t.Helper()
	method, path, _ := strings.Cut(call, " ")
	r, err := http.NewRequestWithContext(t.Context(), method, base+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer token")
	r.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
}
