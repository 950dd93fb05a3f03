package bench

import (
	"bytes"
	_ "embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"text/template"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/bench/report"
)

//go:embed performance.md.tmpl
var pageText string

// page is the whole page of the documentation.
func (r Results) page() ([]byte, error) {
	parsed, err := template.New("performance.md").Parse(pageText)
	if err != nil {
		return nil, err
	}
	var page bytes.Buffer
	err = parsed.Execute(&page, r)
	return page.Bytes(), err
}

// writeRows writes a table for each latency, with terraform_data in the first row of
// each number of sessions.
func (r Results) writeRows(w *strings.Builder) {
	for _, latency := range r.latencies() {
		table := report.Table{Header: []string{
			"apply / plan / destroy", "sessions", "wall, s", "CPU, s", "of it the provider's, s",
			"wall, × terraform_data", "CPU, × terraform_data", "peak memory", "requests",
		}}
		n := 0
		for _, row := range r.Rows {
			if row.Latency != latency {
				continue
			}
			if row.N != n {
				n = row.N
				table.Rows = append(table.Rows, cells("terraform_data", n, row.Data, nil))
			}
			table.Rows = append(table.Rows, cells(row.Vendor, n, row.Own, &row.Data))
		}
		fmt.Fprintf(w, "### %d ms of latency\n\n", latency.Milliseconds())
		w.WriteString(table.String() + "\n")
	}
}

// cells is a line of the table; base is what it is compared with.
func cells(name string, n int, t Trial, base *Trial) []string {
	samples := t.Samples()
	ratios := func(pick func(Sample) time.Duration) string {
		if base == nil {
			return ""
		}
		var values []float64
		for i, other := range base.Samples() {
			values = append(values, report.Ratio(pick(samples[i]), pick(other)))
		}
		return report.Cell(values, report.Times)
	}
	wall := func(s Sample) time.Duration { return s.Wall }
	cpu := func(s Sample) time.Duration { return s.CPU }
	line := []string{
		name, strconv.Itoa(n),
		report.Cell(samples, func(s Sample) string { return report.Seconds(s.Wall) }),
		report.Cell(samples, func(s Sample) string { return report.Seconds(s.CPU) }),
	}
	if base == nil {
		return append(line, "", "", "", "", "")
	}
	return append(line,
		report.Cell(samples, func(s Sample) string { return report.Seconds(s.Provider) }),
		ratios(wall), ratios(cpu),
		report.Mebibytes(t.Sum().Peak),
		report.Cell(samples, func(s Sample) string { return strconv.Itoa(s.Requests) }),
	)
}

// writeVerdicts writes the targets as a list.
func (r Results) writeVerdicts(w *strings.Builder) {
	for _, v := range r.Verdicts {
		word := "missed"
		if v.Pass {
			word = "met"
		}
		fmt.Fprintf(w, "- %s (%s): %s\n", word, v.Case, v.Text)
	}
}

func (r Results) latencies() []time.Duration {
	var found []time.Duration
	for _, row := range r.Rows {
		if !slices.Contains(found, row.Latency) {
			found = append(found, row.Latency)
		}
	}
	return found
}

// plot shows the wall times with the most sessions and the longest latency.
func (r Results) plot() []byte {
	var last Row
	if len(r.Rows) > 0 {
		last = r.Rows[len(r.Rows)-1]
	}
	chart := report.Bars{
		Title: fmt.Sprintf("Seconds for %d sessions with %d ms of latency", last.N, last.Latency.Milliseconds()),
		Unit:  "s",
	}
	for i, step := range Steps() {
		group := report.Group{Name: step, Bars: []report.Bar{{Label: "terraform_data", Value: last.Data.Samples()[i].Wall.Seconds()}}}
		for _, row := range r.Rows {
			if row.N == last.N && row.Latency == last.Latency {
				group.Bars = append(group.Bars, report.Bar{Label: row.Vendor, Value: row.Own.Samples()[i].Wall.Seconds()})
			}
		}
		chart.Groups = append(chart.Groups, group)
	}
	return chart.SVG()
}
