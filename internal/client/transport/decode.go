package transport

import (
	"encoding/base64"
	"encoding/hex"
	"html"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

const (
	// maxNesting is how often escapes may be nested: a JSON text in HTML in a URL is three.
	maxNesting = 8
	// maxEncodings is how often base64, hexadecimal digits and bytes are decoded.
	maxEncodings = 3
)

// escapes are those of URLs (%41, %u0041), and those of JSON, JavaScript and Go (\u0041,
// \u{41}, \x41, \101, \n, \/).
var escapes = regexp.MustCompile(`(?i)(?:%|\\x)([0-9a-f]{2})|[%\\]u(?:([0-9a-f]{4})|\{([0-9a-f]{1,6})\})|\\([0-3][0-7]{2})|\\(.)`)

// unescapings are text, and text with its escapes decoded once, twice and so on until
// there are none. They are not complete where the nesting is too deep.
func unescapings(text string) (forms []string, complete bool) {
	for range maxNesting {
		forms = append(forms, text)
		decoded := unescape(text)
		if decoded == text {
			return forms, true
		}
		text = decoded
	}
	return forms, false
}

func unescape(text string) string {
	if !strings.ContainsAny(text, `%\&`) {
		return text
	}
	return html.UnescapeString(escapes.ReplaceAllStringFunc(text, func(escape string) string {
		match := escapes.FindStringSubmatch(escape)
		if octet := match[1]; octet != "" {
			n, _ := strconv.ParseUint(octet, 16, 8) // two hexadecimal digits
			return string([]byte{byte(n)})
		}
		if point := match[2] + match[3]; point != "" {
			n, _ := strconv.ParseInt(point, 16, 32) // at most six hexadecimal digits
			return string(rune(n))
		}
		if octet := match[4]; octet != "" {
			n, _ := strconv.ParseUint(octet, 8, 8) // at most \377
			return string([]byte{byte(n)})
		}
		if strings.ContainsAny(match[5], "abfnrtv") {
			return " "
		}
		return match[5]
	}))
}

var (
	// base64Digits are those of both alphabets, as many as eight bytes have.
	base64Digits = regexp.MustCompile(`[A-Za-z0-9+/_-]{11,}`)
	hexDigits    = regexp.MustCompile(`[0-9a-f]{16,}`)
	decimalBytes = regexp.MustCompile(`(?:[0-9]{2,3}[ ,]+){7,}[0-9]{2,3}`)
	// tags are those of HTML, and colors the codes for a terminal, whose escape character
	// may be missing.
	tags   = regexp.MustCompile(`<[^<>]{0,200}>`)
	colors = regexp.MustCompile(`\x1b?\[[0-9;]*m`)

	standardAlphabet = strings.NewReplacer("-", "+", "_", "/")
)

// decodings are what base64, hexadecimal digits and decimal bytes in text decode to. Letters
// before digits may be digits as well, and what they decode to may begin in their middle:
// so they are decoded from each place where a group of digits could begin.
func decodings(text string) []string {
	var decoded []string
	for _, digits := range base64Digits.FindAllString(withoutSpace(text), -1) {
		digits = standardAlphabet.Replace(digits)
		for range 4 {
			whole := digits
			if len(whole)%4 == 1 {
				whole = whole[:len(whole)-1] // six bits are no byte
			}
			octets, _ := base64.RawStdEncoding.DecodeString(whole) // only digits
			decoded = append(decoded, string(octets))
			digits = digits[1:]
		}
	}
	for _, digits := range hexDigits.FindAllString(lettersAndDigits(text), -1) {
		for range 2 {
			octets, _ := hex.DecodeString(digits[:len(digits)&^1]) // only digits
			decoded = append(decoded, string(octets))
			digits = digits[1:]
		}
	}
	if !strings.ContainsAny(text, " ,") {
		return decoded
	}
	for _, list := range decimalBytes.FindAllString(text, -1) {
		var octets []byte
		for _, number := range strings.FieldsFunc(list, func(r rune) bool { return r == ' ' || r == ',' }) {
			n, err := strconv.ParseUint(number, 10, 8)
			if err != nil {
				break // over 255
			}
			octets = append(octets, byte(n))
		}
		decoded = append(decoded, string(octets))
	}
	return decoded
}

// hasLettersAndDigits reports whether text has so many of them. What base64 decodes to at the
// wrong place mostly has not, and need not be searched.
func hasLettersAndDigits(text string, atLeast int) bool {
	n := 0
	for _, r := range text {
		if isLetterOrDigit(r) {
			if n++; n >= atLeast {
				return true
			}
		}
	}
	return false
}

// lettersAndDigits are those of text in its compatibility form, in lower case.
func lettersAndDigits(text string) string {
	if !norm.NFKC.IsNormalString(text) {
		text = norm.NFKC.String(text)
	}
	return strings.Map(func(r rune) rune {
		if isLetterOrDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, text)
}

func isLetterOrDigit(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// withoutSpace is text without white space and what does not print.
func withoutSpace(text string) string {
	return strings.Map(func(r rune) rune {
		if isSpace(r) {
			return -1
		}
		return r
	}, text)
}

func isSpace(r rune) bool { return unicode.IsSpace(r) || !unicode.IsPrint(r) }

// oneLine puts one space for each run of what does not print. It stops at what is
// searched for secrets: a response may have millions of characters.
func oneLine(text string) (line string, isCut bool) {
	var b strings.Builder
	gap, length := false, 0
	for i, r := range text {
		if length >= maxSearched || i >= maxRead {
			return b.String(), true
		}
		if isSpace(r) {
			gap = length > 0
			continue
		}
		if gap {
			b.WriteByte(' ')
			gap = false
			length++
		}
		b.WriteRune(r)
		length++
	}
	return b.String(), false
}
