// Package usage tells what a process has cost, from one program to another by way
// of a file. It imports little: the memory of the program that starts a process
// shows in the peak of that process.
package usage

import (
	"fmt"
	"os"
	"strings"
	"time"
)

// The variables by which the meter learns what to start and where to write.
const (
	ProgramVariable = "CHAT_BENCH_PROGRAM"
	FileVariable    = "CHAT_BENCH_USAGE"
)

// Usage is what one process, or several after each other, have cost.
type Usage struct {
	// CPU is user and system time, that of waited-for children included.
	CPU time.Duration
	// Peak is the most memory in bytes that one of them had; 0 where the system
	// does not tell it in a way that is known here.
	Peak int64
}

// Of is the usage of a process that has ended.
func Of(state *os.ProcessState) Usage {
	return Usage{CPU: state.UserTime() + state.SystemTime(), Peak: peak(state)}
}

// begun is the line of a process that was started.
const begun = "begun\n"

// Begin notes in the file that a process is started.
func Begin(file string) error { return appendTo(file, begun) }

// End adds what the process has cost.
func (u Usage) End(file string) error { return appendTo(file, fmt.Sprintf("%d %d\n", u.CPU, u.Peak)) }

func appendTo(file, line string) error {
	f, err := os.OpenFile(file, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600) //nolint:gosec // the benchmark names the file
	if err != nil {
		return err
	}
	_, err = f.WriteString(line)
	if closed := f.Close(); err == nil {
		err = closed
	}
	return err
}

// Take reads the file and removes it: the times are added up, the peak is that of
// the largest process. Without a file there was no process. It is an error when a
// process has begun and not ended: it was killed, and nobody knows what it has cost.
func Take(file string) (Usage, error) {
	text, err := os.ReadFile(file) //nolint:gosec // the benchmark names the file
	if os.IsNotExist(err) {
		return Usage{}, nil
	}
	if err != nil {
		return Usage{}, err
	}
	var sum Usage
	running := 0
	for line := range strings.Lines(string(text)) {
		if line == begun {
			running++
			continue
		}
		running--
		var one Usage
		if _, err := fmt.Sscan(line, &one.CPU, &one.Peak); err != nil {
			return Usage{}, fmt.Errorf("%s: %q: %w", file, line, err)
		}
		sum.CPU += one.CPU
		sum.Peak = max(sum.Peak, one.Peak)
	}
	if running != 0 {
		return Usage{}, fmt.Errorf("%s: %d of the processes did not end by themselves", file, running)
	}
	return sum, os.Remove(file)
}
