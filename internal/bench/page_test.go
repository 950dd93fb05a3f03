package bench

import (
	"os"
	"strings"
	"testing"
)

// The README shows lines of the table that make bench has written.
func TestPage_READMEShowsIt(t *testing.T) {
	page, err := os.ReadFile("../../templates/guides/performance.md")
	if err != nil {
		t.Fatal(err)
	}
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(readme), "\n## What it costs\n")
	section, _, _ := strings.Cut(rest, "\n## ")
	shown := 0
	for line := range strings.Lines(section) {
		if strings.HasPrefix(line, "|") {
			shown++
			if !strings.Contains(string(page), line) {
				t.Errorf("make bench has not written the line of the README: %s", line)
			}
		}
	}
	if shown < 7 {
		t.Errorf("the README shows %d lines of the table", shown)
	}
}
