package vendortest

import (
	"cmp"
	"flag"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/contract"
)

const eventStream = "text/event-stream"

// odd are bodies that no vendor documents.
var odd = []string{
	"", " \n", "null", "[]", "{}", `""`, `"$"`, "7", "true", "<html>a $ proxy</html>", "$", "{", "\xff\xfe", "\ufeff{}",
	"1e999", `{"a":1e999}`, `{"a":"\ud800"}`, "{\"a\":\"\xff\"}", "[" + strings.Repeat("1,", 100) + "1]",
	strings.Repeat("[", 10000) + strings.Repeat("]", 10000), strings.Repeat("[", 10001),
	strings.Repeat(`{"a":`, 5000) + "1" + strings.Repeat("}", 5000), strings.Repeat("$ ", 200),
	`{"error":"$","message":"$","detail":"$","code":"$","status":"$"}`, `{"error":{"message":"$","code":"$"}}`,
	`{"error":"Not Found"}`, `{"detail":"Not Found"}`, `{"message":"Not Found"}`,
	`{"error":"a\u0000\u202e\u001b[31m\nb"}`, `{"detail":[{"loc":["a",{"b":[1e999]}],"msg":"$"},{},null]}`,
	`{"success":true}`, `{"success":false}`, `{"success":false,"error":"e"}`, `{"status":"ok"}`,
}

// headers are what a Content-Type, a Date and a Retry-After are tried with.
var headers = []string{
	"", eventStream, "application/json; charset=utf-8", "Mon, 15 Jan 2024 10:30:00 GMT",
	"Fri, 31 Dec 9999 23:59:59 GMT", "Mon, 01 Jan 0001 00:00:00 GMT", "7", "99999999999999999999",
}

// How many seeds there are at most: all that matter in a test, and in a fuzzer fewer,
// since it spends some milliseconds on each before it begins.
const (
	mostSeeds       = 6000
	mostFuzzerSeeds = 400
)

// seed is an answer, the answers after it, and their header.
type seed struct {
	first, then given
	header      string
}

// add adds the seeds for each call. Where that is too many each seed is left to some of
// the calls, and each call to some of the seeds.
func (target *Target) add(f *testing.F, calls int) {
	f.Helper()
	examples, err := contract.Examples(target.Name)
	if err != nil {
		f.Fatal(err)
	}
	seeds := target.seeds(examples)
	most := mostSeeds
	if fuzz := flag.Lookup("test.fuzz"); fuzz != nil && fuzz.Value.String() != "" {
		most = mostFuzzerSeeds
	}
	stride := calls*len(seeds)/most + 1
	for call := range calls {
		for i, s := range seeds {
			if (call+i)%stride == 0 {
				f.Add(uint8(call), s.first.status, s.first.body, s.then.status, s.then.body, s.header)
			}
		}
	}
}

// seeds are what the vendor documents, which is tried also where it does not belong,
// and what nobody documents.
func (target *Target) seeds(examples []contract.Example) []seed {
	var seeds []seed
	again := func(g given, header string) { seeds = append(seeds, seed{g, g, header}) }
	for _, body := range slices.Concat(target.Seeds, odd) {
		header := ""
		if strings.HasPrefix(body, "event: ") {
			header = eventStream
		}
		again(given{http.StatusOK, body}, header)
	}
	refusals := map[given]bool{}
	for _, e := range examples {
		g := given{uint16(e.Status), e.Body} //nolint:gosec // It is a status.
		switch {
		case e.Status >= 300:
			refusals[g] = true
		case !slices.ContainsFunc(seeds, func(s seed) bool { return s.first.body == e.Body }):
			again(g, e.ContentType)
		}
	}
	for _, body := range odd {
		again(given{http.StatusUnauthorized, body}, "")
		again(given{http.StatusNotFound, body}, "")
	}
	for _, status := range []uint16{303, 307, 401, 403, 404, 408, 422, 429, 500, 503, 0, statuses} {
		refusals[given{status, "<html>a $ proxy</html>"}] = true
	}
	// What is unclear at first, and then nobody's answer.
	for _, unclear := range []uint16{303, 500, statuses} {
		for _, then := range []uint16{401, 403, 404} {
			seeds = append(seeds, seed{given{unclear, "oops"}, given{then, "<html>a $ proxy</html>"}, ""})
		}
	}
	inOrder := slices.SortedFunc(maps.Keys(refusals), func(a, b given) int {
		return cmp.Or(cmp.Compare(a.status, b.status), cmp.Compare(a.body, b.body))
	})
	for _, one := range target.Good {
		for _, other := range target.Good {
			seeds = append(seeds, seed{given{http.StatusOK, one}, given{http.StatusOK, other}, ""})
		}
	}
	for _, refusal := range inOrder {
		again(refusal, "")
		for _, good := range target.Good {
			seeds = append(seeds, seed{refusal, given{http.StatusOK, good}, ""})
		}
	}
	good := given{http.StatusOK, target.Good[0]}
	for _, header := range headers {
		again(good, header)
		seeds = append(seeds, seed{given{http.StatusTooManyRequests, "slowly"}, good, header})
	}
	return seeds
}
