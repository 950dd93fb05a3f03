package uponai_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/uponai"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
)

// shapes are responses of gateways, frameworks and other APIs, none of which says
// anything about a chat.
var shapes = map[string]struct {
	status int
	body   string
}{
	"NestJS":           {404, `{"statusCode":404,"message":"Cannot POST /api/chats","error":"Not Found"}`},
	"Fastify":          {404, `{"message":"Route GET:/api/chats not found","error":"Not Found","statusCode":404}`},
	"Kong":             {404, `{"message":"no Route matched with those values"}`},
	"Azure":            {404, `{"statusCode":404,"message":"Resource not found"}`},
	"Laravel":          {404, `{"message":"The route api/chats could not be found."}`},
	"Slim":             {404, `{"message":"404 Not Found"}`},
	"Spring":           {404, `{"timestamp":"2026-01-31T08:00:00Z","status":404,"error":"Not Found","path":"/api/chats"}`},
	"Flask-RESTful":    {404, `{"message":"The requested URL was not found on the server."}`},
	"Gin":              {404, `{"code":"PAGE_NOT_FOUND","message":"Page not found"}`},
	"MuleSoft":         {404, `{"message":"Resource not found"}`},
	"PostgREST":        {404, `{"code":"PGRST205","details":null,"hint":null,"message":"Could not find the table"}`},
	"GitLab":           {404, `{"message":"404 Project Not Found"}`},
	"Heroku":           {404, `{"id":"not_found","message":"Couldn't find that app."}`},
	"JSend":            {404, `{"status":"error","message":"Chat not found"}`},
	"status as string": {404, `{"status":"404","message":"Not Found"}`},
	"FastAPI":          {404, `{"detail":"Not Found"}`},
	"error as string":  {404, `{"error":"not found"}`},
	"Express":          {404, `<pre>Cannot GET /api/chats</pre>`},
	"no body":          {404, ``},
	"AWS":              {403, `{"message":"Missing Authentication Token"}`},
	"OAuth proxy":      {401, `{"message":"Unauthorized"}`},
	"gone":             {410, `{"status":"error","message":"Gone"}`},
	"conflict":         {409, `{"status":"error","message":"Chat already ended."}`},
	"unprocessable":    {422, `{"status":"error","message":"Cannot find requested asset under given api key."}`},
	"bad gateway":      {502, `<html>`},
	"redirect":         {302, ``},
	"page":             {200, `<!doctype html><title>App</title>`},
	"success false":    {200, `{"success":false,"error":"chat is locked"}`},
	"queued":           {202, `{"status":"queued"}`},
	"data":             {200, `{"data":[]}`},
	"OpenAI":           {200, `{"object":"list","data":[],"has_more":false}`},
	"total":            {200, `{"items":[],"total":0}`},
	"array":            {200, `[]`},
	"null":             {200, `null`},
	"object":           {200, `{}`},
	"empty":            {200, ``},
}

// world is a vendor with one chat, in front of which a stranger answers some calls.
type world struct {
	// chat is "open", "ended" or "gone".
	chat string
	// strange is the operation that the stranger answers; every is set where it answers
	// the others as well.
	strange string
	every   bool
	status  int
	body    string

	mu     sync.Mutex
	closed bool
}

func (w *world) RoundTrip(r *http.Request) (*http.Response, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	operation := "list"
	switch {
	case strings.HasSuffix(r.URL.Path, "/end"):
		operation = "close"
	case strings.HasSuffix(r.URL.Path, id):
		operation = "read"
	}
	if w.strange == operation || w.every {
		return vendortest.Answer(w.status, w.body), nil
	}
	ours := map[string]string{
		"open": chatJSON(`"status":"ongoing"`), "ended": chatJSON(`"status":"ended"`),
	}[w.chat]
	switch {
	case operation == "list" && ours == "":
		return vendortest.Answer(200, pageJSON("null", `{"chatId":"other"}`)), nil
	case operation == "list":
		return vendortest.Answer(200, pageJSON("null", `{"chatId":"other"}`, ours)), nil
	case ours == "":
		return vendortest.Answer(404, `{"status":"error","message":"unknown"}`), nil
	case operation == "read":
		return vendortest.Answer(200, ours), nil
	}
	w.chat, w.closed = "ended", true
	return vendortest.Answer(204, ""), nil
}

