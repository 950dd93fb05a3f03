package siteassist_test

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/siteassist"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
)

// response is a response of a server that is not SiteAssist.
type response struct {
	status int
	body   string
}

// strangers are responses of gateways, frameworks and other APIs.
var strangers = map[string]response{
	"NestJS 404":                {404, `{"statusCode":404,"message":"Cannot GET /v2/conversations","error":"Not Found"}`},
	"Kong 404":                  {404, `{"message":"no Route matched with those values","request_id":"5f0c"}`},
	"FastAPI 404":               {404, `{"detail":"Not Found"}`},
	"Django 404":                {404, `{"detail":"Not found."}`},
	"Spring 404":                {404, `{"timestamp":"2024-01-15T10:30:00Z","status":404,"error":"Not Found","path":"/v2"}`},
	"Google 404":                {404, `{"error":{"code":404,"message":"Requested entity was not found.","status":"NOT_FOUND"}}`},
	"Strapi 404":                {404, `{"data":null,"error":{"status":404,"name":"NotFoundError","message":"Not Found","details":{}}}`},
	"OpenAI 404":                {404, `{"error":{"message":"Invalid URL","type":"invalid_request_error","param":null,"code":null}}`},
	"Stripe 404":                {404, `{"error":{"type":"invalid_request_error","message":"Unrecognized request URL","code":"resource_missing"}}`},
	"code absent":               {404, `{"error":{"message":"Conversation not found!"}}`},
	"code in lower case":        {404, `{"error":{"message":"m","code":"conversation_not_found"}}`},
	"code without a message":    {404, `{"error":{"code":"CONVERSATION_NOT_FOUND"}}`},
	"code at the top":           {404, `{"message":"m","code":"CONVERSATION_NOT_FOUND"}`},
	"Azure 404":                 {404, `{"error":{"code":"ResourceNotFound","message":"The resource was not found."}}`},
	"gRPC gateway 404":          {404, `{"code":5,"message":"Not Found","details":[]}`},
	"Express 404":               {404, "<!DOCTYPE html><html><body><pre>Cannot GET /v2</pre></body></html>"},
	"nginx 404":                 {404, `{"error":{"message":"Not Found","code":404}}`},
	"Go 404":                    {404, "404 page not found\n"},
	"Laravel 404":               {404, `{"message":"The route v2 could not be found.","exception":"NotFoundHttpException"}`},
	"Rails 404":                 {404, `{"status":404,"error":"Not Found"}`},
	"RFC 9457 404":              {404, `{"type":"about:blank","title":"Not Found","status":404}`},
	"empty 404":                 {404, ""},
	"SimpleJWT 401":             {401, `{"detail":"Given token not valid for any token type","code":"token_not_valid"}`},
	"documented 401":            {401, own("", 401).Body},
	"AWS gateway 403":           {403, `{"message":"Missing Authentication Token"}`},
	"documented 403":            {403, own("", 403).Body},
	"not found as 403":          {403, own("", 404).Body},
	"405":                       {405, `{"detail":"Method \"POST\" not allowed."}`},
	"409":                       {409, own("", 409).Body},
	"410":                       {410, `{"error":{"message":"Gone","code":"GONE"}}`},
	"not found as 410":          {410, own("", 404).Body},
	"421":                       {421, "Misdirected Request"},
	"422":                       {422, `{"detail":[{"loc":["path","id"],"msg":"value is not a valid uuid"}]}`},
	"redirect to a login":       {302, ""},
	"moved":                     {308, ""},
	"health check":              {200, `{"status":"ok"}`},
	"health check in text":      {200, "OK"},
	"success without message":   {200, `{"success":true}`},
	"success, empty message":    {200, `{"success":true,"message":""}`},
	"success, message a number": {200, `{"success":true,"message":7}`},
	"success as a string":       {200, `{"success":"true","message":"done"}`},
	"success with data":         {200, `{"success":true,"data":null}`},
	"success false":             {200, `{"success":false,"message":"Conversation could not be closed."}`},
	"list of another API":       {200, `{"total":0,"data":[]}`},
	"list of OpenAI":            {200, `{"object":"list","data":[],"has_more":false}`},
	"page of an app":            {200, "<!doctype html><div id=root></div>"},
	"null":                      {200, `null`},
	"empty 200":                 {200, ""},
	"created":                   {201, `{"success":true,"message":"done"}`},
	"no content":                {204, ""},
}

// fake is SiteAssist with some conversations. stranger responds to the operations in
// its place; an operation is "me", "list", "get", "close" or "start".
type fake struct {
	stranger  *response
	strangeTo func(operation string) bool

	mu       sync.Mutex
	ids      []string
	closed   map[string]bool
	requests map[string]int
}

