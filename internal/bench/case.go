package bench

import (
	"cmp"
	"context"
	"fmt"
)

// Verdict says whether a target is met.
type Verdict struct {
	Case string
	// Text is what was measured, and the target in parentheses.
	Text string
	Pass bool
}

// atMost is the verdict on a value, with a text that ends before the target.
func atMost[T cmp.Ordered](got, most T, format string, values ...any) Verdict {
	return Verdict{Text: fmt.Sprintf(format, values...) + fmt.Sprintf(" (at most %v)", most), Pass: got <= most}
}

// String is one line.
func (v Verdict) String() string {
	word := "FAIL"
	if v.Pass {
		word = "PASS"
	}
	return fmt.Sprintf("%s  %-16s %s", word, v.Case, v.Text)
}

// Case is a target, or several that are measured together.
type Case struct {
	Name, Summary string
	measure       func(context.Context, *Bench, Options) ([]Verdict, error)
}

// Measure measures the case and says whether its targets are met.
func (c Case) Measure(ctx context.Context, b *Bench, o Options) ([]Verdict, error) {
	b.say("\n%s: %s", c.Name, c.Summary)
	verdicts, err := c.measure(ctx, b, o)
	for i := range verdicts {
		verdicts[i].Case = c.Name
		b.say("%s", verdicts[i])
	}
	return verdicts, err
}

// Cases are the targets in the order in which they are measured.
func Cases() []Case {
	return []Case{
		{"requests", "a plan costs pages of the list, not a request for each session", requests},
		{"cpu", "apply, plan and destroy cost less CPU than with a provider that does nothing", cpu},
		{"plan-latency", "a slow vendor does not make a plan slow", planLatency},
		{"destroy-latency", "a destroy takes the closing of its sessions, ten at a time, and no more", destroyLatency},
		{"growth", "the provider's CPU grows with the number of sessions and no faster", growth},
	}
}