// connect makes a vendor that repeats a call once, and at once.
func (w *world) connect(t *testing.T) *uponai.Vendor {
	t.Helper()
	return offline(t, uponai.Config{Transport: vendortest.Options("")}, w.RoundTrip)
}

// An open chat never passes for closed. One that no longer exists does where the
// stranger answers one operation, and where it answers all, nothing is proven.
func TestEvidence(t *testing.T) {
	for name, shape := range shapes {
		for _, chat := range []string{"open", "ended", "gone"} {
			for _, every := range []bool{false, true} {
				for _, ref := range []client.Ref{ref, untrusted} {
					name := fmt.Sprintf("%s/every call %t/%s/trusted %t", name, every, chat, ref.Trusted())
					proven := !every && ref.Trusted()
					t.Run(name+"/read", func(t *testing.T) {
						t.Parallel()
						w := &world{chat: chat, strange: "read", every: every, status: shape.status, body: shape.body}
						checkEvidenceOfRead(t, w, ref, proven && shape.status != 502)
					})
					t.Run(name+"/close", func(t *testing.T) {
						t.Parallel()
						w := &world{chat: chat, strange: "close", every: every, status: shape.status, body: shape.body}
						checkEvidenceOfClose(t, w, ref, proven || !every && chat == "ended")
					})
				}
			}
		}
	}
}

func checkEvidenceOfRead(t *testing.T, w *world, ref client.Ref, proven bool) {
	t.Helper()
	s, err := w.connect(t).Read(t.Context(), ref)
	switch {
	case proven && w.chat == "gone":
		if !vendortest.Is[*client.NotFoundError](err) {
			t.Errorf("got %+v, %v, want that it does not exist", s, err)
		}
	case proven:
		want := map[string]client.Status{"open": client.StatusOpen, "ended": client.StatusClosed}[w.chat]
		if err != nil || s.Status != want {
			t.Errorf("got %+v, %v, want %s", s, err, want)
		}
	case w.status == 502:
		if vendortest.StatusOf(err) != 502 {
			t.Errorf("got %+v, %v, want status 502", s, err)
		}
	case err != nil || s.Status != client.StatusUnknown || !strings.Contains(s.Note, fmt.Sprint("status ", w.status)):
		t.Errorf("got %+v, %v, want status unknown with a note", s, err)
	}
}

func checkEvidenceOfClose(t *testing.T, w *world, ref client.Ref, proven bool) {
	t.Helper()
	before := w.chat
	_, err := w.connect(t).Close(t.Context(), ref, "")
	switch {
	case w.closed:
		t.Error("the chat was ended")
	case before == "open" && err == nil:
		t.Error("an open chat passes for closed")
	case before != "open" && proven != (err == nil), err != nil && vendortest.StatusOf(err) != w.status:
		t.Errorf("got %v, want success: %t", err, proven)
	}
}

