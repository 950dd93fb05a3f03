package transport

import (
	"strings"
	"unicode"
)

// maxWords is how much of a vendor's own words is shown, in runes.
const maxWords = 300

// Words makes one short line of a vendor's text, without secrets and control
// characters: fit for an error or a note.
func (t *Transport) Words(text string) string {
	// Once more after the spaces are evened out, since that may restore a secret
	// that has one, and before the cut, which would leave half of a secret.
	line := []rune(t.redactor.Redact(oneLine(t.redactor.Redact(text), 10*maxWords)))
	if len(line) > maxWords {
		return string(line[:maxWords]) + "…"
	}
	return string(line)
}

// oneLine puts one space for each run of what does not print, and stops after
// so many runes: an answer may have millions.
func oneLine(text string, limit int) string {
	var line strings.Builder
	gap, length := false, 0
	for _, r := range text {
		if unicode.IsSpace(r) || !unicode.IsPrint(r) {
			gap = length > 0
			continue
		}
		if gap {
			line.WriteByte(' ')
			gap = false
			length++
		}
		line.WriteRune(r)
		if length++; length >= limit {
			break
		}
	}
	return line.String()
}
