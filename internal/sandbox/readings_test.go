package sandbox_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"testing"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/contract"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// The readings are those of the contracts: none is unknown, none occurs twice, and none is
// missing where it matters to sessions or to credentials.
func TestReadings_areThoseOfTheContracts(t *testing.T) {
	found := map[string]int{}
	for _, r := range sandbox.Readings() {
		found[r.ID+": "+r.Reading]++
	}
	for _, vendor := range sandbox.Vendors() {
		assumptions, err := contract.Assumptions(vendor)
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range assumptions {
			required := slices.ContainsFunc(a.Matters, func(part string) bool {
				return slices.Contains([]string{"open", "see", "close", "list", "token"}, part)
			})
			for _, text := range a.Readings {
				switch name := a.ID + ": " + text; {
				case found[name] > 1:
					t.Errorf("%s is found %d times", name, found[name])
				case found[name] == 0 && required:
					t.Errorf("%s is missing", name)
				}
				delete(found, a.ID+": "+text)
			}
		}
	}
	for name := range found {
		t.Errorf("%s is not in a contract", name)
	}
}

// outside are the settings whose responses the contracts do not have.
var outside = []string{
	"uppzy.closed_chat=409", "uppzy.chat_status=201", "uppzy.pending_feedback=409", "uppzy.list_status=203", "uppzy.close_status=202",
	"uppzy.list_shape=array", "uppzy.session_fields=no_closed_at", "talkifai.large_limit=400", "talkifai.created_fields=ids",
	"siteassist.times=other", "siteassist.empty_token=true", "uponai.id_field=chat_id", "uponai.metadata_echo=null",
	"uponai.chat_id=empty", "uponai.list_shape=items", "uponai.error_shape=other", "uponai.error_shape=text",
}

// Each reading shows under its own selection, and one that settings select shows under
// them alone. The responses keep the contract, unless the settings are outside.
func TestReadings_show(t *testing.T) {
	for _, r := range sandbox.Readings() {
		t.Run(r.ID+" "+r.Reading, func(t *testing.T) {
			t.Parallel()
			b := newBench(t, r.Apply())
			requests := b.walk(r)
			if !r.Shows(requests) {
				for _, q := range requests {
					t.Logf("%s %s %s: %d %.200s", q.Operation, q.Path, q.Query.Encode(), q.Status, q.ResponseBody)
				}
				t.Errorf("not shown by %v, %v", r.Settings, r.Faults)
			}
			isOutside := slices.ContainsFunc(r.Settings, func(setting string) bool { return slices.Contains(outside, setting) })
			if left := b.responseViolations(r.Vendor()); (len(left) > 0) != isOutside {
				t.Errorf("outside the contract: got %v, want %v", left, isOutside)
			}
			if len(r.Settings) == 0 {
				return
			}
			r.Settings = nil
			b = newBench(t, r.Apply())
			if r.Shows(b.walk(r)) {
				t.Error("shown by the defaults as well")
			}
			b.responseViolations(r.Vendor())
		})
	}
}

// responseViolations resets the validator of a vendor: the walk sends wrong requests too.
func (b *bench) responseViolations(vendor string) []contract.Violation {
	v := b.validators[vendor]
	defer v.Reset()
	return slices.DeleteFunc(v.Violations(), func(violation contract.Violation) bool { return violation.Side != contract.SideResponse })
}

// Every operation of every contract is served, and its responses keep the contract.
func TestEveryOperationOfEveryContract(t *testing.T) {
	for _, vendor := range sandbox.Vendors() {
		b := newBench(t, sandbox.Variants{})
		b.walk(sandbox.Reading{ID: vendor + "-00"})
		v := b.validators[vendor]
		if missing := v.Unexercised(); len(missing) > 0 {
			t.Errorf("%s: not exercised: %v", vendor, missing)
		}
		if left := b.responseViolations(vendor); len(left) > 0 {
			t.Errorf("%s: outside the contract: %v", vendor, left)
		}
	}
}

// walker makes every call of a vendor's contract, whatever the responses are.
type walker struct {
	*bench
	reading sandbox.Reading
}

