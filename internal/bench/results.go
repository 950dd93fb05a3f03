package bench

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/engine"
)

// Results are everything that a run has measured.
type Results struct {
	Engine   string // and its version
	Rows     []Row
	Verdicts []Verdict
}

// EngineVersion is how the engine calls itself.
func (b *Bench) EngineVersion(ctx context.Context) (string, error) {
	e, err := engine.New(b.engine, b.directory, b.program("meter"))
	if err != nil {
		return "", err
	}
	output, err := e.Version(ctx)
	if err != nil {
		return "", fmt.Errorf("%s version: %w", e.Name(), err)
	}
	first, _, _ := bytes.Cut(output, []byte("\n"))
	return string(bytes.TrimSpace(first)), nil
}

// Missed counts the targets that are not met.
func (r Results) Missed() int {
	missed := 0
	for _, v := range r.Verdicts {
		if !v.Pass {
			missed++
		}
	}
	return missed
}

// Machine says where it was measured.
func (r Results) Machine() string {
	return fmt.Sprintf("%s on %d cores (%s/%s, %s)", r.Engine, runtime.NumCPU(), runtime.GOOS, runtime.GOARCH, runtime.Version())
}

// Table is the tables in Markdown.
func (r Results) Table() string {
	var text strings.Builder
	r.writeRows(&text)
	return text.String()
}

// Targets is a list in Markdown.
func (r Results) Targets() string {
	var text strings.Builder
	r.writeVerdicts(&text)
	return text.String()
}

// Write makes the page for the documentation and the plot that it shows, in the
// directory of the repository. The plot is outside the documentation, in which a
// registry takes pages alone.
func (r Results) Write(repository string) error {
	page, err := r.page()
	if err != nil {
		return err
	}
	for name, content := range map[string][]byte{"templates/guides/performance.md": page, ".github/performance.svg": r.plot()} {
		file := filepath.Join(repository, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o750); err != nil {
			return err
		}
		//nolint:gosec // it is documentation, which everybody may read
		if err := os.WriteFile(file, content, 0o644); err != nil {
			return err
		}
	}
	return nil
}
