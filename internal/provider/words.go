package provider

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// listed makes a list in a sentence: a, b or c.
func listed(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " or " + words[len(words)-1]
}

// counted is a number of sessions.
func counted(n int) string {
	if n == 1 {
		return "1 session"
	}
	return fmt.Sprintf("%d sessions", n)
}

// named makes the title of a warning one of its own: Terraform prints only the first
// of several that have the same.
func named(summary, what string) string { return summary + ": " + what }

// capitalized begins a sentence that an error has ended.
func capitalized(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}

// stopped ends a sentence that an error has begun.
func stopped(text string) string {
	if strings.HasSuffix(text, ".") || strings.HasSuffix(text, "!") || strings.HasSuffix(text, "?") {
		return text
	}
	return text + "."
}

// firstOf names a few of many ids.
func firstOf(ids []string) string {
	const few = 10
	if len(ids) <= few {
		return idList(ids)
	}
	return idList(ids[:few]) + ", …"
}

// idList names ids, which vendors choose: one that would not be seen as it is, or as
// more than one, is quoted.
func idList(ids []string) string {
	shown := make([]string, len(ids))
	for i, id := range ids {
		shown[i] = id
		if quoted := strconv.Quote(id); quoted != `"`+id+`"` || strings.ContainsAny(id, ", ") || strings.Trim(id, ".") == "" {
			shown[i] = quoted
		}
	}
	return strings.Join(shown, ", ")
}