// What the list proves where the other calls answer 404.
func TestEvidence_list(t *testing.T) {
	page := make([]string, 1000)
	for i := range page {
		page[i] = fmt.Sprintf(`{"chatId":"%d"}`, i)
	}
	full := strings.Join(page, ",")
	for name, c := range map[string]struct {
		list   string
		proven bool
	}{
		"pagination_key null":              {`{"data":[],"pagination_key":null}`, true},
		"pagination_key empty":             {`{"data":[],"pagination_key":""}`, true},
		"spelling of the request":          {`{"data":[],"paginationKey":null}`, true},
		"items and has_more":               {`{"items":[],"has_more":false}`, true},
		"items, has_more and a key":        {`{"items":[{"chat_id":"a"}],"has_more":false,"pagination_key":"k"}`, true},
		"items, total and has_more":        {`{"items":[{"chat_id":"a"}],"has_more":false,"total":1}`, true},
		"fewer than the limit":             {`{"data":[{"chatId":"a"}]}`, true},
		"full page with a key of null":     {`{"data":[` + full + `],"pagination_key":null}`, true},
		"full page without a key":          {`{"data":[` + full + `]}`, false},
		"data alone":                       {`{"data":[]}`, false},
		"OpenAI":                           {`{"object":"list","data":[],"has_more":false}`, false},
		"OpenAI with objects":              {`{"object":"list","data":[{"id":"a"}],"has_more":false}`, false},
		"fewer than the limit, has_more":   {`{"data":[{"chatId":"a"}],"has_more":true}`, false},
		"key of null, has_more":            {`{"data":[{"chatId":"a"}],"has_more":true,"pagination_key":null}`, false},
		"items and total":                  {`{"items":[],"total":0}`, false},
		"items, fewer than the limit":      {`{"items":[{"chat_id":"a"}]}`, false},
		"items, has_more without a key":    {`{"items":[{"chat_id":"a"}],"has_more":true}`, false},
		"has_more as a string":             {`{"items":[],"has_more":"false"}`, false},
		"has_more without items":           {`{"has_more":false}`, false},
		"data null":                        {`{"data":null,"pagination_key":null}`, false},
		"data an object":                   {`{"data":{},"pagination_key":null}`, false},
		"key an object":                    {`{"data":[{"chatId":"a"}],"pagination_key":{}}`, false},
		"chat without an id":               {`{"data":[{"status":"ended"}],"pagination_key":null}`, false},
		"chat of null":                     {`{"data":[null],"pagination_key":null}`, false},
		"array":                            {`[]`, false},
		"array of chats":                   {`[{"chatId":"a"}]`, false},
		"null":                             {`null`, false},
		"empty":                            {``, false},
		"the same page again and again":    {`{"data":[{"chatId":"a"}],"pagination_key":"k"}`, false},
		"empty pages that do not advance":  {`{"data":[],"pagination_key":"k"}`, false},
		"another list with pagination_key": {`{"data":[{"id":"a"}],"pagination_key":null}`, false},
	} {
		t.Run(name, func(t *testing.T) {
			v := offline(t, uponai.Config{}, func(r *http.Request) (*http.Response, error) {
				if r.URL.Path == "/api/chats" {
					return vendortest.Answer(200, c.list), nil
				}
				return vendortest.Answer(404, `{"status":"error","message":"unknown"}`), nil
			})
			s, err := v.Read(t.Context(), ref)
			if c.proven != vendortest.Is[*client.NotFoundError](err) || !c.proven && (err != nil || s.Status != client.StatusUnknown) {
				t.Errorf("read: got %+v, %v, want proof: %t", s, err, c.proven)
			}
			result, err := v.Close(t.Context(), ref, "")
			if c.proven != (err == nil) || c.proven != result.Already || !c.proven && vendortest.StatusOf(err) != 404 {
				t.Errorf("close: got %+v, %v, want proof: %t", result, err, c.proven)
			}
			_, err = client.List(t.Context(), v, client.Filter{}, 0)
			if c.proven != (err == nil) {
				t.Errorf("list: got %v, want proof: %t", err, c.proven)
			}
		})
	}
}

// A walk from before a chat became known does not prove that the chat does not exist.
func TestEvidence_olderWalk(t *testing.T) {
	for name, learn := range map[string]func(*testing.T, *uponai.Vendor) error{
		"created": func(t *testing.T, v *uponai.Vendor) error {
			_, err := v.Open(t.Context(), client.OpenRequest{AgentID: agent})
			return err
		},
		"adopted": func(t *testing.T, v *uponai.Vendor) error {
			_, err := v.Open(t.Context(), client.OpenRequest{SessionID: id})
			return err
		},
		"listed": func(t *testing.T, v *uponai.Vendor) error {
			_, err := client.List(t.Context(), v, client.Filter{}, 0)
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := &world{chat: "gone", strange: "close", status: 404, body: `{"message":"Not Found"}`}
			v := offline(t, uponai.Config{}, func(r *http.Request) (*http.Response, error) {
				if r.Method == http.MethodPost && r.URL.Path == "/api/chats" {
					return vendortest.Answer(201, chatJSON(`"status":"ongoing"`)), nil
				}
				return w.RoundTrip(r)
			})
			if _, err := v.Close(t.Context(), client.Ref{ID: "earlier", Seen: true, AccountConfirmed: true}, ""); err != nil {
				t.Fatal(err)
			}
			w.chat = "open"
			if err := learn(t, v); err != nil {
				t.Fatal(err)
			}
			if _, err := v.Close(t.Context(), ref, ""); vendortest.StatusOf(err) != 404 {
				t.Errorf("got %v, want status 404", err)
			}
		})
	}
}

