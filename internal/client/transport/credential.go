package transport

import "errors"

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
