package provider

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// diagnosticLog has every diagnostic that the tests were given, by summary. Two that
// differ only in ids, times and the like are one.
type diagnosticLog struct {
	mu    sync.Mutex
	texts map[string]map[string]string
	// bad are those that do not read as help, and why.
	bad []string
}

var seenDiagnostics = &diagnosticLog{texts: map[string]map[string]string{}}

// changing are the parts of a diagnostic that are different in each run.
var changing = regexp.MustCompile(`"[^"]*"|\b(?:127\.0\.0\.1|localhost)[^ ]*|\b[0-9a-f]{8}[-0-9a-z_]*|\b\d[\d:.TZ-]*|/[^ ]+`)

func (l *diagnosticLog) add(all ...*tfprotov6.Diagnostic) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, d := range all {
		kind := "error"
		if d.Severity == tfprotov6.DiagnosticSeverityWarning {
			kind = "warning"
		}
		if d.Attribute != nil {
			kind += ", at " + pathText(d.Attribute)
		}
		title, _, _ := strings.Cut(d.Summary, ": ")
		shape := kind + changing.ReplaceAllString(d.Detail, "…")
		if l.texts[title] == nil {
			l.texts[title] = map[string]string{}
		}
		if _, ok := l.texts[title][shape]; ok {
			continue
		}
		l.texts[title][shape] = fmt.Sprintf("%s: %s\n%s\n", kind, d.Summary, d.Detail)
		if why := notHelp(d); why != "" {
			l.bad = append(l.bad, why+": "+d.Summary+": "+d.Detail)
		}
	}
}

// all is one of each, to be read by a person.
func (l *diagnosticLog) all() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	var text strings.Builder
	for _, title := range slices.Sorted(maps.Keys(l.texts)) {
		fmt.Fprintf(&text, "## %s\n\n%s\n", title, strings.Join(slices.Sorted(maps.Values(l.texts[title])), "\n"))
	}
	return text.String()
}

// missing are the summaries that no diagnostic had, where "…" stands for any text. A
// title that is one of them word by word is not counted for those with a "…".
func (l *diagnosticLog) missing(summaries []string) []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(summaries), func(summary string) bool {
		if !strings.Contains(summary, "…") {
			return l.texts[summary] != nil
		}
		title := regexp.MustCompile("^" + strings.ReplaceAll(regexp.QuoteMeta(summary), "…", ".+") + "$")
		for seen := range l.texts {
			if title.MatchString(seen) && !slices.Contains(summaries, seen) && !isForeign(seen) {
				return true
			}
		}
		return false
	})
}

// foreign are summaries of libraries, whose texts are not in the hands of this package.
var foreign = []string{
	"Invalid Attribute", "Missing Attribute", "Missing Configuration",
	"Invalid RFC3339 String Value", "Invalid Time Duration String Value", "Timeout Cannot Be Parsed",
}

func isForeign(summary string) bool {
	return slices.ContainsFunc(foreign, func(start string) bool { return strings.HasPrefix(summary, start) })
}

// notHelp is why a diagnostic does not read as help; empty for one that does.
func notHelp(d *tfprotov6.Diagnostic) string {
	if isForeign(d.Summary) {
		return ""
	}
	first, _ := utf8.DecodeRuneInString(d.Summary)
	switch {
	case unicode.IsLower(first) || strings.HasSuffix(d.Summary, "."):
		return "the summary is no title"
	case d.Detail == "" || strings.TrimSpace(d.Detail) != d.Detail:
		return "the detail is empty, or has space around it"
	case !strings.ContainsAny(d.Detail[len(d.Detail)-1:], ".!?}"):
		return "the detail does not end as a sentence"
	}
	// What stands in quotation marks is somebody else's word, such as an id.
	if bad := badText.FindString(quotation.ReplaceAllString(d.Summary+"\n"+d.Detail, "…")); bad != "" {
		return fmt.Sprintf("%q says nothing to a user", bad)
	}
	return ""
}

var quotation = regexp.MustCompile(`"(?:[^"\\]|\\.)*"`)

// badText is what Go writes and a user of Terraform cannot read.
var badText = regexp.MustCompile(`%!|<nil>|&\{|map\[|\bEOF\b|0x[0-9a-f]{6}|context canceled|context deadline|  |: \.|\bnil\b`)
