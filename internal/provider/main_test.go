package provider

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode"
	"unicode/utf8"
)

var diagnosticsFile = flag.String("diagnostics", "", "write the diagnostics that the tests received to this `file`")

// TestMain writes the diagnostics of all tests to one file, for a person to read.
func TestMain(m *testing.M) {
	flag.Parse()
	code := m.Run()
	if *diagnosticsFile != "" {
		var text strings.Builder
		for _, key := range slices.Sorted(maps.Keys(received.texts)) {
			text.WriteString(received.texts[key] + "\n")
		}
		if err := os.WriteFile(*diagnosticsFile, []byte(text.String()), 0o600); err != nil {
			fmt.Fprintln(os.Stderr, err)
			code = 1
		}
	}
	os.Exit(code)
}

// received has one of each diagnostic, by its title and its detail without changingText.
var received = struct {
	sync.Mutex
	texts map[string]string
}{texts: map[string]string{}}

// changingText matches IDs, times, addresses and paths.
var changingText = regexp.MustCompile(`"[^"]*"|\b(?:127\.0\.0\.1|localhost)[^ ]*|\b[0-9a-f]{8}[-0-9a-z_]*|\b\d[\d:.TZ-]*|/[^ ]+`)

// record adds a diagnostic to those that are received; at is where it points, or "".
func record(severity, at, summary, detail string) {
	title, _, _ := strings.Cut(summary, ": ")
	received.Lock()
	defer received.Unlock()
	received.texts[title+"\n"+at+changingText.ReplaceAllString(detail, "…")] = fmt.Sprintf("%s %s: %s\n%s\n", severity, at, summary, detail)
}

// goText matches what Go prints and a user of Terraform cannot read.
var goText = regexp.MustCompile(`%!|<nil>|&\{|map\[|\bEOF\b|0x[0-9a-f]{6}|context canceled|context deadline|  |: \.|\bnil\b`)

var quotation = regexp.MustCompile(`"(?:[^"\\]|\\.)*"`)

// librarySummaries begin the summaries that libraries write.
var librarySummaries = []string{
	"Invalid Attribute", "Missing Attribute", "Missing Configuration",
	"Invalid RFC3339 String Value", "Invalid Time Duration String Value", "Timeout Cannot Be Parsed",
}

// checkReadable wants a diagnostic that can be read without knowing Go.
func checkReadable(t *testing.T, summary, detail string) {
	t.Helper()
	if slices.ContainsFunc(librarySummaries, func(start string) bool { return strings.HasPrefix(summary, start) }) {
		return
	}
	first, _ := utf8.DecodeRuneInString(summary)
	// A quotation is the text of a user or a vendor.
	text := goText.FindString(quotation.ReplaceAllString(summary+"\n"+detail, "…"))
	switch {
	case unicode.IsLower(first) || strings.HasSuffix(summary, "."):
		t.Errorf("the summary is not a title: %s: %s", summary, detail)
	case detail == "" || strings.TrimSpace(detail) != detail || !strings.ContainsAny(detail[len(detail)-1:], ".!?}"):
		t.Errorf("the detail is not a sentence: %s: %s", summary, detail)
	case text != "":
		t.Errorf("the text has %q: %s: %s", text, summary, detail)
	}
}
