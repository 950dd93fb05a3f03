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

// Write makes the page and the plot for the documentation.
func (r Results) Write(directory string) error {
	if err := os.MkdirAll(directory, 0o750); err != nil {
		return err
	}
	page, err := r.page()
	if err != nil {
		return err
	}
	for name, content := range map[string][]byte{"performance.md": page, "performance.svg": r.plot()} {
		//nolint:gosec // it is documentation, which everybody may read
		if err := os.WriteFile(filepath.Join(directory, name), content, 0o644); err != nil {
			return err
		}
	}
	return nil
}
