package transport

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// CheckCredential refuses a credential that no header can carry, and one that no text can be
// searched for. The error ends a sentence that begins with the name of the field; it does not
// repeat the value.
func CheckCredential(value string) error {
	if value == "" {
		return errors.New("must not be empty")
	}
	for _, c := range []byte(value) {
		if c < ' ' || c == 0x7f {
			return errors.New("must not contain a line break or another control character; " +
				"trimspace() or chomp() takes off one that a file ends with")
		}
	}
	if value[0] == ' ' || value[len(value)-1] == ' ' {
		return errors.New("must not begin or end with a space")
	}
	if lettersAndDigits(value) == "" {
		return errors.New("must contain a letter or a digit")
	}
	return nil
}

// maxToken is the longest token that is accepted from a vendor, in bytes. Web servers accept
// headers of 8 KiB to 16 KiB.
const maxToken = 16 << 10

// CheckIssuedToken hides a token in the response to call, and refuses one that cannot be used:
// it is too long, it contains the configured credential, CheckCredential refuses it, or it has
// fewer than 8 letters and digits, which may be part of any text. The error is an invalid
// response; field is the name of the token in it.
func (t *Transport) CheckIssuedToken(call Call, answer Answer, field, token string) error {
	switch {
	case token == "":
		return t.InvalidResponse(call, answer, "it has no "+field)
	case len(token) > maxToken:
		return t.InvalidResponse(call, answer, fmt.Sprintf("its %s is longer than %d bytes", field, maxToken))
	case t.configured.contains(token, minSecret, false):
		return t.InvalidResponse(call, answer, fmt.Sprintf("its %s contains the configured credential", field))
	}
	forms, complete := unescapings(token)
	isShort := !complete || slices.ContainsFunc(forms, func(form string) bool { return len(lettersAndDigits(form)) < minSecret })
	if !isShort {
		// A line break at the end is no part of what the vendor may repeat elsewhere.
		t.redactor.Add(strings.TrimSpace(token))
	}
	err := CheckCredential(token)
	switch {
	case err != nil:
		return t.InvalidResponse(call, answer, fmt.Sprintf("its %s %v", field, err))
	case isShort:
		return t.InvalidResponse(call, answer, fmt.Sprintf("its %s has fewer than %d letters and digits", field, minSecret))
	}
	return nil
}

// Fingerprint identifies a credential of several parts without revealing it: the first
// 16 bytes of an HMAC-SHA-256 with the salt as its key, in hexadecimal digits.
func Fingerprint(salt string, parts ...string) string {
	digest := hmac.New(sha256.New, []byte(salt))
	for _, part := range parts {
		// The length keeps ("ab", "c") apart from ("a", "bc").
		digest.Write([]byte(strconv.Itoa(len(part)) + ":" + part)) // a hash accepts everything
	}
	return hex.EncodeToString(digest.Sum(nil)[:16])
}
