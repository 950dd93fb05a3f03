package sandbox_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/contract"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox/control"
)

func TestStartRefuses(t *testing.T) {
	for _, address := range []string{"0.0.0.0:0", ":0", "192.0.2.1:0", "example.com:0", "127.0.0.1", "[::]:0"} {
		if box, err := sandbox.Start(sandbox.Options{Listen: address}); err == nil {
			box.Close()
			t.Errorf("%s was accepted", address)
		}
	}
	if _, err := sandbox.Start(sandbox.Options{Variants: sandbox.Variants{Uppzy: sandbox.UppzyVariants{CloseUnknown: 500}}}); err == nil {
		t.Error("a variant without meaning was accepted")
	}
}

func TestCloseEndsWhatHangs(t *testing.T) {
	b := newBench(t, sandbox.Variants{})
	b.Inject(sandbox.Fault{Kind: sandbox.FaultHang})
	failed := make(chan error, 1)
	url := b.BaseURL(sandbox.Uppzy) + site + "/sessions"
	go func() { failed <- b.send(auth(sandbox.Uppzy), "GET", url, "").err }()
	for len(b.Requests()) == 0 {
		select {
		case err := <-failed:
			t.Fatalf("ended before it hung: %v", err)
		case <-time.After(time.Millisecond):
		}
	}
	b.Close()
	b.Close()
	select {
	case err := <-failed:
		if err == nil {
			t.Error("a call that hung got an answer")
		}
	case <-time.After(5 * time.Second):
		t.Error("Close left a call hanging")
	}
}

