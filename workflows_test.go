package main

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// A target that is renamed would be missed in the workflow of a release only once a
// tag is pushed.
func TestWorkflowsNameTargets(t *testing.T) {
	t.Parallel()
	makefile, err := os.ReadFile("GNUmakefile")
	if err != nil {
		t.Fatal(err)
	}
	targets := map[string]bool{}
	for _, target := range regexp.MustCompile(`(?m)^([a-z-]+):( |$)`).FindAllStringSubmatch(string(makefile), -1) {
		targets[target[1]] = true
	}
	workflows, err := filepath.Glob(".github/workflows/*.yml")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, path := range workflows {
		workflow, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, call := range regexp.MustCompile(`(?m)^[^#\n]*\b(make ([a-z-]+))`).FindAllStringSubmatch(string(workflow), -1) {
			found++
			if !targets[call[2]] {
				t.Errorf("%s: GNUmakefile has no target of %q", path, call[1])
			}
		}
	}
	if found == 0 {
		t.Errorf("no workflow of %q runs make", workflows)
	}
}
