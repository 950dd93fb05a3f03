package usage_test

import (
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
		if err := u.Append(file); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := usage.Take(file); err != nil || got != (usage.Usage{CPU: 3 * time.Second, Peak: 7}) {
		t.Errorf("first %+v, %v", got, err)
	}
	if got, err := usage.Take(file); err != nil || got != (usage.Usage{}) {
		t.Errorf("second %+v, %v", got, err)
	}
	if err := os.WriteFile(file, []byte("much\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := usage.Take(file); err == nil {
		t.Errorf("a broken file is %+v", got)
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
