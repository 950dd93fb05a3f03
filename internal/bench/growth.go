package bench

import (
	"context"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/bench/report"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// growth compares ten times the sessions with ten times the CPU, by the meter and by
// what remains of the whole when terraform_data is taken away. The second holds what
// Terraform does for a provider as well.
func growth(ctx context.Context, b *Bench, o Options) ([]Verdict, error) {
	const most = 1.10 // what is more than linear by less is noise
	few, many := 100, 1000
	if len(o.Sizes) > 0 {
		few, many = o.Sizes[0], o.Sizes[len(o.Sizes)-1]
	}
	var metered, remaining []float64
	for range o.Rounds {
		fewOwn, fewRest, err := b.ownCPU(ctx, few)
		if err != nil {
			return nil, err
		}
		manyOwn, manyRest, err := b.ownCPU(ctx, many)
		if err != nil {
			return nil, err
		}
		times := float64(many) / float64(few)
		metered = append(metered, report.Ratio(manyOwn, fewOwn)/times)
		remaining = append(remaining, report.Ratio(manyRest, fewRest)/times)
	}
	var verdicts []Verdict
	for _, v := range []struct {
		what   string
		ratios []float64
	}{{"the provider's own CPU", metered}, {"CPU above that of terraform_data", remaining}} {
		ratio := report.Median(v.ratios)
		verdicts = append(verdicts, atMost(ratio, most, "%s, %d sessions against %d: %.2f of linear growth, rounds %.2f", v.what, many, few, ratio, v.ratios))
	}
	return verdicts, nil
}

// ownCPU is the provider's CPU for n sessions, and what the whole takes more than
// with terraform_data.
func (b *Bench) ownCPU(ctx context.Context, n int) (metered, remaining time.Duration, err error) {
	own, err := b.run(ctx, chat(sandbox.UponAI), n, 0)
	if err != nil {
		return 0, 0, err
	}
	base, err := b.run(ctx, data(), n, 0)
	return own.Sum().Provider, own.Sum().CPU - base.Sum().CPU, err
}
