package client

import (
	"regexp"
	"strings"
	"testing"
)

// The ids of released versions are in users' states: another id for the same name
// would replace their sessions. They were computed by another program, from the
// description in the documentation. Never change them.
func TestDeriveSessionID_golden(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		scope Scope
		salt  string
		parts []string
		want  string
	}{
		{ScopeThread, "", []string{"acme", "T-1"}, "thread-f646d2ddb18c058d8eeb0749d9d96dcb"},
		{ScopeUser, "", []string{"jane@example.com"}, "user-bb5d5fe131fb0e64653451fbe1883165"},
		{ScopeUser, "", []string{"Jane@example.com"}, "user-94b2cc18d510aaf4bef52dd2a81685ea"},
		{ScopeChannel, "", []string{"slack", "C024BE91L", "U2147483697"}, "channel-cd204b4201711b4f1cb4571a8a5919a6"},
		{ScopeUser, "", []string{"Zoë", "日本語"}, "user-dad5886de0a8d2e9b062b8fac3b217d7"},
		{ScopeUser, "pepper and salt", []string{"jane@example.com"}, "user-986c689b0ec24057c00aac6116aef0d1"},
		{ScopeThread, "pepper and salt", []string{"acme", "T-1"}, "thread-66b8dc8f90cc4892546857cab11a882b"},
	} {
		if got := DeriveSessionID(test.scope, test.salt, test.parts...); got != test.want {
			t.Errorf("%s %q %q: %s, and it was %s", test.scope, test.salt, test.parts, got, test.want)
		}
	}
}

// Inputs that are the same to a careless derivation each have an id of their own.
func TestDeriveSessionID_distinct(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("salt", 17) // longer than a block of SHA-256, so that HMAC hashes it
	inputs := [][]string{              // the salt comes first
		{"", "ab", "c"},
		{"", "a", "bc"},
		{"", "abc"},
		{"", "c", "ab"},
		{"", "abc", ""},
		{"", "", "abc"},
		{"", "a,1:b"},
		{"", "a", "b"},
		{"", "a-b"},
		{"", "a/b"},
		{"", "a\x00b"},
		{"", "a\nb"},
		{"", "1:a"},
		{"", "thread", "a"},
		{"", "a"},
		{"", "A"},
		{"", "a "},
		{"", "é"},
		{"", "e\u0301"},
		{"ab", "c"},
		{"a", "bc"},
		{"a", "b", "c"},
		{"abc"},
		{"a", "a"},
		{"a\x00", "a"},
		{"A", "a"},
		{long, "a"},
		{long + "\x00", "a"},
	}
	seen := map[string]string{}
	for _, scope := range Scopes() {
		for _, input := range inputs {
			id := DeriveSessionID(scope, input[0], input[1:]...)
			what := string(scope) + " " + strings.Join(input, "|")
			if before, ok := seen[id]; ok {
				t.Errorf("%q and %q have the same id", before, what)
			}
			seen[id] = what
		}
	}
}

// An id is legal wherever the user chooses one: the formats are the vendors' own.
func TestDeriveSessionID_legal(t *testing.T) {
	t.Parallel()
	plain := regexp.MustCompile(`^[a-z]+-[0-9a-f]{32}$`) // needs no escaping in any URL, header or JSON
	for _, scope := range Scopes() {
		id := DeriveSessionID(scope, "", "jane@example.com")
		if !plain.MatchString(id) || !strings.HasPrefix(id, string(scope)+"-") {
			t.Errorf("%s is no plain id of its scope", id)
		}
		chosen := 0
		for _, info := range All() {
			for what, format := range chosenFormats(info) {
				chosen++
				if err := format(id); err != nil {
					t.Errorf("%s: %s %s: %v", info.Name, what, id, err)
				}
			}
		}
		if chosen < 3 {
			t.Errorf("only %d vendors let the user choose", chosen)
		}
	}
}

// chosenFormats are the formats of what a vendor lets the user choose as an id. Where
// the vendor makes the session ids itself, an id can only be of that vendor's making.
func chosenFormats(info Info) map[string]Format {
	formats := map[string]Format{}
	if _, ok := info.Arguments[SessionIDPrefix]; ok {
		formats["session_id"] = info.Arguments[SessionID].Format
		formats["session_id_prefix"] = info.Arguments[SessionIDPrefix].Format
	} else if use, ok := info.Arguments[UserIdentifier]; ok && use.Format == nil {
		formats["user_identifier"] = CheckID
	}
	for _, kind := range info.Credentials {
		for _, field := range kind {
			if field.MaxLength > 0 {
				formats[field.Name] = FormatMaxLength(field.MaxLength)
			}
		}
	}
	return formats
}
