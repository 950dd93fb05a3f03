package bench

import (
	"math"
	"testing"
	"time"
)

func TestOfLinear(t *testing.T) {
	for name, c := range map[string]struct {
		few, many  int
		one, other time.Duration
		want       float64
	}{
		"linear":            {100, 1000, time.Second, 10 * time.Second, 1},
		"a quarter more":    {100, 1000, time.Second, 12500 * time.Millisecond, 1.25},
		"the square":        {100, 1000, time.Second, 100 * time.Second, 10},
		"no growth":         {10, 40, time.Second, time.Second, 0.25},
		"nothing to divide": {100, 1000, 0, time.Second, 0},
	} {
		if got := ofLinear(c.few, c.many, c.one, c.other); math.Abs(got-c.want) > 1e-9 {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}
