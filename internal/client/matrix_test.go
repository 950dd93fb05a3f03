package client_test

import (
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

var update = flag.Bool("update", false, "write the vendor matrix into the README")

// The README shows the matrix that the table gives. After a change of the table,
// go test ./internal/client -run README -update writes it anew.
func TestMatrixOfREADME(t *testing.T) {
	const (
		path  = "../../README.md"
		begin = "<!-- vendor matrix: begin -->\n"
		end   = "<!-- vendor matrix: end -->"
	)
	readme, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(readme), begin)
	have, after, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		t.Fatal("README.md has no place for the vendor matrix")
	}
	for _, info := range client.All() {
		if !strings.Contains(before, info.Title) {
			t.Errorf("README.md does not name %s before it shows the matrix", info.Title)
		}
	}
	want := client.MarkdownMatrix()
	if *update {
		if err := os.WriteFile(path, []byte(before+begin+want+end+after), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	if have != want {
		t.Errorf("README.md shows another matrix than the table gives:\n%s\nwant:\n%s", have, want)
	}
}
