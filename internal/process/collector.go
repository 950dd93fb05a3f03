package process

import "runtime/debug"

const (
	// garbage is how much more there may be than what is in use, in percent, before it is
	// collected. What a provider has in use is small and short-lived.
	garbage = 400
	// memory is where garbage is collected sooner, in bytes, whatever there is: large
	// answers come in tens of megabytes.
	memory = 128 << 20
)

// Collect sets when garbage is collected, unless the user has: getenv is os.Getenv,
// asked for Go's own variables GOGC and GOMEMLIMIT.
func Collect(getenv func(string) string) {
	if getenv("GOGC") != "" || getenv("GOMEMLIMIT") != "" {
		return
	}
	debug.SetGCPercent(garbage)
	debug.SetMemoryLimit(memory)
}
