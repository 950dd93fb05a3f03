package contract

import (
	"errors"
	"net/mail"
	"net/url"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/google/uuid"
)

// formats are the string formats that the contracts use. They belong to the
// validator and not to the library's global table, so that no other user of the
// library in the same process sees them.
func formats() map[string]openapi3.StringFormatValidator {
	return map[string]openapi3.StringFormatValidator{
		"uuid":      openapi3.NewCallbackValidator(checkUUID),
		"date-time": openapi3.NewCallbackValidator(checkDateTime),
		"email":     openapi3.NewCallbackValidator(checkEmail),
		"uri":       openapi3.NewCallbackValidator(checkURI),
	}
}

// checkUUID wants the plain form: the parser alone would also take braces, a URN
// prefix and 32 digits without hyphens.
func checkUUID(value string) error {
	if len(value) != len("00000000-0000-0000-0000-000000000000") {
		return errors.New("not a UUID in its 36 character form")
	}
	return uuid.Validate(value)
}

func checkDateTime(value string) error {
	_, err := time.Parse(time.RFC3339, value)
	return err
}

// checkEmail wants a bare address: the parser alone would also take a display name.
func checkEmail(value string) error {
	address, err := mail.ParseAddress(value)
	if err != nil {
		return err
	}
	if address.Address != value {
		return errors.New("not a bare e-mail address")
	}
	return nil
}

func checkURI(value string) error {
	parsed, err := url.Parse(value)
	if err != nil {
		return err
	}
	if !parsed.IsAbs() {
		return errors.New("not an absolute URI")
	}
	return nil
}
