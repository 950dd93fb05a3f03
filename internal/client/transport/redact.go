package transport

import (
	"slices"
	"strings"
	"sync"
)

// redacted stands in place of a secret.
const redacted = "(redacted)"

// Redactor takes secrets out of text, also where they are escaped for a URL, for
// JSON or for HTML. It may be used by any number of goroutines.
type Redactor struct {
	mu sync.RWMutex
	// known are the secrets, written are all the ways to write them.
	known   map[string]bool
	written []string
}

// NewRedactor knows the given secrets; empty ones are ignored.
func NewRedactor(secrets ...string) *Redactor {
	r := &Redactor{known: map[string]bool{}}
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
	r.mu.Lock()
	defer r.mu.Unlock()
	r.known[secret] = true
	for _, form := range writings(secret) {
		if !slices.Contains(r.written, form) {
			r.written = append(r.written, form)
		}
	}
	// A secret that contains another one goes first, or its rest would stay.
	slices.SortStableFunc(r.written, func(a, b string) int { return len(b) - len(a) })
}

func (r *Redactor) knows(secret string) bool {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.known[secret]
}

// Redact returns text without the secrets.
func (r *Redactor) Redact(text string) string {
	r.mu.RLock()
	defer r.mu.RUnlock()
	for _, form := range r.written {
		text = strings.ReplaceAll(text, form, redacted)
	}
	return text
}

// credentialSecret is the part of a credential that is secret: "Bearer" is not.
func credentialSecret(c Credential) string {
	return strings.TrimPrefix(c.Value, "Bearer ")
}
