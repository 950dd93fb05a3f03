// Package release tests what publishes the provider: the check of a release, the
// workflows, and the installation from a registry.
package release

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
)

// A workflow that runs a target of an old name would otherwise fail only when a tag is
// pushed.
func TestWorkflowsNameTargets(t *testing.T) {
	t.Parallel()
	makefile, err := os.ReadFile("../../GNUmakefile")
	if err != nil {
		t.Fatal(err)
	}
	targets := map[string]bool{}
	for _, target := range regexp.MustCompile(`(?m)^([a-z-]+):( |$)`).FindAllStringSubmatch(string(makefile), -1) {
		targets[target[1]] = true
	}
	workflows, err := filepath.Glob("../../.github/workflows/*.yml")
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

// Only one job has the key and the identity of a release. It builds nothing and downloads
// no module: its commands check, sign and publish what another job has built.
func TestOneJobSigns(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../.github/workflows/release.yml")
	if err != nil {
		t.Fatal(err)
	}
	var workflow struct {
		Permissions map[string]string `yaml:"permissions"`
		Jobs        map[string]struct {
			Environment string            `yaml:"environment"`
			Permissions map[string]string `yaml:"permissions"`
			Env         map[string]string `yaml:"env"`
			Steps       []struct {
				Uses string            `yaml:"uses"`
				Run  string            `yaml:"run"`
				Env  map[string]string `yaml:"env"`
			} `yaml:"steps"`
		} `yaml:"jobs"`
	}
	if err := yaml.Unmarshal(text, &workflow); err != nil {
		t.Fatal(err)
	}
	if len(workflow.Permissions) > 0 {
		t.Errorf("every job has the permissions %v", workflow.Permissions)
	}
	allowed := []string{".ci/release-check", "make release-sign", "gh release create"}
	for name, job := range workflow.Jobs {
		if name == "sign" {
			if job.Environment != "release" || job.Permissions["id-token"] != "write" {
				t.Errorf("sign has the environment %q and the permissions %v", job.Environment, job.Permissions)
			}
			if job.Env["GOPROXY"] != "off" {
				t.Errorf("sign has GOPROXY %q, want off", job.Env["GOPROXY"])
			}
			for _, step := range job.Steps {
				if step.Run != "" && !slices.ContainsFunc(allowed, func(start string) bool { return strings.HasPrefix(step.Run, start) }) {
					t.Errorf("sign runs %q", step.Run)
				}
				if strings.HasPrefix(step.Uses, "actions/setup-go@") {
					t.Error("sign sets up Go, which neither the check nor the signing needs")
				}
			}
			continue
		}
		for permission, access := range job.Permissions {
			if access != "read" {
				t.Errorf("%s has the permission %s: %s", name, permission, access)
			}
		}
		if job.Environment != "" {
			t.Errorf("%s has the environment %q", name, job.Environment)
		}
		for _, step := range job.Steps {
			for _, value := range step.Env {
				if strings.Contains(value, "secrets.") || strings.Contains(value, "github.token") {
					t.Errorf("%s runs %q with %s", name, step.Run, value)
				}
			}
		}
	}
	if _, ok := workflow.Jobs["sign"]; !ok {
		t.Error("no job signs")
	}
}

// Tests, the check for vulnerabilities and the release use one version of Go, the
// toolchain of go.mod.
func TestWorkflowsUseToolchain(t *testing.T) {
	t.Parallel()
	module, err := os.ReadFile("../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	if !regexp.MustCompile(`(?m)^toolchain go1\.\d+\.\d+$`).Match(module) {
		t.Error("go.mod names no toolchain")
	}
	workflows, err := filepath.Glob("../../.github/workflows/*.yml")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range workflows {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		setups, pinned := strings.Count(string(text), "actions/setup-go@"), strings.Count(string(text), "go-version-file: go.mod")
		if setups != pinned {
			t.Errorf("%s sets up Go %d times, %d of them with the toolchain of go.mod", path, setups, pinned)
		}
	}
}
