package provider

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// Vendors differ in their own packages and in the table of vendors: no other code compares
// a vendor's name.
func TestVendorNames(t *testing.T) {
	t.Parallel()
	vendorFiles := []string{
		"internal/client/table.go", "internal/provider/vendors.go", "internal/sandbox/vendors.go",
		// These open some sessions at some vendors.
		"cmd/chat-demo/", "internal/bench/",
	}
	for _, name := range client.Names() {
		vendorFiles = append(vendorFiles, "internal/client/"+name+"/", "internal/sandbox/"+name)
	}
	names := strings.Join(client.Names(), "|")
	named := regexp.MustCompile(`(?im)^.*(==|!=|case|\[)\s*("(` + names + `)"|(\w+\.)?(` + names + `)\b).*$`)
	err := filepath.WalkDir("../..", func(path string, entry fs.DirEntry, err error) error {
		name, _ := filepath.Rel("../..", path) // both are relative
		isVendor := func(start string) bool { return strings.HasPrefix(filepath.ToSlash(name), start) }
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || slices.ContainsFunc(vendorFiles, isVendor) {
			return err
		}
		text, err := os.ReadFile(path)
		for _, line := range named.FindAllString(string(text), -1) {
			t.Errorf("%s names a vendor: %s", name, line)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}
