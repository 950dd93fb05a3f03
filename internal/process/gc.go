package process

import "runtime/debug"

const (
	// gcPercent is how much more there may be than what is in use, in percent, before it is
	// collected. What a provider has in use is small and short-lived.
	gcPercent = 800
	// memoryLimit is where garbage is collected sooner, in bytes, whatever there is: large
	// answers come in tens of megabytes.
	memoryLimit = 128 << 20
)

// TuneGC sets when garbage is collected, unless the user has: getenv is os.Getenv,
// asked for Go's own variables GOGC and GOMEMLIMIT.
func TuneGC(getenv func(string) string) {
	if getenv("GOGC") != "" || getenv("GOMEMLIMIT") != "" {
		return
	}
	debug.SetGCPercent(gcPercent)
	debug.SetMemoryLimit(memoryLimit)
}
