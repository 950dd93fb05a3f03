package client_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

func TestTimestamp(t *testing.T) {
	at := time.Date(2024, 1, 15, 10, 30, 0, 0, time.UTC)
	for text, want := range map[string]time.Time{
		`"2024-01-15T10:30:00Z"`:           at,
		`"2024-01-15T10:30:00.000Z"`:       at,
		`"2024-01-15T12:30:00+02:00"`:      at,
		`"2024-01-15T10:30:00.123456789Z"`: at.Add(123456789),
		` "2024-01-15T10:30:00Z" `:         at,
		`1705314600000`:                    at,
		`null`:                             {},
		`""`:                               {},
		`"soon"`:                           {},
		`"2024-01-15"`:                     {},
		`"2024-01-15 10:30:00"`:            {},
		`"2024-13-15T10:30:00Z"`:           {},
		`0`:                                {},
		`-5`:                               {},
		`1.5`:                              {},
		`1e400`:                            {},
		`9223372036854775807`:              {},
		`true`:                             {},
		`{}`:                               {},
		`[]`:                               {},
		`"9999-12-31T23:59:59-23:59"`:      {},
		`"0000-01-01T00:00:00+23:59"`:      {},
	} {
		got := client.Timestamp{Time: time.Unix(1, 0)}
		if err := json.Unmarshal([]byte(text), &got); err != nil || !got.Equal(want) || got.Location() != time.UTC {
			t.Errorf("%s: got %v, %v, want %v", text, got.Time, err, want)
		}
	}
}

func FuzzTimestamp(f *testing.F) {
	for _, text := range []string{`"2024-01-15T10:30:00Z"`, `1705314600000`, `null`, `"9999-12-31T23:59:59-23:59"`, `1e3`} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var at client.Timestamp
		if err := json.Unmarshal(data, &at); err != nil {
			if json.Valid(data) {
				t.Errorf("%s: %v", data, err)
			}
			return
		}
		// What is read can be kept in a state and read again.
		if _, err := time.Parse(time.RFC3339Nano, at.Format(time.RFC3339Nano)); err != nil {
			t.Errorf("%s: %v", data, err)
		}
	})
}

func TestWord(t *testing.T) {
	for text, want := range map[string]client.Word{
		`"open"`: "open", `""`: "", `" x "`: " x ", `"\u00e9"`: "é",
		`7`: "7", `1.50`: "1.50", `true`: "true", `false`: "false",
		`null`: "", `{"a":1}`: "", `["a"]`: "",
	} {
		got := client.Word("before")
		if err := json.Unmarshal([]byte(text), &got); err != nil || got != want {
			t.Errorf("%s: got %q, %v, want %q", text, got, err, want)
		}
	}
}

func FuzzWord(f *testing.F) {
	f.Add([]byte(`"open"`))
	f.Add([]byte(` 12 `))
	f.Fuzz(func(t *testing.T, data []byte) {
		var word client.Word
		if err := json.Unmarshal(data, &word); err != nil && json.Valid(data) {
			t.Errorf("%s: %v", data, err)
		}
	})
}

func TestNumber(t *testing.T) {
	for text, want := range map[string]string{
		`7`: "7 7", `-7`: "-7 -7", `92.5`: "none 92.5", `1e3`: "none 1000", `null`: "none none", `"7"`: "none none",
		`1e400`: "none none", `9223372036854775808`: "none 9.223372036854776e+18", `true`: "none none", `[7]`: "none none", `{}`: "none none",
	} {
		one := int64(1)
		whole, fraction := client.Number[int64]{Value: &one}, client.Number[float64]{}
		if err := errors.Join(json.Unmarshal([]byte(text), &whole), json.Unmarshal([]byte(text), &fraction)); err != nil {
			t.Errorf("%s: %v", text, err)
		}
		if got := shown(whole.Value) + " " + shown(fraction.Value); got != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
	}
}

func shown[T any](value *T) string {
	if value == nil {
		return "none"
	}
	return fmt.Sprint(*value)
}
