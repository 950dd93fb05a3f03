package bench

import (
	"context"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/bench/report"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// cpu compares the whole process tree with that of the providers that do nothing.
// The three take turns, and each round has its own ratio: a machine that is busy for
// a while slows them all.
func cpu(ctx context.Context, b *Bench, o Options) ([]Verdict, error) {
	targets := []struct {
		other subject
		most  float64
	}{{same(), 0.70}, {twelve(), 1.0}}
	n := o.size(300)
	ratios := make([][]float64, len(targets))
	for range o.Rounds {
		own, err := b.run(ctx, chat(sandbox.UponAI), n, 0)
		if err != nil {
			return nil, err
		}
		for i, target := range targets {
			other, err := b.run(ctx, target.other, n, 0)
			if err != nil {
				return nil, err
			}
			ratios[i] = append(ratios[i], report.Ratio(own.Sum().CPU, other.Sum().CPU))
		}
	}
	var verdicts []Verdict
	for i, target := range targets {
		ratio := report.Median(ratios[i])
		verdicts = append(verdicts, atMost(ratio, target.most, "CPU of %d sessions at uponai: %.2f of a provider that does nothing, %s, rounds %.2f",
			n, ratio, target.other.name, ratios[i]))
	}
	return verdicts, nil
}
