package transport

import "net/http"

// noteWrite counts a call that may have changed something at the vendor, when it has
// ended, whatever came of it.
func (t *Transport) noteWrite(call Call) {
	if !call.ReadOnly && call.Method != http.MethodGet {
		t.writes.Add(1)
	}
}

// Writes counts the writes that have ended. What is asked for afterwards shows them.
func (t *Transport) Writes() uint64 { return t.writes.Load() }
