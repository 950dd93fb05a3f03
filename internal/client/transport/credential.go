package transport

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strconv"
)

// CheckCredential refuses a credential that no header can carry. The error ends
// a sentence that begins with the name of the field; it does not repeat the value.
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
