package release

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestOpen(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	git := func(arguments ...string) string {
		command := exec.CommandContext(t.Context(), "git", append([]string{"-C", root, "-c", "user.name=A", "-c", "user.email=a@example.com"}, arguments...)...)
		// Whoever signs every commit has no key here.
		command.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1", "GIT_COMMITTER_DATE=2026-11-21T17:48:37+09:00")
		out, err := command.CombinedOutput()
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		return strings.TrimSpace(string(out))
	}
	git("init", "--quiet")
	git("commit", "--quiet", "--allow-empty", "--message=first")
	dist := filepath.Join(root, "dist")
	metadata := `{"project_name": "terraform-provider-chat", "version": "1.2.3", "commit": "` + git("rev-parse", "HEAD") + `"}`
	for _, err := range []error{os.Mkdir(dist, 0o700), os.WriteFile(filepath.Join(dist, "metadata.json"), []byte(metadata), 0o600)} {
		if err != nil {
			t.Fatal(err)
		}
	}

	r, err := Open(t.Context(), dist, "KEY")
	if err != nil {
		t.Fatal(err)
	}
	if want := time.Date(2026, time.November, 21, 8, 48, 37, 0, time.UTC); !r.Committed.Equal(want) {
		t.Errorf("the commit is of %s, not %s", r.Committed, want)
	}
	if r.Key != "KEY" || r.prefix() != "terraform-provider-chat_1.2.3_" {
		t.Errorf("got %+v", r)
	}

	git("commit", "--quiet", "--allow-empty", "--message=second")
	_, err = Open(t.Context(), dist, "KEY")
	expectError(t, "another commit", err, "is of the commit ")
}
