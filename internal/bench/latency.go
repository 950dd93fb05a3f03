package bench

import (
	"context"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/bench/report"
)

// slow is the latency of the targets.
const slow = 100 * time.Millisecond

// parallelism is how many operations Terraform runs side by side.
const parallelism = 10

// planLatency compares plans of the same sessions, with and without latency in turn.
func planLatency(ctx context.Context, b *Bench, o Options) ([]Verdict, error) {
	const most = 1500 * time.Millisecond
	n := o.size(500)
	var verdicts []Verdict
	for _, vendor := range o.vendors(listed()...) {
		t, err := b.begin(ctx, chat(vendor), n)
		if err != nil {
			return verdicts, err
		}
		more, err := b.planLatency(ctx, t, o.Rounds)
		t.end()
		if err != nil {
			return verdicts, err
		}
		verdicts = append(verdicts, atMost(more, most, "plan of %d sessions at %s: %.2f s longer at 100 ms", n, vendor, more.Seconds()))
	}
	return verdicts, nil
}

// planLatency is how much longer a plan takes with latency.
func (b *Bench) planLatency(ctx context.Context, t *trial, rounds int) (time.Duration, error) {
	if _, err := t.apply(ctx); err != nil {
		return 0, err
	}
	var more []time.Duration
	for range rounds {
		var walls []time.Duration
		for _, latency := range []time.Duration{0, slow} {
			t.latency(latency)
			sample, err := t.plan(ctx)
			if err != nil {
				return 0, err
			}
			walls = append(walls, sample.Wall)
		}
		b.say("  %d sessions at %s: %.1f s, %.1f s with latency", t.n, t.subject.name, walls[0].Seconds(), walls[1].Seconds())
		more = append(more, walls[1]-walls[0])
	}
	return report.Median(more), nil
}

// destroyLatency compares a destroy with latency with what it cannot go below: its
// closing requests, ten at a time, and a destroy without latency.
func destroyLatency(ctx context.Context, b *Bench, o Options) ([]Verdict, error) {
	const most = 1.15
	n := o.size(500)
	var verdicts []Verdict
	for _, vendor := range o.vendors(listed()...) {
		var ratios []float64
		for range o.Rounds {
			quick, err := b.destroyAfter(ctx, vendor, n, 0)
			if err != nil {
				return verdicts, err
			}
			late, err := b.destroyAfter(ctx, vendor, n, slow)
			if err != nil {
				return verdicts, err
			}
			ratios = append(ratios, report.Ratio(late.Wall, quick.Wall+time.Duration(n)*slow/parallelism))
		}
		ratio := report.Median(ratios)
		verdicts = append(verdicts, atMost(ratio, most, "destroy of %d sessions at %s with 100 ms: %.2f of the ideal, rounds %.2f", n, vendor, ratio, ratios))
	}
	return verdicts, nil
}

// destroyAfter measures a destroy with latency, of sessions that were opened without.
func (b *Bench) destroyAfter(ctx context.Context, vendor string, n int, latency time.Duration) (Sample, error) {
	t, err := b.begin(ctx, chat(vendor), n)
	if err != nil {
		return Sample{}, err
	}
	defer t.end()
	if _, err := t.apply(ctx); err != nil {
		return Sample{}, err
	}
	t.latency(latency)
	sample, err := t.destroy(ctx)
	if err == nil {
		b.say("  %d sessions at %s, %d ms: %.1f s, %d requests",
			n, vendor, latency.Milliseconds(), sample.Wall.Seconds(), sample.Requests)
	}
	return sample, err
}
