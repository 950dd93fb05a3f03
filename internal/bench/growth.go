package bench

import (
	"context"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/bench/report"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// growth compares ten times the sessions with ten times the CPU of the provider's
// processes. What Terraform itself takes is no part of it: it writes the whole state
// after each change, so that its share grows faster with any provider.
func growth(ctx context.Context, b *Bench, o Options) ([]Verdict, error) {
	const most = 1.10 // what is more than linear by less is noise
	few, many := 100, 1000
	if len(o.Sizes) > 0 {
		few, many = o.Sizes[0], o.Sizes[len(o.Sizes)-1]
	}
	var ratios []float64
	for range o.Rounds {
		one, err := b.run(ctx, chat(sandbox.UponAI), few, 0)
		if err != nil {
			return nil, err
		}
		other, err := b.run(ctx, chat(sandbox.UponAI), many, 0)
		if err != nil {
			return nil, err
		}
		ratios = append(ratios, ofLinear(few, many, one.Sum().Provider, other.Sum().Provider))
	}
	ratio := report.Median(ratios)
	return []Verdict{atMost(ratio, most, "the provider's CPU, %d sessions against %d: %.2f of linear growth, rounds %.2f", many, few, ratio, ratios)}, nil
}

// ofLinear is how many times as much as linear growth it is that few take the one time
// and many the other.
func ofLinear(few, many int, one, other time.Duration) float64 {
	return report.Ratio(other, one) * float64(few) / float64(many)
}
