package provider

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"
)

// buildProvider builds the provider as users run it and returns its path.
func buildProvider(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "terraform-provider-chat")
	build := exec.CommandContext(t.Context(), "go", "build", "-o", path, "github.com/terraform-provider-chat/terraform-provider-chat")
	if output, err := build.CombinedOutput(); err != nil {
		t.Fatalf("the provider cannot be built: %v\n%s", err, output)
	}
	return path
}

// override makes Terraform start the provider at path by itself.
func (w *workspace) override(path string) {
	w.t.Helper()
	w.put("cli.tfrc", fmt.Appendf(nil,
		"provider_installation {\n  dev_overrides {\n    \"hashicorp/chat\" = %q\n  }\n  direct {}\n}\n", filepath.Dir(path)))
}

// running is a Terraform at work, in a process group of its own with its provider.
type running struct {
	*exec.Cmd
	t        *testing.T
	provider string
	output   bytes.Buffer
	// ended is closed once Terraform has ended. Until wait its process id stays its
	// own, so that a signal never meets another process.
	ended chan struct{}
}

// begin starts Terraform and does not wait for it.
func (w *workspace) begin(provider, command string, flags ...string) *running {
	w.t.Helper()
	r := &running{
		t: w.t, provider: provider, ended: make(chan struct{}),
		Cmd: exec.CommandContext(w.t.Context(), w.engine, append([]string{command, "-no-color", "-input=false", "-auto-approve"}, flags...)...),
	}
	out, in, err := os.Pipe()
	if err != nil {
		w.t.Fatal(err)
	}
	r.Dir, r.Env, r.Stdout, r.Stderr = w.dir, w.env, in, in
	r.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	err = r.Start()
	_ = in.Close() // Terraform has its own end of it
	if err != nil {
		w.t.Fatal(err)
	}
	go func() {
		_, _ = r.output.ReadFrom(out) // reads until Terraform ends, in whatever way
		_ = out.Close()
		close(r.ended)
	}()
	return r
}

// wait returns once Terraform has ended, with what it has said.
func (r *running) wait() string {
	r.t.Helper()
	<-r.ended
	var exit *exec.ExitError
	if err := r.Wait(); err != nil && !errors.As(err, &exit) {
		r.t.Fatal(err)
	}
	return r.output.String()
}

// signalGroup sends the signal to Terraform and its provider, as a terminal does,
// right after before. It reports whether Terraform was still there.
func (r *running) signalGroup(signal syscall.Signal, before func()) bool {
	r.t.Helper()
	select {
	case <-r.ended:
		return false
	default:
	}
	before()
	if err := syscall.Kill(-r.Process.Pid, signal); err != nil {
		r.t.Fatal(err)
	}
	return true
}

// killProvider kills the provider that Terraform has started; between two of them
// it waits for the next. It reports whether there was one. It calls before when it
// has found it.
func (r *running) killProvider(before func()) bool {
	r.t.Helper()
	for {
		if r.killChild(before) {
			return true
		}
		select {
		case <-r.ended:
			return false
		case <-time.After(time.Millisecond):
		}
	}
}

func (r *running) killChild(before func()) bool {
	files, _ := filepath.Glob("/proc/[0-9]*/stat") // the pattern is a good one
	for _, file := range files {
		pid, _ := strconv.Atoi(filepath.Base(filepath.Dir(file)))
		if !r.isProvider(pid) {
			continue
		}
		process, err := os.FindProcess(pid)
		if err != nil {
			continue
		}
		// The handle stays with its process; only then is it certain which one that is.
		killed := r.isProvider(pid)
		if killed {
			before()
			killed = process.Kill() == nil
		}
		_ = process.Release() // it is Terraform's child to wait for
		if killed {
			return true
		}
	}
	return false
}

// isProvider is true for the provider of this Terraform and for nothing else.
func (r *running) isProvider(pid int) bool {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return false
	}
	// The name in parentheses may hold anything; state and parent come after it.
	var state string
	var parent int
	rest := stat[bytes.LastIndexByte(stat, ')')+1:]
	if _, err := fmt.Sscan(string(rest), &state, &parent); err != nil || parent != r.Process.Pid {
		return false
	}
	program, err := os.Readlink(fmt.Sprintf("/proc/%d/exe", pid))
	return err == nil && program == r.provider
}
