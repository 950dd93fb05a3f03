package usage_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/bench/usage"
)

func TestTakeAddsUp(t *testing.T) {
	file := filepath.Join(t.TempDir(), "usage")
	for _, u := range []usage.Usage{{CPU: time.Second, Peak: 7}, {CPU: 2 * time.Second, Peak: 5}} {
		if err := errors.Join(usage.Begin(file), u.End(file)); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := usage.Take(file); err != nil || got != (usage.Usage{CPU: 3 * time.Second, Peak: 7}) {
		t.Errorf("first %+v, %v", got, err)
	}
	if got, err := usage.Take(file); err != nil || got != (usage.Usage{}) {
		t.Errorf("second %+v, %v", got, err)
	}
	for _, text := range []string{"much\n", "begun\n", "begun\nbegun\n1 2\n"} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if got, err := usage.Take(file); err == nil {
			t.Errorf("%q is %+v", text, got)
		}
	}
}

func TestOfAProcess(t *testing.T) {
	command := exec.CommandContext(t.Context(), "go", "version")
	if err := command.Run(); err != nil {
		t.Fatal(err)
	}
	used := usage.Of(command.ProcessState)
	if used.CPU <= 0 || runtime.GOOS == "linux" && used.Peak < 1<<20 {
		t.Errorf("%+v", used)
	}
}