// walk makes the calls under a reading.
func (b *bench) walk(r sandbox.Reading) []sandbox.Request {
	b.t.Helper()
	for _, fault := range r.Faults {
		b.Inject(fault)
	}
	calls := testedVendor(r.Vendor()).calls
	if calls == nil {
		b.t.Fatal("the vendor has no row in testedVendor")
	}
	calls(&walker{b, r})
	requests := b.Requests()
	for _, operation := range sandbox.Operations(r.Vendor()) {
		if !slices.ContainsFunc(requests, sandbox.ByOperation(operation)) {
			b.t.Errorf("the walk makes no call of %s", operation)
		}
	}
	return requests
}

// credential is a field of the reading's credentials; empty where they have none of that name.
func (w *walker) credential(name string) string {
	fields := w.reading.Credentials
	if fields == nil {
		fields = sandbox.Credentials(w.reading.Vendor())[0]
	}
	for _, field := range fields {
		if field.Name == name {
			return fmt.Sprint(field.Value)
		}
	}
	return ""
}

func (w *walker) agent() string {
	if w.reading.Agent != "" {
		return w.reading.Agent
	}
	return sandbox.Agent(w.reading.Vendor())
}

// do makes a call and returns the JSON object of the response, or an empty one.
func (w *walker) do(header http.Header, method, path, body string) map[string]any {
	w.t.Helper()
	object := map[string]any{}
	if json.Unmarshal([]byte(w.as(header, w.reading.Vendor(), method, path, body).body), &object) != nil {
		return map[string]any{}
	}
	return object
}

func text(object map[string]any, name, fallback string) string {
	if value, ok := object[name].(string); ok && value != "" {
		return value
	}
	return fallback
}

func (w *walker) uppzyCalls() {
	site := w.credential("site_id")
	header := http.Header{"X-Api-Key": {w.credential("api_key")}}
	wrong := http.Header{"X-Api-Key": {"wrong"}}
	base := "/m2m/sites/" + url.PathEscape(site)
	const session = `{"session_id":"Session 1/a"`
	w.Seed(sandbox.Uppzy, sandbox.Seed{Account: site, ID: "other"})
	list := func(query string) { w.do(header, "GET", base+"/sessions"+query, "") }
	closing := func(id string) { w.do(header, "POST", base+"/chat/session/close", `{"session_id":"`+id+`"}`) }

	w.do(header, "POST", base+"/chat", session+`,"message":"hi","email":"u@example.com"}`)
	list("")
	list("?email=u%40example.com")
	list("?email=U%40Example.com")
	for _, message := range []string{"hi", sandbox.FailMarker} {
		request := text(w.do(header, "POST", base+"/chat/async", session+`,"message":"`+message+`"}`), "request_id", "none")
		rate := func(rating string) {
			w.do(header, "POST", base+"/chat/feedback", session+`,"request_id":"`+request+`","feedback":"`+rating+`"}`)
		}
		rate("good") // too early
		for range 3 {
			w.do(header, "GET", base+"/chat/requests/"+request, "")
		}
		rate("good")
		rate("bad")
	}
	closing("Session 1/a")
	closing("Session 1/a")
	closing("never seen")
	w.do(header, "POST", base+"/chat", session+`,"message":"late"}`)
	list("")
	w.do(wrong, "GET", base+"/sessions", "")
	w.do(header, "GET", "/m2m/sites/nowhere/sessions", "")
}

func (w *walker) talkifaiCalls() {
	key := http.Header{"X-Api-Key": {w.credential("api_key")}}
	agent := `{"agent_id":"` + w.agent() + `"`
	created := w.do(key, "POST", "/sessions", agent+`,"metadata":{"a":"1"},"user_identifier":"u@example.com"}`)
	for _, body := range []string{`{}`, `{"agent_id":"` + sandbox.TalkifAIVoiceAgentID + `"}`} {
		w.do(key, "POST", "/sessions", body)
	}
	w.do(http.Header{"X-Api-Key": {"wrong"}}, "POST", "/sessions", agent+`}`)

	const history, end = "/messages", "/end"
	session := func(id, token string) func(method, call, body string) {
		return func(method, call, body string) {
			w.do(bearer(token), method, "/sessions/"+url.PathEscape(id)+call, body)
		}
	}
	seeded := func() func(method, call, body string) {
		s := w.Seed(sandbox.TalkifAI, sandbox.Seed{})
		return session(s.ID, s.Token)
	}
	read, idle, ended := seeded(), seeded(), seeded()
	if id := text(created, "conversation_id", ""); id != "" {
		read = session(id, text(created, "session_token", ""))
	}
	read("POST", history, `{"message":"hi"}`)
	read("GET", history+"?limit=1000", "")
	idle("POST", history, `{"message":"hi"}`)
	session("chat_none", "wrong")("GET", history, "")

	ended("GET", history+"?limit=1", "")
	ended("POST", end, "")
	ended("GET", history+"?limit=1", "")
	ended("POST", end, "")
	ended("POST", history, `{"message":"late"}`)

	w.Advance(20 * time.Minute)
	read("GET", history, "")
	w.Advance(15 * time.Minute)
	read("GET", history, "")
	idle("GET", history, "")
}

