package client

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"strconv"
)

// Scope is what one session stands for, in an id that is derived from a name.
type Scope string

// The scopes are the strategies of Uppzy's guide, which calls the thread a ticket.
const (
	ScopeUser    Scope = "user"
	ScopeThread  Scope = "thread"
	ScopeChannel Scope = "channel"
)

// Scopes lists them in the order of the documentation.
func Scopes() []Scope { return []Scope{ScopeUser, ScopeThread, ScopeChannel} }

const (
	// derivation comes first in all that is hashed, so that no id is the digest of
	// something that is hashed elsewhere. The number changes with the derivation.
	derivation = "terraform-provider-chat session_id 1"
	// derivedBytes is half of a SHA-256 digest: of n ids, two are the same by chance
	// with a probability of n²/2¹²⁹, which is about one in 10²⁰ for three billion of them.
	derivedBytes = 16
)

// DeriveSessionID makes an id from the scope and the parts of a name: the same id
// each time, from which nobody reads the parts. Without a salt ("") who guesses
// the parts can prove the guess; with one, only who also knows the salt.
//
// The id is the scope, a hyphen and the first 32 hexadecimal digits of a digest over
// the scope and the parts: SHA-256 or, with a salt, HMAC-SHA-256 whose key is the
// SHA-256 of the salt. All text is taken byte by byte as it is. The ids of released
// versions are in users' states, so the derivation must never change.
func DeriveSessionID(scope Scope, salt string, parts ...string) string {
	digest := sha256.New()
	if salt != "" {
		// HMAC fills short keys up with zeros and hashes long ones: salts as they
		// are could be different and yet the same key.
		key := sha256.Sum256([]byte(salt))
		digest = hmac.New(sha256.New, key[:])
	}
	for _, text := range append([]string{derivation, string(scope)}, parts...) {
		// A netstring tells where it ends: ("ab", "c") is not ("a", "bc").
		_, _ = io.WriteString(digest, strconv.Itoa(len(text))+":"+text+",") // a hash takes everything
	}
	return string(scope) + "-" + hex.EncodeToString(digest.Sum(nil)[:derivedBytes])
}