func TestLatencyEndsWithTheClient(t *testing.T) {
	box, err := sandbox.Start(sandbox.Options{Latency: time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	defer box.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, box.BaseURL(sandbox.UponAI)+"/api/workspaces", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err == nil {
		_ = response.Body.Close()
	}
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("error %v", err)
	}
}

// Calls that come together wait together: ten at a time with a latency of 100 ms are
// what the benchmark takes a hundred calls a second for.
func TestLatencyIsSharedByParallelCalls(t *testing.T) {
	const calls, latency = 20, 300 * time.Millisecond
	b := newBench(t, sandbox.Variants{})
	defer b.Inject(sandbox.Fault{Kind: sandbox.FaultSlow, Delay: latency})()
	begun := time.Now()
	var all sync.WaitGroup
	for range calls {
		all.Go(func() {
			if r := b.uppzy("GET", "/sessions", ""); r.status != http.StatusOK {
				t.Errorf("%+v", r)
			}
		})
	}
	all.Wait()
	if took := time.Since(begun); took < latency || took > calls*latency/2 {
		t.Errorf("%d calls took %s", calls, took)
	}
}

func TestRequestsAreRecorded(t *testing.T) {
	b := newBench(t, sandbox.Variants{})
	b.Advance(time.Hour)
	r := b.uppzy("GET", "/sessions?email=a%40b.c", "")
	if got, want := r.header.Get("Date"), "Wed, 04 Mar 2026 13:00:00 GMT"; got != want {
		t.Errorf("date %q, want the sandbox's own %q", got, want)
	}
	b.want(b.uppzy("POST", "/chat/session/close", `{"session_id":"x"}`), 200)
	got := b.Requests()
	if len(got) != 2 {
		t.Fatalf("%d requests", len(got))
	}
	list, closing := got[0], got[1]
	if list.Vendor != sandbox.Uppzy || list.Operation != "listSessions" || list.Method != "GET" ||
		list.Path != site+"/sessions" || list.Query.Get("email") != "a@b.c" || list.Status != 200 ||
		list.Header.Get("X-Api-Key") != sandbox.UppzyAPIKey || !list.At.Equal(noon.Add(time.Hour)) {
		t.Errorf("%+v", list)
	}
	if closing.Body != `{"session_id":"x"}` || closing.Operation != "closeSession" {
		t.Errorf("%+v", closing)
	}
	b.ResetRequests()
	if got := b.Requests(); len(got) != 0 {
		t.Errorf("after a reset: %+v", got)
	}
}

func TestWrongPathsAndMethods(t *testing.T) {
	box, err := sandbox.Start(sandbox.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer box.Close()
	b := &bench{Sandbox: box, t: t, client: http.DefaultClient}
	b.want(b.call(sandbox.UponAI, "DELETE", "/api/workspaces", ""), 405)
	for _, path := range []string{"/api/nothing", "/api/chats/", "/api//chats", "/api/chats/../workspaces", "", "/api/chats/%2e%2e%2fx/y"} {
		r := b.call(sandbox.UponAI, "GET", path, "")
		if b.want(r, 404); strings.Contains(r.body, "{") {
			t.Errorf("%s: a 404 in the vendor's own shape: %s", path, r.body)
		}
	}
	b.want(b.call(sandbox.UponAI, "GET", "/api/chats/..%2Fworkspaces?workspaceId=42", ""), 404, `"status":"error"`)
}

func TestSecretsHoldEveryToken(t *testing.T) {
	b := newBench(t, sandbox.Variants{})
	_, _, talk := b.talk()
	_, visitor := b.visitor("device", 201)
	seeded := b.Seed(sandbox.TalkifAI, sandbox.Seed{})
	secrets := strings.Join(b.Secrets(), "\n")
	for _, secret := range []string{
		talk.Get("Authorization"), visitor.Get("Authorization"), seeded.Token, sandbox.UponAIToken,
		sandbox.UppzyNoPlanAPIKey, sandbox.TalkifAINoCreditsAPIKey,
	} {
		secret = strings.TrimPrefix(secret, "Bearer ")
		if !strings.Contains(secrets, secret) || !strings.Contains(secret, "secret") {
			t.Errorf("%s is not told as a secret", secret)
		}
	}
}

func TestSeedReplacesAndKeepsOrder(t *testing.T) {
	b := newBench(t, sandbox.Variants{})
	for _, id := range []string{"a", "b", "a"} {
		b.Seed(sandbox.Uppzy, sandbox.Seed{ID: id, UserIdentifier: "x"})
	}
	closed := noon.Add(-time.Hour)
	b.Seed(sandbox.Uppzy, sandbox.Seed{ID: "c", CreatedAt: noon.Add(-2 * time.Hour), ClosedAt: &closed})
	got := b.Sessions("")
	if len(got) != 3 || got[0].ID != "b" || got[1].ID != "a" || got[2].Open || !got[2].ClosedAt.Equal(closed) {
		t.Errorf("%+v", got)
	}
	if b.CloseSession(sandbox.Uppzy, "c") || b.CloseSession(sandbox.Uppzy, "none") || !b.CloseSession(sandbox.Uppzy, "a") {
		t.Error("CloseSession")
	}
	if _, ok := b.Session(sandbox.Uppzy, "none"); ok {
		t.Error("Session found what is not there")
	}
}

// Everything at once, for the race detector.
func TestConcurrentUse(t *testing.T) {
	b := newBench(t, sandbox.Variants{})
	var work sync.WaitGroup
	for i := range 8 {
		work.Go(func() {
			id := fmt.Sprint("s", i)
			b.send(auth(sandbox.Uppzy), "POST", b.BaseURL(sandbox.Uppzy)+site+"/chat", `{"session_id":"`+id+`","message":"m"}`)
			b.send(auth(sandbox.UponAI), "GET", b.BaseURL(sandbox.UponAI)+"/api/chats?workspaceId=42", "")
			remove := b.Inject(sandbox.Fault{Vendor: sandbox.TalkifAI, Kind: sandbox.FaultReset})
			b.SetVariants(b.Variants())
			b.Advance(time.Second)
			b.Seed(sandbox.UponAI, sandbox.Seed{})
			b.CloseSession(sandbox.Uppzy, id)
			_ = b.Requests()
			remove()
		})
	}
	work.Wait()
	if got := b.Sessions(sandbox.Uppzy); len(got) != 8 {
		t.Errorf("%d sessions", len(got))
	}
}

// A web page must reach neither the control API nor a vendor through the browser of
// the user who runs the sandbox.
func TestForeignPagesAreRefused(t *testing.T) {
	box, err := sandbox.Start(sandbox.Options{Control: control.Handler})
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

func TestAdvance_limits(t *testing.T) {
	b := newBench(t, sandbox.Variants{})
	before := b.Now()
	if b.Advance(-time.Second) || !b.Now().Equal(before) {
		t.Error("the clock was moved back")
	}
	if !b.Advance(math.MaxInt64) || b.Advance(1) {
		t.Error("the clock does not move forward by 292 years, or it overflows")
	}
	if got := b.Now().Year(); got != 2318 {
		t.Errorf("the clock shows the year %d, want 2318", got)
	}
}

func TestOperationsAreThoseOfTheContract(t *testing.T) {
	for _, vendor := range sandbox.Vendors() {
		v, err := contract.New(vendor, "/")
		if err != nil {
			t.Fatal(err)
		}
		want, got := v.Unexercised(), sandbox.Operations(vendor)
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", vendor, got, want)
		}
	}
	if got := sandbox.Operations("nobody"); got != nil {
		t.Errorf("got %v", got)
	}
}
