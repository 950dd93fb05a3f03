package bench

import (
	"context"
	"fmt"
	"slices"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// requests plans over many sessions, and over few in a large account.
func requests(ctx context.Context, b *Bench, o Options) ([]Verdict, error) {
	var verdicts []Verdict
	for _, t := range []struct {
		sessions, others int
		most             map[string]int
	}{
		{sessions: o.size(200), most: map[string]int{sandbox.Uppzy: 4, sandbox.SiteAssist: 8, sandbox.UponAI: 4}},
		{sessions: 3, others: 20_000, most: map[string]int{sandbox.SiteAssist: 5, sandbox.UponAI: 5}},
	} {
		for _, vendor := range o.vendors(listed()...) {
			most, ok := t.most[vendor]
			if !ok {
				continue
			}
			n, err := b.planRequests(ctx, vendor, t.sessions, t.others)
			if err != nil {
				return verdicts, err
			}
			account := ""
			if t.others > 0 {
				account = fmt.Sprintf(" in an account of %d", t.others)
			}
			verdicts = append(verdicts, atMost(n, most, "plan over %d sessions at %s%s: %d requests", t.sessions, vendor, account, n))
		}
	}
	return verdicts, nil
}

// planRequests counts the requests of a plan. The other sessions are the newer ones,
// so that a list that begins with the newest has those of the plan at its end.
func (b *Bench) planRequests(ctx context.Context, vendor string, sessions, others int) (int, error) {
	t, err := b.begin(ctx, chat(vendor), sessions)
	if err != nil {
		return 0, err
	}
	defer t.end()
	if _, err := t.apply(ctx); err != nil {
		return 0, err
	}
	for range others - len(t.box.Sessions(vendor)) {
		t.box.Seed(vendor, sandbox.Seed{})
	}
	sample, err := t.plan(ctx)
	if err != nil {
		return 0, err
	}
	called := map[string]int{}
	for _, request := range t.box.Requests() {
		called[request.Operation]++
	}
	var calls []string
	for operation, n := range called {
		calls = append(calls, fmt.Sprintf("%d × %s", n, operation))
	}
	slices.Sort(calls)
	b.say("  %d sessions at %s: %v", sessions, vendor, calls)
	return sample.Requests, nil
}
