package transport_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

// list is a JSON array of n elements.
func list(n int, element string) string {
	return "[" + strings.Repeat(element+",", n-1) + element + "]"
}

func TestValues(t *testing.T) {
	const most = 20
	many := list(most, "0")
	for _, c := range []struct {
		name, body string
		refused    bool
	}{
		{name: "zeros", body: list(most, "0")},
		{name: "one zero more", body: list(most+1, "0"), refused: true},
		{name: "nulls", body: list(most+1, "null"), refused: true},
		{name: "empty objects", body: list(most/2, "{}")},
		{name: "one empty object more", body: list(most/2+1, "{}"), refused: true},
		{name: "objects with a member", body: list(most/2, `{"a":1}`)},
		{name: "one object with a member more", body: list(most/2+1, `{"a":1}`), refused: true},
		{name: "members of several objects", body: list(4, `{"a":1,"b":2,"c":3,"d":4,"e":5}`), refused: true},
		{name: "commas in texts", body: `["` + strings.Repeat(`,{[\"`, most) + `\\", "]"]`},
		{name: "white space", body: "[" + strings.Repeat(" \n0\t,", most) + "0]", refused: true},
		{name: "in the fourth level", body: `[[[` + list(most-3, "0") + `]]]`},
		{name: "one more in the fourth level", body: `[[[` + list(most-2, "0") + `]]]`, refused: true},
		// What is deeper is not decoded.
		{name: "in the fifth level", body: `[[[[` + many + `]]]]`},
		{name: "beside deep ones", body: `[[[[` + many + `]]],` + list(most-4, "0") + `]`, refused: true},
		{name: "not JSON", body: "]]]}" + list(most+1, "0"), refused: true},
	} {
		t.Run(c.name, func(t *testing.T) {
			tr := newTransport(t, transport.Options{RoundTripper: play(t, answer(200, c.body))})
			var out any
			call := get(transport.Safe)
			call.Out, call.MaxValues = &out, most
			_, err := tr.Do(t.Context(), call)
			if !c.refused {
				if err != nil || out == nil {
					t.Errorf("got %v, %v", out, err)
				}
				return
			}
			e := failed(t, err)
			if e.InvalidResponse || !e.Sent || !strings.HasSuffix(err.Error(), "it has more than 20 values") ||
				!errors.Is(err, transport.ErrTooLarge) || !client.MayHaveSucceeded(err) || out != nil {
				t.Errorf("got %#v, %v", e, out)
			}
		})
	}
}

// members is a JSON object with n members.
func members(n int) string { return `{"` + strings.Repeat(`a":0,"`, n-1) + `a":0}` }

func TestMembers(t *testing.T) {
	const most = 10_000
	for body, refused := range map[string]bool{
		members(most): false, members(most + 1): true, `{"data":[{},{"metadata":` + members(most+1) + `}]}`: true,
		list(most+1, "0"): false,
	} {
		tr := newTransport(t, transport.Options{RoundTripper: play(t, answer(200, body))})
		var out any
		call := get(transport.Safe)
		call.Out = &out
		_, err := tr.Do(t.Context(), call)
		if (err != nil) != refused || refused && !strings.HasSuffix(err.Error(), "it has an object with more than 10000 members") {
			t.Errorf("%.40s: got %v", body, err)
		}
	}
}

// An error response with too many values is not decoded either.
func TestValuesOfAnError(t *testing.T) {
	for _, status := range []int{404, 429, 503} {
		decoded := 0
		tr := newTransport(t, transport.Options{
			NoRetry: true, MaxRefusals: 1, BackoffMin: time.Millisecond, BackoffMax: time.Millisecond,
			Problem: func(int, []byte) transport.Problem {
				decoded++
				return transport.Problem{Message: "decoded", Meaning: client.MeaningNotFound}
			},
			RoundTripper: roundTrip(answer(status, members(20_000))),
		})
		_, err := tr.Do(t.Context(), get(transport.Once))
		if e := failed(t, err); decoded > 0 || e.Status != status || e.Meaning != client.MeaningNone {
			t.Errorf("%d: decoded %d times, got %v", status, decoded, err)
		}
	}
}

// Without a limit of the call's own it is the default, also of what is not read at all.
func TestDefaultValues(t *testing.T) {
	for n, refused := range map[int]bool{250_000: false, 250_001: true} {
		tr := newTransport(t, transport.Options{RoundTripper: play(t, answer(200, list(n, "0")), answer(200, list(n, "0")))})
		call := get(transport.Safe)
		if _, err := tr.Do(t.Context(), call); err != nil {
			t.Error(err)
		}
		call.Out = new([]int)
		if _, err := tr.Do(t.Context(), call); (err != nil) != refused {
			t.Errorf("%d: got %v", n, err)
		}
	}
}
