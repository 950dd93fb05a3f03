package release

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
)

// checkManifest reads the manifest as the registry does.
func (r *Release) checkManifest() error {
	text, err := os.ReadFile(r.path(r.manifest()))
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
		return fmt.Errorf("%s: %w", r.manifest(), err)
	}
	if manifest.Version != 1 || !slices.Equal(manifest.Metadata.Protocols, []string{"6.0"}) {
		return fmt.Errorf("%s: is not of version 1 with the protocol 6.0 alone", r.manifest())
	}
	return nil
}
