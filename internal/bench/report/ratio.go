// Package report turns measurements into ratios, tables and a plot.
package report

import (
	"cmp"
	"slices"
	"time"
)

// Ratio is a in parts of b; 0 where there is no b.
func Ratio(a, b time.Duration) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}

// Median is the middle value, of an even number the lower of the two; zero of none.
func Median[T cmp.Ordered](values []T) T {
	if len(values) == 0 {
		var none T
		return none
	}
	sorted := slices.Sorted(slices.Values(values))
	return sorted[(len(sorted)-1)/2]
}
