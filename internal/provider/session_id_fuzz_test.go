package provider

import (
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// fuzzedInput is one call of the function, the parts being separated by tabs.
type fuzzedInput struct{ scope, salt, parts string }

func (in fuzzedInput) call(t testing.TB) (string, *function.FuncError) {
	t.Helper()
	if in.salt == "" {
		return callSessionID(t, types.StringValue(in.scope), in.list()...)
	}
	return callSessionID(t, salted(t, map[string]attr.Value{
		"scope": types.StringValue(in.scope), "salt": types.StringValue(in.salt),
	}), in.list()...)
}

func (in fuzzedInput) list() []string { return strings.Split(in.parts, "\t") }

// refused reports whether the function must not make an id of the input.
func (in fuzzedInput) refused() bool {
	return !slices.Contains(scopeWords(), in.scope) || slices.Contains(in.list(), "")
}

// FuzzSessionID: what is legal has an id, always the same and legal itself, in which
// no part is read; and no two inputs have the same.
func FuzzSessionID(f *testing.F) {
	for _, s := range [][2]fuzzedInput{
		{{"thread", "", "ab\tc"}, {"thread", "", "a\tbc"}},
		{{"user", "", "jane@example.com"}, {"user", "", "Jane@example.com"}},
		{{"user", "", "a"}, {"thread", "", "a"}},
		{{"user", "a", "b"}, {"user", "", "a\tb"}},
		{{"channel", "a", "slack\tC1"}, {"channel", "a\x00", "slack\tC1"}},
		{{"channel", strings.Repeat("k", 64), "a"}, {"channel", strings.Repeat("k", 65), "a"}},
		{{"user", "", "1:a,"}, {"user", "", "a"}},
		{{"user", "", "a,1:b"}, {"user", "", "a\tb"}},
		{{"user", "", "é"}, {"user", "", "e\u0301"}},
		{{"user", "", "\xff\xfe"}, {"user", "", "\ufffd"}},
		{{"ticket", "", "a"}, {"user", "", "a\t"}},
		{{"", "", ""}, {"user", "s", "deadbeefcafe"}},
	} {
		f.Add(s[0].scope, s[0].salt, s[0].parts, s[1].scope, s[1].salt, s[1].parts)
	}
	f.Fuzz(func(t *testing.T, scope, salt, parts, scope2, salt2, parts2 string) {
		one, other := fuzzedInput{scope, salt, parts}, fuzzedInput{scope2, salt2, parts2}
		id, err := one.call(t)
		if (err != nil) != one.refused() {
			t.Fatalf("%q: %v", one, err)
		}
		if err != nil {
			return
		}
		again, _ := one.call(t)
		if digest, ok := strings.CutPrefix(id, scope+"-"); !ok || again != id || client.CheckID(id) != nil || len(id) > 64 {
			t.Errorf("%q: %s, then %s", one, id, again)
		} else {
			mustHide(t, digest, one.list())
		}
		if second, err := other.call(t); err == nil && (second == id) != (one == other) {
			t.Errorf("%q and %q: %s and %s", one, other, id, second)
		}
	})
}

// mustHide wants no part to be read in the digest. Hexadecimal digits alone, few
// as they are, are there by chance: dad is, in one digest of a hundred.
func mustHide(t *testing.T, digest string, parts []string) {
	t.Helper()
	const digits = "0123456789abcdef"
	if strings.Trim(digest, digits) != "" {
		t.Errorf("%s has more than hexadecimal digits", digest)
	}
	for _, part := range parts {
		part = strings.ToLower(part)
		chance := len(part) < 12 && strings.Trim(part, digits) == ""
		if len(part) >= 3 && !chance && strings.Contains(digest, part) {
			t.Errorf("%q is read in %s", part, digest)
		}
	}
}
