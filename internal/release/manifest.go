package release

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/template"

	"github.com/oasdiff/yaml"
)

// checkManifest reads the manifest as the registry does, and makes sure that it will
// be uploaded under its name: goreleaser uploads it from where it lies, so that dist has
// only the configuration that says so.
func (r *Release) checkManifest() error {
	text, err := os.ReadFile(r.Manifest)
	if err != nil {
		return err
	}
	var manifest struct {
		Version  int `json:"version"`
		Metadata struct {
			Protocols []string `json:"protocol_versions"`
		} `json:"metadata"`
	}
	if err := json.Unmarshal(text, &manifest); err != nil {
		return fmt.Errorf("%s: %w", r.Manifest, err)
	}
	if manifest.Version != 1 || !slices.Equal(manifest.Metadata.Protocols, []string{"6.0"}) {
		return fmt.Errorf("%s: is not of version 1 with the protocol 6.0 alone", r.Manifest)
	}
	return r.checkUpload()
}

func (r *Release) checkUpload() error {
	text, err := os.ReadFile(r.path("config.yaml"))
	if err != nil {
		return err
	}
	var config struct {
		Release struct {
			Files []struct {
				Glob string `json:"glob"`
				Name string `json:"name_template"`
			} `json:"extra_files"`
		} `json:"release"`
	}
	if _, err := yaml.Unmarshal(text, &config, yaml.DecodeOpts{}); err != nil {
		return fmt.Errorf("config.yaml: %w", err)
	}
	for _, file := range config.Release.Files {
		name, err := r.render(file.Name)
		if err != nil {
			return fmt.Errorf("config.yaml: %w", err)
		}
		if name == r.manifest() && file.Glob == filepath.Base(r.Manifest) {
			return nil
		}
	}
	return fmt.Errorf("config.yaml: %s is not uploaded as %s", filepath.Base(r.Manifest), r.manifest())
}

// render fills in a template of goreleaser with what names are made of.
func (r *Release) render(text string) (string, error) {
	parsed, err := template.New("name").Parse(text)
	if err != nil {
		return "", err
	}
	var name strings.Builder
	err = parsed.Execute(&name, map[string]string{"ProjectName": r.Project, "Version": r.Version})
	return name.String(), err
}
