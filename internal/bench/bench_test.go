package bench

import (
	"go/build"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/engine"
)

// What is built when it is needed first is a program of this module.
func TestSources(t *testing.T) {
	for _, source := range append(slices.Collect(maps.Values(sources)), meterSource) {
		rest, ok := strings.CutPrefix(source, engine.Module)
		if !ok {
			t.Errorf("%s is not of this module", source)
		}
		if program, err := build.ImportDir("../.."+rest, 0); err != nil || program.Name != "main" {
			t.Errorf("%s is package %q: %v", source, program.Name, err)
		}
	}
}
