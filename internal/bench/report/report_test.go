package report_test

import (
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/bench/report"
)

func TestRatio(t *testing.T) {
	if got := report.Ratio(3*time.Second, 2*time.Second); got != 1.5 {
		t.Errorf("got %v", got)
	}
	if got := report.Ratio(time.Second, 0); got != 0 {
		t.Errorf("of nothing: %v", got)
	}
}

func TestMedian(t *testing.T) {
	for _, c := range []struct {
		values []float64
		want   float64
	}{
		{nil, 0},
		{[]float64{3}, 3},
		{[]float64{9, 1, 4}, 4},
		{[]float64{4, 3, 2, 1}, 2},
	} {
		before := slices.Clone(c.values)
		if got := report.Median(c.values); got != c.want {
			t.Errorf("median of %v is %v, not %v", c.values, got, c.want)
		}
		if !slices.Equal(c.values, before) {
			t.Errorf("%v became %v", before, c.values)
		}
	}
}

func TestTable(t *testing.T) {
	got := report.Table{Header: []string{"what", "s", "n"}, Rows: [][]string{{"a", "1.0 / 2.0", "3"}, {"b", "", "4"}}}.String()
	want := "| what | s | n |\n| --- | ---: | ---: |\n| a | 1.0 / 2.0 | 3 |\n| b |  | 4 |\n"
	if got != want {
		t.Errorf("got\n%s", got)
	}
}

func TestFormats(t *testing.T) {
	for got, want := range map[string]string{
		report.Seconds(123 * time.Millisecond):  "0.12",
		report.Seconds(1260 * time.Millisecond): "1.3",
		report.Times(2.345):                     "2.3×",
		report.Mebibytes(3 << 19):               "2 MiB",
		report.Mebibytes(0):                     "–",
		report.Cell([]time.Duration{time.Second, 2 * time.Second}, report.Seconds): "1.0 / 2.0",
	} {
		if got != want {
			t.Errorf("%q, not %q", got, want)
		}
	}
}

// The largest value has the widest bar, half of it half the width, and a label keeps
// its colour.
func TestBars(t *testing.T) {
	svg := report.Bars{
		Title: "A < B", Unit: "s",
		Groups: []report.Group{
			{Name: "plan", Bars: []report.Bar{{"one", 1}, {"two", 4}}},
			{Name: "destroy", Bars: []report.Bar{{"two", 2}, {"one", 0}}},
		},
	}.SVG()
	var widths, colours, texts []string
	decoder := xml.NewDecoder(strings.NewReader(string(svg)))
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("no XML: %v\n%s", err, svg)
		}
		switch token := token.(type) {
		case xml.StartElement:
			if token.Name.Local == "rect" {
				widths = append(widths, attribute(token, "width"))
				colours = append(colours, attribute(token, "fill"))
			}
		case xml.CharData:
			texts = append(texts, string(token))
		}
	}
	if want := []string{"100%", "125.0", "500.0", "250.0", "0.0"}; !slices.Equal(widths, want) {
		t.Errorf("widths %q, want %q", widths, want)
	}
	if colours[1] != colours[4] || colours[2] != colours[3] || colours[1] == colours[2] {
		t.Errorf("colours %q", colours)
	}
	for _, want := range []string{"A < B", "plan", "destroy", "4.0 s"} {
		if !slices.Contains(texts, want) {
			t.Errorf("no %q in %q", want, texts)
		}
	}
}

func TestBarsOfNothing(t *testing.T) {
	svg := string(report.Bars{Groups: []report.Group{{Name: "plan", Bars: []report.Bar{{"one", 0}}}}}.SVG())
	if strings.Contains(svg, "NaN") || !strings.Contains(svg, `width="0.0"`) {
		t.Error(svg)
	}
}

func attribute(element xml.StartElement, name string) string {
	for _, a := range element.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
