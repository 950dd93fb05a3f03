package bench

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// results are those of two vendors with and without latency.
func results() Results {
	s := func(seconds int, requests int) Sample {
		d := time.Duration(seconds) * time.Second
		return Sample{Wall: d, CPU: 2 * d, Provider: d, Peak: 30 << 20, Requests: requests}
	}
	data := Trial{s(1, 0), s(2, 0), s(4, 0)}
	var rows []Row
	for _, latency := range []time.Duration{0, slow} {
		for _, vendor := range []string{"uppzy", "uponai"} {
			rows = append(rows, Row{Vendor: vendor, N: 5, Latency: latency, Data: data, Own: Trial{s(2, 5), s(3, 1), s(20, 6)}})
		}
	}
	return Results{
		Engine: "Terraform v1.2.3", Rows: rows,
		Verdicts: []Verdict{{Case: "cpu", Text: "0.50 of it", Pass: true}, {Case: "growth", Text: "2.00 of it"}},
	}
}

func TestTable(t *testing.T) {
	got := results().Table()
	line := "| uponai | 5 | 2.0 / 3.0 / 20.0 | 4.0 / 6.0 / 40.0 | 2.0 / 3.0 / 20.0 | 2.0× / 1.5× / 5.0× | 2.0× / 1.5× / 5.0× | 30 MiB | 5 / 1 / 6 |\n"
	for part, want := range map[string]int{
		line: 2,
		"| terraform_data | 5 | 1.0 / 2.0 / 4.0 | 2.0 / 4.0 / 8.0 |  |  |  |  |  |\n": 2,
		"### 0 ms of latency\n\n":   1,
		"### 100 ms of latency\n\n": 1,
	} {
		if n := strings.Count(got, part); n != want {
			t.Errorf("%d times %q, want %d, in\n%s", n, part, want, got)
		}
	}
}

func TestTargets(t *testing.T) {
	r := results()
	if got := r.Targets(); got != "- met (cpu): 0.50 of it\n- missed (growth): 2.00 of it\n" {
		t.Error(got)
	}
	if r.Missed() != 1 {
		t.Errorf("%d missed", r.Missed())
	}
}

func TestWrite(t *testing.T) {
	directory := filepath.Join(t.TempDir(), "guides")
	if err := results().Write(directory); err != nil {
		t.Fatal(err)
	}
	for name, parts := range map[string][]string{
		"templates/guides/performance.md": {"page_title: \"Performance\"", "Terraform v1.2.3 on ", ".github/performance.svg)", "| uponai | 5 |", "- missed (growth)"},
		".github/performance.svg":         {"Seconds for 5 sessions with 100 ms", ">apply<", ">uponai<", ">20.0 s<"},
	} {
		content, err := os.ReadFile(filepath.Join(directory, name))
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range parts {
			if !strings.Contains(string(content), part) {
				t.Errorf("%s lacks %q:\n%s", name, part, content)
			}
		}
	}
}

func TestAtMost(t *testing.T) {
	for _, c := range []struct {
		verdict Verdict
		want    string
	}{
		{atMost(4, 4, "%d requests", 4), "PASS  4 requests (at most 4)"},
		{atMost(5, 4, "%d requests", 5), "FAIL  5 requests (at most 4)"},
		{atMost(1.16, 1.15, "%.2f of it", 1.16), "FAIL  1.16 of it (at most 1.15)"},
		{atMost(time.Second, 1500*time.Millisecond, "1 s"), "PASS  1 s (at most 1.5s)"},
	} {
		if got := strings.Join(strings.Fields(c.verdict.String()), " "); got != strings.Join(strings.Fields(c.want), " ") {
			t.Errorf("%q, not %q", got, c.want)
		}
	}
}

func TestSum(t *testing.T) {
	got := Trial{
		Apply: Sample{1, 2, 3, 4, 5}, Plan: Sample{10, 20, 30, 2, 50}, Destroy: Sample{100, 200, 300, 3, 500},
	}.Sum()
	if want := (Sample{111, 222, 333, 4, 555}); got != want {
		t.Errorf("got %+v", got)
	}
}