func (w *walker) siteassistCalls() {
	init := `{"apiKey":"` + sandbox.SiteAssistPublishableKey + `","saVid":"` + sandbox.SiteAssistVisitorID + `"}`
	header := http.Header{}
	if origin := w.credential("origin"); origin != "" {
		header.Set("Origin", origin)
	}
	token := text(w.do(header, "POST", "/identity/init", init), "sessionToken", sandbox.SiteAssistToken)
	if configured := w.credential("token"); configured != "" {
		token = configured
	}
	call := func(method, path, body string) map[string]any { return w.do(bearer(token), method, path, body) }
	own := w.Seed(sandbox.SiteAssist, sandbox.Seed{Messages: []sandbox.Message{{Content: "hi"}}})
	w.Seed(sandbox.SiteAssist, sandbox.Seed{Account: "another visitor", ID: sandbox.SiteAssistOtherConversationID})

	call("GET", "/identity/me", "")
	path := "/conversations/" + text(call("POST", "/conversations", `{}`), "id", own.ID)
	call("POST", "/conversations", "")
	call("GET", "/conversations?limit=10&offset=0", "")
	for _, id := range []string{"not-a-uuid", "00000000-0000-4000-8000-000000000000", sandbox.SiteAssistOtherConversationID} {
		call("GET", "/conversations/"+id, "")
	}
	call("POST", path+"/messages", `{"content":"hi"}`)
	call("POST", path+"/messages", `{"content":"`+sandbox.HumanMarker+`"}`)
	call("GET", path+"/messages", "")
	call("POST", "/messages/"+own.Messages[0].ID+"/feedback", `{"feedback":"like"}`)
	call("POST", path+"/close", `{"closeReason":"first"}`)
	call("GET", path, "")
	call("POST", path+"/close", `{"closeReason":"second"}`)
	call("GET", path, "")
	call("POST", path+"/messages", `{"content":"late"}`)
	w.do(bearer("wrong"), "GET", "/conversations", "")
}

func (w *walker) uponaiCalls() {
	workspace := w.credential("workspace_id")
	header := bearer(w.credential("token"))
	query := "?workspaceId=" + workspace
	call := func(method, path, fields string) map[string]any {
		if method == http.MethodGet {
			return w.do(header, method, path+query, "")
		}
		return w.do(header, method, path, `{"workspaceId":`+workspace+fields+`}`)
	}
	seeded := w.Seed(sandbox.UponAI, sandbox.Seed{})
	call("GET", "/api/workspaces", "")
	created := call("POST", "/api/chats", `,"agent_id":"`+w.agent()+`","metadata":{"a":"1"}`)
	path := "/api/chats/" + url.PathEscape(text(created, "chatId", seeded.ID))
	call("POST", "/api/chats", "")
	call("GET", path, "")
	call("GET", "/api/chats", "")
	query += "&limit=1"
	call("GET", "/api/chats", "")
	query = "?workspaceId=" + workspace
	call("PATCH", path, `,"metadata":{"b":"2"}`)
	call("PATCH", path, `,"metadata":{"a":null}`)
	call("POST", path+"/completions", `,"content":"hi"`)
	call("GET", "/api/chat-agents", "")
	call("GET", "/api/chat-agents/"+w.agent(), "")
	call("POST", path+"/end", "")
	call("GET", path, "")
	call("POST", path+"/end", "")
	call("PATCH", path, `,"metadata":{"a":"3"}`)
	call("POST", path+"/completions", `,"content":"late"`)
	call("GET", "/api/chats/unknown", "")
	call("POST", "/api/chats/unknown/end", "")
	header = bearer("wrong")
	call("GET", "/api/chats", "")
}