func (f *fake) vendor(t *testing.T) *siteassist.Vendor {
	t.Helper()
	f.closed, f.requests = map[string]bool{}, map[string]int{}
	c := byToken
	c.Transport = vendortest.Options("")
	c.Transport.RoundTripper = vendortest.RoundTrip(f.respond)
	v, err := siteassist.New(c)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func (f *fake) respond(r *http.Request) (*http.Response, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	operation, of := operationOf(r)
	f.requests[operation]++
	if f.stranger != nil && f.strangeTo(operation) {
		return vendortest.Answer(f.stranger.status, f.stranger.body), nil
	}
	known := slices.Contains(f.ids, of)
	switch {
	case operation == "me":
		return vendortest.Answer(200, visitorJSON), nil
	case operation == "list":
		return vendortest.Answer(200, f.page(r)), nil
	case !known:
		return vendortest.Answer(404, own("", 404).Body), nil
	case operation == "close":
		f.closed[of] = true
		return vendortest.Answer(200, closedJSON), nil
	}
	return vendortest.Answer(200, f.conversation(of)), nil
}

func operationOf(r *http.Request) (operation, of string) {
	path := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
	switch {
	case path[1] == "identity":
		return "me", ""
	case len(path) == 2 && r.Method == http.MethodPost:
		return "start", ""
	case len(path) == 2:
		return "list", ""
	case len(path) == 4:
		return "close", path[2]
	}
	return "get", path[2]
}

func (f *fake) page(r *http.Request) string {
	offset, _ := strconv.Atoi(r.URL.Query().Get("offset"))
	var data []string
	for _, of := range f.ids[min(offset, len(f.ids)):min(offset+100, len(f.ids))] {
		data = append(data, f.conversation(of))
	}
	return lists("", len(f.ids), data...).Body
}

func (f *fake) conversation(of string) string {
	status := "open"
	if f.closed[of] {
		status = "closed"
	}
	return strings.Replace(conversationJSON(status, "null"), id, of, 1)
}

// scopes are the operations that a stranger responds to.
var scopes = map[string]struct {
	read, close func(operation string) bool
	// decided is set where something is left that proves what became of the session.
	decided bool
}{
	"this operation": {
		read:    func(o string) bool { return o == "get" },
		close:   func(o string) bool { return o == "close" },
		decided: true,
	},
	"every call for one conversation": {
		read:    func(o string) bool { return o == "get" || o == "close" },
		close:   func(o string) bool { return o == "get" || o == "close" },
		decided: true,
	},
	"every call": {
		read:  func(string) bool { return true },
		close: func(string) bool { return true },
	},
}

func TestStrangersProveNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for name, stranger := range strangers {
			for scope, s := range scopes {
				for _, open := range []bool{true, false} {
					label := fmt.Sprintf("%s, %s, open %t", name, scope, open)
					f := &fake{stranger: &stranger, ids: []string{visitor}}
					if open {
						f.ids = append(f.ids, id)
					}
					f.strangeTo = s.read
					session, err := f.vendor(t).Read(t.Context(), confirmed)
					switch {
					case !s.decided:
						if err != nil || session.Status != client.StatusUnknown || !strings.Contains(session.Note, "base_url") {
							t.Errorf("%s: read: got %+v, %v; want an unknown status", label, session, err)
						}
					case open:
						if err != nil || session.Status != client.StatusOpen {
							t.Errorf("%s: read: got %+v, %v; want the open session", label, session, err)
						}
					case !vendortest.Is[*client.NotFoundError](err):
						t.Errorf("%s: read: got %+v, %v; want a NotFoundError", label, session, err)
					}
					f.strangeTo = s.close
					_, err = f.vendor(t).Close(t.Context(), confirmed, "")
					if closes := s.decided && !open; closes != (err == nil) {
						t.Errorf("%s: close: got %v, want success %t", label, err, closes)
					}
					if err != nil && vendortest.StatusOf(err) != stranger.status {
						t.Errorf("%s: close: got %v, want the status %d", label, err, stranger.status)
					}
				}
			}
		}
	})
}

// Without the account confirmed and with another credential, neither the documented
// not-found nor the list proves anything about a session that is not this visitor's.
func TestTrust(t *testing.T) {
	for name, c := range map[string]struct {
		ref  client.Ref
		gone bool
	}{
		"account confirmed":                       {confirmed, true},
		"same credential":                         {sameCredential, true},
		"unconfirmed account, another credential": {untrusted, false},
	} {
		for _, stranger := range []*response{nil, {404, `{"detail":"Not Found"}`}} {
			t.Run(fmt.Sprintf("%s, gateway %t", name, stranger != nil), func(t *testing.T) {
				f := &fake{stranger: stranger, strangeTo: scopes["every call for one conversation"].read}
				session, err := f.vendor(t).Read(t.Context(), c.ref)
				if vendortest.Is[*client.NotFoundError](err) != c.gone || !c.gone && (err != nil || session.Status != client.StatusUnknown) {
					t.Errorf("read: got %+v, %v", session, err)
				}
				result, err := f.vendor(t).Close(t.Context(), c.ref, "")
				if c.gone != (err == nil) || result.Already != c.gone || !c.gone && vendortest.StatusOf(err) != 404 {
					t.Errorf("close: got %+v, %v", result, err)
				}
			})
		}
	}
}

