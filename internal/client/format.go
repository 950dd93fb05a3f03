package client

import (
	"errors"
	"fmt"
	"net/mail"
	"net/url"
	"regexp"
	"unicode/utf16"
	"unicode/utf8"
)

// Format checks a value and says in a sentence what is wrong with it.
type Format func(value string) error

var uuidPattern = regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)

// FormatUUID allows the 36 characters of a UUID.
func FormatUUID(value string) error {
	if !uuidPattern.MatchString(value) {
		return errors.New("must be a UUID such as 5b710eca-ee67-4c3a-aeb6-8b541f451b40")
	}
	return nil
}

// FormatEmail allows a bare e-mail address.
func FormatEmail(value string) error {
	address, err := mail.ParseAddress(value)
	if err != nil || address.Address != value {
		return errors.New("must be an e-mail address such as user@example.com")
	}
	return nil
}

// FormatURL allows an absolute http or https URL.
func FormatURL(value string) error {
	u, err := url.Parse(value)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return errors.New("must be an absolute URL such as https://example.com/contact")
	}
	return nil
}

var originPattern = regexp.MustCompile(`^https?://([0-9A-Za-z][\w.-]*|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?$`)

// FormatOrigin allows the origin of a website as browsers send it: a scheme, a host and an
// optional port. A host with other characters than ASCII is sent in Punycode.
func FormatOrigin(value string) error {
	if !originPattern.MatchString(value) {
		return errors.New("must be the origin of a website, such as https://www.example.com: http or https, a host and an optional port, " +
			"without a path and without a slash at the end")
	}
	return nil
}

// FormatMaxLength allows at most limit characters, counted in UTF-16 units as
// vendors on JavaScript do.
func FormatMaxLength(limit int) Format {
	return func(value string) error {
		if n := len(utf16.Encode([]rune(value))); n > limit {
			return fmt.Errorf("must be at most %d characters long, and has %d", limit, n)
		}
		return nil
	}
}

// FormatMaxRunes allows at most limit characters, counted as vendors on Python do.
func FormatMaxRunes(limit int) Format {
	return func(value string) error {
		if n := utf8.RuneCountInString(value); n > limit {
			return fmt.Errorf("must be at most %d characters long, and has %d", limit, n)
		}
		return nil
	}
}

// FormatLanguage allows a language code; the vendor's minimum is two characters.
func FormatLanguage(value string) error {
	if len(value) < 2 {
		return errors.New("must be a language code such as en")
	}
	return nil
}

// CheckID refuses what cannot be a session id at any vendor, and what no request is sent
// with: an empty id, a path that would climb ("." and ".."), control characters, and what
// is no text. U+FFFD is refused as well: the JSON decoder writes it in place of that.
func CheckID(value string) error {
	switch value {
	case "":
		return errors.New("must not be empty")
	case ".", "..":
		return errors.New("must not be a relative path")
	}
	for _, r := range value {
		if r < ' ' || r == 0x7f {
			return errors.New("must not contain control characters")
		}
		if r == utf8.RuneError {
			return errors.New("must not contain bytes that are not UTF-8, or the character U+FFFD")
		}
	}
	return nil
}
