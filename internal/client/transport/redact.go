package transport

import (
	"slices"
	"strings"
	"sync"

	"github.com/armon/go-radix"
)

const (
	// maxShown is how much of a text is shown, in characters.
	maxShown = 300
	// maxSearched is how much of it is searched for secrets. It is more than is shown:
	// a secret at the end of what is shown has to be recognized, where each of its
	// characters may be written with many.
	maxSearched = 5 * maxShown
	// maxHalf is how many letters and digits at the end of what is searched may be half of
	// an escape, and so not those of the secret.
	maxHalf = 16
	// maxRead bounds what is read of a text that is mostly white space, in bytes.
	maxRead = 16 << 10

	// minSecret is the fewest letters and digits of a secret that is recognized in what
	// decodes from base64 or hexadecimal digits, and at the end of what is searched.
	// Anything shorter is found there by chance.
	minSecret = 8

	// redacted stands in place of an id, and withheld in place of a vendor's words.
	redacted = "(redacted)"
	withheld = "(withheld because it contains a credential)"
)

// Redactor withholds text that contains a secret. It may be used by any number of
// goroutines.
//
// A text is shown as it is, up to [maxShown] characters, or withheld whole. It is withheld
// when the letters and digits of a secret, in any letter case, follow each other in one of
// these:
//
//   - the text,
//   - the text with the escapes of URLs, JSON, JavaScript, Go and HTML decoded, as often as
//     they are nested,
//   - what base64, hexadecimal digits and lists of decimal bytes in any of these decode to,
//     wherever they begin, also when they are encoded up to three times.
//
// White space, punctuation, HTML tags and terminal codes between the letters and digits make
// no difference, and letters count as those of their compatibility form (NFKC). A secret
// that the end of the searched text cuts is recognized by its beginning: fewer than eight of
// its letters and digits are shown.
//
// It does not recognize a part of a secret, such as the end that a vendor shows of a key;
// other encodings such as base85 and compression; a secret of fewer than eight letters and
// digits in base64 or hexadecimal digits; base64 whose letter case was changed; and a secret
// with other than ASCII letters in another encoding than UTF-8. CheckCredential refuses a credential without a
// letter or digit, and CheckIssuedToken a token with fewer than eight of them.
//
// The time for a text depends on its searched part alone, and that for adding a secret on the
// length of the secret.
type Redactor struct {
	mu    sync.RWMutex
	known map[string]bool
	// keys are the letters and digits of the secrets.
	keys *radix.Tree
}

// NewRedactor knows the given secrets; empty ones are ignored.
func NewRedactor(secrets ...string) *Redactor {
	r := &Redactor{known: map[string]bool{}, keys: radix.New()}
	for _, secret := range secrets {
		r.Add(secret)
	}
	return r
}

// Add makes one more secret known.
func (r *Redactor) Add(secret string) {
	if secret == "" || r.knows(secret) {
		return
	}
	forms, _ := unescapings(secret)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.known[secret] = true
	for _, form := range forms {
		if key := lettersAndDigits(form); key != "" {
			r.keys.Insert(key, nil)
		}
	}
}

func (r *Redactor) knows(secret string) bool {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.known[secret]
}

// Redact returns an id or another short text, or "(redacted)" where it contains a secret.
func (r *Redactor) Redact(text string) string {
	searched, isCut := head(text, maxSearched)
	if r.contains(searched, 1, isCut) {
		return redacted
	}
	return shorten(searched)
}

// Words returns one short line of a text without control characters, or a standard sentence
// where it contains a secret: fit for an error, a note or a log line.
func (r *Redactor) Words(text string) string {
	line, isCut := oneLine(text)
	if r.contains(line, 1, isCut) {
		return withheld
	}
	return shorten(line)
}

// Path is Redact for each segment of an escaped path.
func (r *Redactor) Path(path string) string {
	segments := strings.Split(path, "/")
	for i, segment := range segments {
		segments[i] = r.Redact(segment)
	}
	return strings.Join(segments, "/")
}

// contains reports whether a text contains a secret of at least so many letters and digits;
// isCut is set for a text that goes on.
func (r *Redactor) contains(text string, atLeast int, isCut bool) bool {
	r.mu.RLock()
	defer r.mu.RUnlock()
	texts := []string{text, withoutSpace(text)}
	if strings.ContainsAny(text, "<[") {
		texts = append(texts, tags.ReplaceAllString(text, ""), colors.ReplaceAllString(text, ""))
	}
	return r.containsEncoded(slices.Compact(texts), atLeast, isCut, maxEncodings)
}

// containsEncoded searches the texts, and what they decode to in so many levels. A text with
// escapes that are nested too deep counts as one with a secret.
func (r *Redactor) containsEncoded(texts []string, atLeast int, isCut bool, levels int) bool {
	for _, text := range texts {
		if atLeast >= minSecret && !hasLettersAndDigits(text, atLeast) {
			continue
		}
		forms, complete := unescapings(text)
		if !complete {
			return true
		}
		for _, form := range forms {
			if r.has(form, atLeast, isCut) || levels > 0 && r.containsEncoded(decodings(form), minSecret, isCut, levels-1) {
				return true
			}
		}
	}
	return false
}

// has reports whether the letters and digits of text contain a secret of at least so many
// bytes, or end with the beginning of one where the text is cut.
func (r *Redactor) has(text string, atLeast int, isCut bool) bool {
	key := lettersAndDigits(text)
	for i := range len(key) {
		if secret, _, ok := r.keys.LongestPrefix(key[i:]); ok && len(secret) >= atLeast {
			return true
		}
		beginning := max(minSecret, len(key)-maxHalf-i)
		if isCut && i+beginning <= len(key) && r.begins(key[i:i+beginning]) {
			return true
		}
	}
	return false
}

// begins reports whether a secret begins with text.
func (r *Redactor) begins(text string) bool {
	found := false
	r.keys.WalkPrefix(text, func(string, any) bool {
		found = true
		return true
	})
	return found
}

// head is the beginning of text, in characters.
func head(text string, limit int) (beginning string, isCut bool) {
	n := 0
	for i := range text {
		if n == limit {
			return text[:i], true
		}
		n++
	}
	return text, false
}

// shorten cuts what is shown of a text.
func shorten(text string) string {
	shown, isCut := head(text, maxShown)
	if isCut {
		return shown + "…"
	}
	return shown
}

// credentialSecret is the part of a credential that is secret: "Bearer" is not.
func credentialSecret(c Credential) string {
	return strings.TrimPrefix(c.Value, "Bearer ")
}
