package provider

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// killLatency is what each call takes: one half before the vendor carries it out, where
// it is lost with its client, and one half after, where only its answer is.
const killLatency = 20 * time.Millisecond

// killKind is a way in which sessions are opened.
type killKind struct {
	name, vendor string
	// arguments are those of the sessions beside vendor.
	arguments string
	// selector finds what is left open, where a teardown can; "" elsewhere.
	selector string
	// pinned are ids of the configuration's own: what was opened is found by them.
	pinned bool
	// create is the vendor's call that opens a session.
	create string
}

var killKinds = []killKind{
	{
		name: "uppzy, pinned", vendor: sandbox.Uppzy, create: "chatAsync", pinned: true,
		arguments: "session_id = \"pin-${count.index}\"\n  opening_message = \"Hello\"",
	},
	{
		name: "uppzy, prefix", vendor: sandbox.Uppzy, create: "chatAsync",
		arguments: "session_id_prefix = \"kills-\"\n  opening_message = \"Hello\"",
		selector:  `session_id_prefix = "kills-"`,
	},
	{
		name: "talkifai", vendor: sandbox.TalkifAI, create: "createSession",
		arguments: fmt.Sprintf("agent_id = %q", sandbox.TalkifAIAgentID),
	},
	{
		name: "siteassist", vendor: sandbox.SiteAssist, create: "startConversation",
		arguments: `page_url = "https://example.com/kills"`,
	},
	{
		name: "uponai", vendor: sandbox.UponAI, create: "createChat",
		arguments: fmt.Sprintf("agent_id = %q\n  metadata = { environment = \"kills\" }", sandbox.UponAIAgentID),
		selector:  `metadata = { environment = "kills" }`,
	},
}

// killSessions is how many sessions the configuration has.
const killSessions = 5

// config has the sessions, and before them the teardown, so that it is destroyed last.
func (k killKind) config() string {
	sessions := fmt.Sprintf("count = %d\n  vendor = %q\n  %s", killSessions, k.vendor, k.arguments)
	if k.selector == "" {
		return fmt.Sprintf("resource \"chat_session\" \"app\" {\n  %s\n}\n", sessions)
	}
	return fmt.Sprintf(`
resource "chat_session_teardown" "app" {
  vendor        = %q
  created_after = "2020-01-01T00:00:00Z"
  %s
}

resource "chat_session" "app" {
  depends_on = [chat_session_teardown.app]
  %s
}
`, k.vendor, k.selector, sessions)
}

// killBox is the sandbox of one round.
type killBox struct {
	*testBox
	killKind

	mu sync.Mutex
	// writing is closed with the next call that may open or close something.
	writing chan struct{}
}

func startKillBox(t *testing.T, kind killKind) *killBox {
	t.Helper()
	b := &killBox{killKind: kind}
	b.testBox = startBoxWith(t, sandbox.Options{Latency: killLatency / 2, Middleware: b.slow})
	return b
}

// slow holds the answer of the vendor back. What the vendor has done by then stays
// done, also when nobody waits for the answer any more.
func (b *killBox) slow(_ string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && !strings.HasSuffix(r.URL.Path, "/identity/init") { // which opens nothing
			b.wrote()
		}
		held := httptest.NewRecorder()
		next.ServeHTTP(held, r)
		select {
		case <-time.After(killLatency / 2):
		case <-r.Context().Done():
		}
		for name, values := range held.Header() {
			w.Header()[name] = values
		}
		w.WriteHeader(held.Code)
		_, _ = w.Write(held.Body.Bytes()) // a client that was killed needs no answer
	})
}

// nextWrite is closed with the next call that may open or close something.
func (b *killBox) nextWrite() <-chan struct{} {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.writing = make(chan struct{})
	return b.writing
}

func (b *killBox) wrote() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.writing != nil {
		close(b.writing)
		b.writing = nil
	}
}

// unanswered counts the calls to open a session since the first n calls that have no
// answer yet.
func (b *killBox) unanswered(n int) int {
	count := 0
	for _, request := range b.Requests(sandbox.ByOperation(b.create))[n:] {
		if request.Status == 0 {
			count++
		}
	}
	return count
}

// openSessions are the open sessions by id.
func (b *killBox) openSessions() map[string]bool {
	open := map[string]bool{}
	for _, s := range b.Sessions(b.vendor) {
		if s.Open {
			open[s.ID] = true
		}
	}
	return open
}

// settled waits until the calls of a client that was killed have come to their end.
func (b *killBox) settled(t *testing.T) {
	t.Helper()
	select {
	case <-time.After(4 * killLatency):
	case <-t.Context().Done():
		t.Fatal(t.Context().Err())
	}
}