// A list with the wrong envelope is an error: a teardown would find nothing to close.
func TestListOfAStrangerIsAnError(t *testing.T) {
	for name, stranger := range strangers {
		f := &fake{stranger: &stranger, strangeTo: func(o string) bool { return o == "list" }}
		if listing, err := client.List(t.Context(), f.vendor(t), client.Filter{}, 0); vendortest.StatusOf(err) != stranger.status {
			t.Errorf("%s: got %+v, %v", name, listing, err)
		}
	}
}

// The vendor does not document GET /identity/me for private keys. No other call depends
// on it, and after a response it is not sent again.
func TestCallsWithoutAnAccount(t *testing.T) {
	for name, refusal := range map[string]response{
		"401":       {401, own("", 401).Body},
		"403":       {403, own("", 403).Body},
		"404":       {404, own("", 404).Body},
		"500":       {500, own("", 500).Body},
		"no JSON":   {200, "OK"},
		"no id":     {200, `{"object":"visitor"}`},
		"too large": {200, strings.Repeat("x", 1<<20+1)},
	} {
		t.Run(name, func(t *testing.T) {
			f := &fake{stranger: &refusal, strangeTo: func(o string) bool { return o == "me" }, ids: []string{id}}
			v := f.vendor(t)
			if s, err := v.Open(t.Context(), client.OpenRequest{SessionID: id}); err != nil || s.Account != "" {
				t.Errorf("open: got %+v, %v", s, err)
			}
			if s, err := v.Read(t.Context(), confirmed); err != nil || s.Account != "" || s.Status != client.StatusOpen {
				t.Errorf("read: got %+v, %v", s, err)
			}
			if listing, err := client.List(t.Context(), v, client.Filter{}, 0); err != nil || len(listing.Sessions) != 1 || listing.Sessions[0].Account != "" {
				t.Errorf("list: got %+v, %v", listing, err)
			}
			if _, err := v.Clock(t.Context()); err != nil {
				t.Errorf("clock: %v", err)
			}
			if _, err := v.Close(t.Context(), sameCredential, ""); err != nil {
				t.Errorf("close: %v", err)
			}
			if ok, err := client.CheckAccount(t.Context(), v, id, visitor); ok || err != nil {
				t.Errorf("check: got %t, %v", ok, err)
			}
			if account, err := v.Account(t.Context()); account != "" || !vendortest.Is[*client.AccountUnknownError](err) || !vendortest.Is[*client.Error](err) {
				t.Errorf("account: got %q, %v", account, err)
			}
			want := 1
			if refusal.status == 500 {
				want = 2 // one call, repeated once
			}
			if f.requests["me"] != want {
				t.Errorf("%d requests for the account, want %d", f.requests["me"], want)
			}
		})
	}
}

// many are the refs of n sessions.
func many(n int) []client.Ref {
	refs := make([]client.Ref, n)
	for i := range refs {
		refs[i] = confirmed
		refs[i].ID = fmt.Sprintf("00000000-0000-4000-8000-%012d", i)
	}
	return refs
}

func TestCostOfClosingManySessions(t *testing.T) {
	const n = 200
	notFound := response{404, `{"detail":"Not Found"}`}
	for name, c := range map[string]struct {
		stranger *response
		exist    bool
		want     map[string]int
	}{
		"open":                           {exist: true, want: map[string]int{"close": n}},
		"they no longer exist":           {want: map[string]int{"close": n}},
		"no longer exist, and a gateway": {stranger: &notFound, want: map[string]int{"close": n, "get": n, "list": 1}},
	} {
		t.Run(name, func(t *testing.T) {
			f := &fake{stranger: c.stranger, strangeTo: scopes["every call for one conversation"].close}
			refs := many(n)
			if c.exist {
				for _, ref := range refs {
					f.ids = append(f.ids, ref.ID)
				}
			}
			v := f.vendor(t)
			var group sync.WaitGroup
			limit := make(chan struct{}, 10)
			for _, ref := range refs {
				group.Go(func() {
					limit <- struct{}{}
					defer func() { <-limit }()
					if _, err := v.Close(t.Context(), ref, ""); err != nil {
						t.Error(err)
					}
				})
			}
			group.Wait()
			for operation, most := range c.want {
				if f.requests[operation] > most {
					t.Errorf("%d requests to %s, want at most %d", f.requests[operation], operation, most)
				}
			}
			for operation := range f.requests {
				if _, ok := c.want[operation]; !ok {
					t.Errorf("%d requests to %s, want none", f.requests[operation], operation)
				}
			}
		})
	}
}

// Every page of a large list is read before it proves absence.
func TestLargeListProvesAbsence(t *testing.T) {
	f := &fake{stranger: &response{404, "404 page not found"}, strangeTo: scopes["every call for one conversation"].read}
	for _, ref := range many(250) {
		f.ids = append(f.ids, ref.ID)
	}
	v := f.vendor(t)
	if s, err := v.Read(t.Context(), confirmed); !vendortest.Is[*client.NotFoundError](err) || f.requests["list"] != 3 {
		t.Errorf("got %+v, %v after %d pages", s, err, f.requests["list"])
	}
}
