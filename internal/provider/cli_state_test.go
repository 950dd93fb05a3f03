package provider

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

const stateFile = "terraform.tfstate"

// save returns the state as it is on disk, for a later restore.
func (w *workspace) save() []byte { w.t.Helper(); return w.read(stateFile) }

// read returns nil for a file that is not there.
func (w *workspace) read(name string) []byte {
	w.t.Helper()
	content, err := os.ReadFile(filepath.Join(w.dir, name))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		w.t.Fatal(err)
	}
	return content
}

// restore puts an earlier state in place of the present one, as somebody does
// who takes it from a backup.
func (w *workspace) restore(state []byte) { w.t.Helper(); w.put(stateFile, state) }

// sessions reads the attributes of everything in the state, by address.
func (w *workspace) sessions() map[string]map[string]any {
	w.t.Helper()
	sessions := map[string]map[string]any{}
	content := w.save()
	if len(content) == 0 {
		return sessions
	}
	var state struct {
		Resources []struct {
			Type, Name string
			Instances  []struct {
				IndexKey   any            `json:"index_key"`
				Attributes map[string]any `json:"attributes"`
			}
		}
	}
	if err := json.Unmarshal(content, &state); err != nil {
		w.t.Fatal(err)
	}
	for _, r := range state.Resources {
		for _, instance := range r.Instances {
			address := r.Type + "." + r.Name
			if instance.IndexKey != nil {
				address += fmt.Sprintf("[%q]", instance.IndexKey)
			}
			sessions[address] = instance.Attributes
		}
	}
	return sessions
}

// sessionID is the session_id of what the state has at address.
func (w *workspace) sessionID(address string) string {
	w.t.Helper()
	id, ok := w.sessions()[address]["session_id"].(string)
	if !ok {
		w.t.Fatalf("the state has no session_id at %s", address)
	}
	return id
}

// expectState wants exactly these addresses in the state.
func (w *workspace) expectState(addresses ...string) {
	w.t.Helper()
	expectSame(w.t, "state", slices.Sorted(maps.Keys(w.sessions())), slices.Sorted(slices.Values(addresses)))
}

func expectSame(t *testing.T, what string, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s: got %q, want %q", what, got, want)
	}
}
