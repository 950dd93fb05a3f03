package usage

import (
	"os"
	"syscall"
)

// peak is in kibibytes on Linux.
func peak(state *os.ProcessState) int64 {
	if used, ok := state.SysUsage().(*syscall.Rusage); ok {
		return int64(used.Maxrss) * 1024 //nolint:unconvert // it is an int32 on 32-bit systems
	}
	return 0
}
