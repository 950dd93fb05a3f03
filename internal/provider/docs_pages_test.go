package provider

import (
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
)

// docs/ as the registry shows it.

const docs = root + "docs/"

// Every object and every guide has its page, and every page is of one of them.
func TestDocsPages(t *testing.T) {
	t.Parallel()
	want, schemas := []string{"index.md"}, exportSchemas(t).Providers["chat"]
	for directory, names := range map[string][]string{
		"resources": keys(schemas.Resources), "data-sources": keys(schemas.DataSources), "functions": keys(schemas.Functions),
		"ephemeral-resources": keys(schemas.EphemeralResources), "list-resources": keys(schemas.ListResources), "actions": keys(schemas.Actions),
		"guides": files(t, root+"templates/guides/"),
	} {
		if len(names) == 0 {
			t.Errorf("there are no %s", directory)
		}
		for _, name := range names {
			if directory != "guides" {
				name = strings.TrimPrefix(name, "chat_") + ".md"
			}
			want = append(want, directory+"/"+strings.TrimSuffix(name, ".tmpl"))
		}
	}
	slices.Sort(want)
	expectSame(t, "pages", files(t, docs), want)
}

func keys[V any](of map[string]V) []string { return slices.Collect(maps.Keys(of)) }

// files lists all below a directory, by their path from there.
func files(t *testing.T, directory string) []string {
	t.Helper()
	var names []string
	err := filepath.WalkDir(directory, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			names = append(names, strings.TrimPrefix(filepath.ToSlash(path), directory))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// Every link between pages leads to one that is there, and to a heading that it has:
// those of docs/, and those beside the code. What the registry shows links to nothing
// outside of docs/.
func TestDocsLinks(t *testing.T) {
	t.Parallel()
	link := regexp.MustCompile(`\]\(([^)\s]+)\)`)
	var pages []string
	for _, beside := range []string{root + "*.md", root + ".github/*.md"} {
		found, err := filepath.Glob(beside)
		if err != nil || len(found) == 0 {
			t.Errorf("%s: %q, %v", beside, found, err)
		}
		pages = append(pages, found...)
	}
	for _, page := range files(t, docs) {
		if strings.HasSuffix(page, ".md") {
			pages = append(pages, docs+page)
		}
	}
	found := 0
	for _, page := range pages {
		for _, match := range link.FindAllStringSubmatch(withoutCode(t, page), -1) {
			if strings.Contains(match[1], "://") {
				continue
			}
			found++
			path, anchor, _ := strings.Cut(match[1], "#")
			target := page
			if path != "" {
				target = filepath.ToSlash(filepath.Join(filepath.Dir(page), path))
			}
			switch _, err := os.Stat(target); {
			case err != nil:
				t.Errorf("%s: %s leads nowhere", page, match[1])
			case strings.HasPrefix(page, docs) && !strings.HasPrefix(target, docs):
				t.Errorf("%s: %s leads out of docs/", page, match[1])
			case anchor != "" && !slices.Contains(anchors(t, target), anchor):
				t.Errorf("%s: %s leads to no heading", page, match[1])
			}
		}
	}
	if found < 50 {
		t.Errorf("only %d links were found", found)
	}
}

// withoutCode is the text of a page without its blocks of code.
func withoutCode(t *testing.T, page string) string {
	t.Helper()
	content, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	return regexp.MustCompile("(?ms)^ *```.*?^ *```$").ReplaceAllString(string(content), "")
}

// anchors are what a link into a page can name: its headings as GitHub writes them, and
// what the page names by itself.
func anchors(t *testing.T, page string) []string {
	t.Helper()
	text := withoutCode(t, page)
	var names []string
	for _, heading := range regexp.MustCompile(`(?m)^#+ (.*)$`).FindAllStringSubmatch(text, -1) {
		names = append(names, strings.Map(func(r rune) rune {
			switch {
			case r == ' ':
				return '-'
			case unicode.IsLetter(r), unicode.IsDigit(r), r == '-', r == '_':
				return unicode.ToLower(r)
			}
			return -1
		}, heading[1]))
	}
	for _, named := range regexp.MustCompile(`<a id="([^"]+)">`).FindAllStringSubmatch(text, -1) {
		names = append(names, named[1])
	}
	return names
}