// A chat that is created while a shared walk is under way is not in it.
func TestEvidence_walkDuringACreation(t *testing.T) {
	w := &world{chat: "gone", strange: "close", status: 404, body: `{"message":"Not Found"}`}
	walking, created := make(chan struct{}), make(chan struct{})
	var once sync.Once
	v := offline(t, uponai.Config{}, func(r *http.Request) (*http.Response, error) {
		switch {
		case r.Method == http.MethodPost && r.URL.Path == "/api/chats":
			w.mu.Lock()
			w.chat = "open"
			w.mu.Unlock()
			return vendortest.Answer(201, chatJSON(`"status":"ongoing"`)), nil
		case r.URL.Path == "/api/chats":
			page, err := w.RoundTrip(r)
			once.Do(func() {
				close(walking)
				<-created
			})
			return page, err
		}
		return w.RoundTrip(r)
	})
	gone := make(chan error)
	go func() {
		_, err := v.Close(t.Context(), client.Ref{ID: "earlier", Seen: true, AccountConfirmed: true}, "")
		gone <- err
	}()
	<-walking
	if _, err := v.Open(t.Context(), client.OpenRequest{AgentID: agent}); err != nil {
		t.Fatal(err)
	}
	closed := make(chan error)
	go func() {
		_, err := v.Close(t.Context(), ref, "")
		closed <- err
	}()
	time.Sleep(20 * time.Millisecond)
	close(created)
	if err := <-gone; err != nil {
		t.Errorf("the chat that is gone: %v", err)
	}
	if err := <-closed; vendortest.StatusOf(err) != 404 {
		t.Errorf("the chat that was created: %v, want status 404", err)
	}
}

// Many chats that no longer exist cost the pages of one walk.
func TestEvidence_requests(t *testing.T) {
	const gone, others, parallel = 200, 3000, 10
	for name, c := range map[string]struct {
		status int
		most   int
		do     func(*uponai.Vendor, client.Ref) error
	}{
		"read, 404": {404, 10, func(v *uponai.Vendor, ref client.Ref) error {
			if s, err := v.Read(t.Context(), ref); !vendortest.Is[*client.NotFoundError](err) {
				return fmt.Errorf("got %+v, %w", s, err)
			}
			return nil
		}},
		"read, 422": {422, 10, func(v *uponai.Vendor, ref client.Ref) error {
			if s, err := v.Read(t.Context(), ref); !vendortest.Is[*client.NotFoundError](err) {
				return fmt.Errorf("got %+v, %w", s, err)
			}
			return nil
		}},
		"close, 404": {404, 210, func(v *uponai.Vendor, ref client.Ref) error {
			_, err := v.Close(t.Context(), ref, "")
			return err
		}},
		"close, 422": {422, 210, func(v *uponai.Vendor, ref client.Ref) error {
			_, err := v.Close(t.Context(), ref, "")
			return err
		}},
	} {
		t.Run(name, func(t *testing.T) {
			var mu sync.Mutex
			requests := 0
			v := offline(t, uponai.Config{Transport: transport.Options{MaxRetries: 1}}, func(r *http.Request) (*http.Response, error) {
				mu.Lock()
				requests++
				mu.Unlock()
				if r.URL.Path != "/api/chats" {
					return vendortest.Answer(c.status, `{"status":"error","message":"unknown"}`), nil
				}
				first := 0
				_, _ = fmt.Sscan(r.URL.Query().Get("paginationKey"), &first)
				var chats []string
				for i := first; i < first+1000; i++ {
					chats = append(chats, fmt.Sprintf(`{"chatId":"other-%d","status":"ongoing"}`, i))
				}
				key := "null"
				if first+1000 < others {
					key = fmt.Sprintf("%q", fmt.Sprint(first+1000))
				}
				return vendortest.Answer(200, pageJSON(key, chats...)), nil
			})
			ids := make(chan int)
			failed := make(chan error, gone)
			var workers sync.WaitGroup
			for range parallel {
				workers.Go(func() {
					for i := range ids {
						failed <- c.do(v, client.Ref{ID: fmt.Sprint("gone-", i), Seen: true, AccountConfirmed: true})
					}
				})
			}
			for i := range gone {
				ids <- i
			}
			close(ids)
			workers.Wait()
			close(failed)
			var all error
			for err := range failed {
				all = errors.Join(all, err)
			}
			if all != nil || requests > c.most {
				t.Errorf("%d requests, want at most %d; %v", requests, c.most, all)
			}
		})
	}
}
