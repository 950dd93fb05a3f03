package provider

import (
	"fmt"
	"slices"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// Whatever ids a vendor's list tells, a teardown closes those sessions and no others,
// or names what it cannot close.
func TestTeardown_oddIDs(t *testing.T) {
	t.Parallel()
	for vendor := range narrow {
		t.Run(vendor, func(t *testing.T) {
			t.Parallel()
			box, err := sandbox.Start(sandbox.Options{})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(box.Close)
			b := &testBox{Sandbox: box}
			ids := slices.Concat(oddIDs, []string{".", "..", "../x", "a\nb", "a\x00b", "\x7f", "a?limit=1", "a#b"})
			for _, id := range ids {
				seed := narrow[vendor].matching
				seed.ID = id
				b.Seed(vendor, seed)
			}
			other := b.Seed(vendor, narrow[vendor].other).ID
			e := configured(t, b.config()).of("chat_session_teardown")
			o := e.open(sweeping(vendor, values{"created_after": "2000-01-01T00:00:00Z"}))
			left, p := e.destroy(o)
			var open []string
			for _, s := range b.Sessions(vendor) {
				if s.Open && s.ID != other {
					open = append(open, s.ID)
				}
			}
			if len(open) > 0 == left.state.IsNull() {
				t.Errorf("%q are open after %v", open, p)
			}
			slices.Sort(open)
			if len(open) > 0 && !p.errors().has("", fmt.Sprintf("%d of ", len(open)), firstOf(open)) {
				t.Errorf("%q are open, and nobody tells: %v", open, p)
			}
			t.Logf("%d ids, %q left", len(ids), open)
			for _, s := range b.Sessions(vendor) {
				if s.ID == other && !s.Open {
					t.Error("another session is closed")
				}
			}
		})
	}
}

// A session whose creation had no answer is found by the mark that the error names.
func TestTeardown_byMarker(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	lost := box.Seed(sandbox.UponAI, sandbox.Seed{Metadata: map[string]any{client.MarkerKey: "mark-1"}}).ID
	other := box.Seed(sandbox.UponAI, sandbox.Seed{Metadata: map[string]any{client.MarkerKey: "mark-2"}}).ID
	e := configured(t, box.config()).of("chat_session_teardown")
	o := e.open(values{
		"vendor": sandbox.UponAI, "created_after": "2000-01-01T00:00:00Z",
		"metadata": map[string]string{client.MarkerKey: "mark-1"},
	})
	_, p := e.destroy(o)
	e.mustSucceed(p)
	for id, open := range map[string]bool{lost: false, other: true} {
		if s, _ := box.Session(sandbox.UponAI, id); s.Open != open {
			t.Errorf("%s is open: %t", id, s.Open)
		}
	}
}
