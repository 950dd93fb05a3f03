package process_test

import (
	"runtime/debug"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/process"
)

func TestTuneGC(t *testing.T) {
	percent, limit := debug.SetGCPercent(100), debug.SetMemoryLimit(-1)
	t.Cleanup(func() {
		debug.SetGCPercent(percent)
		debug.SetMemoryLimit(limit)
	})
	for name, changes := range map[string]bool{"": true, "GOGC": false, "GOMEMLIMIT": false, "GODEBUG": true} {
		debug.SetGCPercent(100)
		debug.SetMemoryLimit(limit)
		process.TuneGC(func(variable string) string {
			if variable == name {
				return "off"
			}
			return ""
		})
		gotPercent, gotLimit := debug.SetGCPercent(100), debug.SetMemoryLimit(-1)
		if changed := gotPercent != 100; changed != changes || changed != (gotLimit != limit) {
			t.Errorf("with %q set: %d %% and %d bytes", name, gotPercent, gotLimit)
		}
	}
}
