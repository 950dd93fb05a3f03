package provider

import (
	"fmt"
	"strings"
	"sync"
	"text/tabwriter"
)

// killFound is what one round came to.
type killFound struct {
	// killed is false when Terraform had ended before.
	killed bool
	// cut is a state file that the kill has left half-written.
	cut bool
	// opened are all sessions of the round; inFlight are the creations without an
	// answer at the kill; left are the open sessions outside the state after it, also
	// those whose answer was given and not saved yet; byTeardown are those of them that
	// the teardown has closed.
	opened, inFlight, left, byTeardown int
}

// killFigures add the rounds up.
type killFigures struct {
	mu   sync.Mutex
	rows map[[2]string]*killRow
}

type killRow struct {
	rounds, killed, destroys, cut, opened, inFlight, left, byTeardown int
}

func (f *killFigures) add(p killPlan, found killFound) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.rows == nil {
		f.rows = map[[2]string]*killRow{}
	}
	for _, key := range [][2]string{{p.kind.name, string(p.way)}, {"all", ""}} {
		if f.rows[key] == nil {
			f.rows[key] = &killRow{}
		}
		f.rows[key].add(p, found)
	}
}

func (r *killRow) add(p killPlan, found killFound) {
	r.rounds++
	r.killed += oneIf(found.killed)
	r.destroys += oneIf(p.destroys)
	r.cut += oneIf(found.cut)
	r.opened += found.opened
	r.inFlight += found.inFlight
	r.left += found.left
	r.byTeardown += found.byTeardown
}

func oneIf(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// String is a table of the figures.
func (f *killFigures) String() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	var text strings.Builder
	table := tabwriter.NewWriter(&text, 0, 0, 2, ' ', tabwriter.AlignRight)
	// Nothing of this can fail: a strings.Builder takes everything.
	_, _ = fmt.Fprintln(table, "sessions\tway\trounds\tin a destroy\tkilled in time\tstate cut\topened\tin flight\tleft open\tby the teardown\t")
	keys := [][2]string{}
	for _, kind := range killKinds {
		for _, way := range killWays {
			keys = append(keys, [2]string{kind.name, string(way)})
		}
	}
	for _, key := range append(keys, [2]string{"all", ""}) {
		if row := f.rows[key]; row != nil {
			_, _ = fmt.Fprintf(table, "%s\t%s\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t\n", key[0], key[1],
				row.rounds, row.destroys, row.killed, row.cut, row.opened, row.inFlight, row.left, row.byTeardown)
		}
	}
	_ = table.Flush()
	return text.String()
}
