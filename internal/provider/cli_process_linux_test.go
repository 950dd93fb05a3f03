package provider

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
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
		t.Fatalf("building the provider: %v\n%s", err, output)
	}
	return path
}

// override makes Terraform start the provider at path as a process of its own.
func (w *workspace) override(path string) {
	w.t.Helper()
	w.put("cli.tfrc", fmt.Appendf(nil,
		"provider_installation {\n  dev_overrides {\n    \"hashicorp/chat\" = %q\n  }\n  direct {}\n}\n", filepath.Dir(path)))
}

// terraformProcess is a running Terraform, in a process group of its own with its provider.
type terraformProcess struct {
	*exec.Cmd
	t        *testing.T
	provider string
	output   bytes.Buffer
	// ended is closed once Terraform has ended. Its process ID is not reused before wait.
	ended chan struct{}
}

// start starts Terraform and does not wait for it. The provider is the path given to
// override.
func (w *workspace) start(provider, command string, flags ...string) *terraformProcess {
	w.t.Helper()
	p := &terraformProcess{
		t: w.t, provider: provider, ended: make(chan struct{}),
		Cmd: exec.CommandContext(w.t.Context(), w.engine, append([]string{command, "-no-color", "-input=false", "-auto-approve"}, flags...)...),
	}
	reader, writer, err := os.Pipe()
	if err != nil {
		w.t.Fatal(err)
	}
	p.Dir, p.Env, p.Stdout, p.Stderr = w.dir, w.env, writer, writer
	p.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	err = p.Start()
	_ = writer.Close() // Terraform has a copy
	if err != nil {
		w.t.Fatal(err)
	}
	go func() {
		_, _ = p.output.ReadFrom(reader) // until Terraform ends
		_ = reader.Close()
		close(p.ended)
	}()
	return p
}

// wait waits for Terraform to end and returns its output.
func (p *terraformProcess) wait() string {
	p.t.Helper()
	<-p.ended
	var exit *exec.ExitError
	if err := p.Wait(); err != nil && !errors.As(err, &exit) {
		p.t.Fatal(err)
	}
	return p.output.String()
}

// signal sends the signal to Terraform and its provider, as a terminal does. It reports
// whether Terraform was still running.
func (p *terraformProcess) signal(signal syscall.Signal) bool {
	p.t.Helper()
	select {
	case <-p.ended:
		return false
	default:
	}
	if err := syscall.Kill(-p.Process.Pid, signal); err != nil {
		p.t.Fatal(err)
	}
	return true
}

// killProvider kills the provider; while none is running it waits for the next one. It
// reports whether there was one.
func (p *terraformProcess) killProvider() bool {
	for {
		for _, pid := range p.providers() {
			// The handle refers to one process, so check again that it is the provider.
			process, err := os.FindProcess(pid)
			if err == nil && p.isProvider(pid) && process.Kill() == nil {
				return true
			}
		}
		select {
		case <-p.ended:
			return false
		case <-time.After(time.Millisecond):
		}
	}
}

// peakMemory waits for Terraform to end and returns the largest resident size of a
// provider process, in MiB.
func (p *terraformProcess) peakMemory() int {
	peak := 0
	for {
		for _, pid := range p.providers() {
			status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid)) // empty once it has ended
			_, rest, _ := strings.Cut(string(status), "VmHWM:")
			var kilobytes int
			if _, err := fmt.Sscan(rest, &kilobytes); err == nil {
				peak = max(peak, kilobytes>>10)
			}
		}
		select {
		case <-p.ended:
			return peak
		case <-time.After(5 * time.Millisecond):
		}
	}
}

// providers returns the process IDs of the providers that Terraform has started.
func (p *terraformProcess) providers() []int {
	var providers []int
	files, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", p.Process.Pid)) // the pattern is valid
	for _, file := range files {
		children, _ := os.ReadFile(file) // empty once the thread has ended
		for _, child := range strings.Fields(string(children)) {
			if pid, err := strconv.Atoi(child); err == nil && p.isProvider(pid) {
				providers = append(providers, pid)
			}
		}
	}
	return providers
}

func (p *terraformProcess) isProvider(pid int) bool {
	program, err := os.Readlink(fmt.Sprintf("/proc/%d/exe", pid))
	return err == nil && program == p.provider
}
