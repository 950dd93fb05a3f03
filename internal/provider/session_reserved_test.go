package provider

import (
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// A list that could not be read says nothing of a reserved id, and must not make
// the next list, which lacks it, look as if a session had vanished.
func TestSessionReserved_listUnreadableForOnce(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	e := configured(t, box.config())
	reserved := e.open(values{"vendor": "uppzy"})
	begun := e.open(values{"vendor": "uppzy", "opening_message": "Hello"})

	heal := box.Inject(sandbox.Fault{Vendor: sandbox.Uppzy, Operation: "listSessions", Kind: sandbox.FaultNotJSON})
	for _, o := range []*object{reserved, begun} {
		read, got := e.read(o)
		if len(got) != 1 || !got[0].warning || e.text(read.state, "status") != "unknown" {
			t.Errorf("want status unknown and one warning, got %s and %v", e.text(read.state, "status"), got)
		}
		*o = *read
	}
	heal()
	box.RemoveSession(sandbox.Uppzy, e.text(begun.state, "session_id"))
	for _, test := range []struct {
		*object
		status   string
		warnings int
	}{{reserved, "not_started", 0}, {begun, "unknown", 1}} {
		read, got := e.read(test.object)
		if status := e.text(read.state, "status"); status != test.status || len(got) != test.warnings {
			t.Errorf("want status %s and %d warnings, got %s and %v", test.status, test.warnings, status, got)
		}
	}
}
