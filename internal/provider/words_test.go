package provider

import "testing"

func TestIDList(t *testing.T) {
	for want, ids := range map[string][]string{
		"":                               nil,
		`"", ".", ".."`:                  {"", ".", ".."},
		"a-1, ü, x/y":                    {"a-1", "ü", "x/y"},
		`"a, b", "c\nd", "e\x00", "\"f"`: {"a, b", "c\nd", "e\x00", `"f`},
	} {
		if got := idList(ids); got != want {
			t.Errorf("%q is shown as %s, want %s", ids, got, want)
		}
	}
}
