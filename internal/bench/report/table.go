package report

import (
	"fmt"
	"strings"
	"time"
)

// Table is a table in Markdown. All columns but the first are numbers.
type Table struct {
	Header []string
	Rows   [][]string
}

// String is the table with a line break at its end.
func (t Table) String() string {
	var text strings.Builder
	line := func(cells []string) { fmt.Fprintf(&text, "| %s |\n", strings.Join(cells, " | ")) }
	line(t.Header)
	text.WriteString("| ---" + strings.Repeat(" | ---:", len(t.Header)-1) + " |\n")
	for _, row := range t.Rows {
		line(row)
	}
	return text.String()
}

// Cell puts the values of several steps into one cell.
func Cell[T any](values []T, format func(T) string) string {
	cells := make([]string, len(values))
	for i, value := range values {
		cells[i] = format(value)
	}
	return strings.Join(cells, " / ")
}

// Seconds are told to a tenth, and to a hundredth below one.
func Seconds(d time.Duration) string {
	if d < time.Second {
		return fmt.Sprintf("%.2f", d.Seconds())
	}
	return fmt.Sprintf("%.1f", d.Seconds())
}

// Times tells how many times as much.
func Times(ratio float64) string { return fmt.Sprintf("%.1f×", ratio) }

// Mebibytes are whole; what was not told is a dash.
func Mebibytes(bytes int64) string {
	if bytes == 0 {
		return "–"
	}
	return fmt.Sprintf("%d MiB", (bytes+1<<19)>>20)
}
