package bench

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// Options choose what is measured. What is empty is measured as the targets say.
type Options struct {
	// Sizes are numbers of sessions. The table has all of them; a target takes the
	// first in place of its own, and growth the first and the last.
	Sizes []int
	// Latencies are those of the table; the targets have their own.
	Latencies []time.Duration
	// Vendors are all, or as many as a target is for.
	Vendors []string
	// Rounds is how often a target that compares times is measured; the median
	// counts.
	Rounds int
}

// Validate refuses what could not be measured.
func (o Options) Validate() error {
	for _, n := range o.Sizes {
		if n < 1 {
			return fmt.Errorf("%d is no number of sessions", n)
		}
	}
	for _, d := range o.Latencies {
		if d < 0 {
			return fmt.Errorf("%s is no latency", d)
		}
	}
	for _, vendor := range o.Vendors {
		if !slices.Contains(sandbox.Vendors(), vendor) {
			return fmt.Errorf("%q is no vendor; there are %q", vendor, sandbox.Vendors())
		}
	}
	if o.Rounds < 1 {
		return errors.New("there must be a round")
	}
	return nil
}

// size is the number of sessions for a target.
func (o Options) size(target int) int {
	if len(o.Sizes) > 0 {
		return o.Sizes[0]
	}
	return target
}

// vendors are those of a target that were asked for.
func (o Options) vendors(target ...string) []string {
	if len(o.Vendors) == 0 {
		return target
	}
	return slices.DeleteFunc(target, func(vendor string) bool { return !slices.Contains(o.Vendors, vendor) })
}

// listed are the vendors with a list of sessions, which reads can share.
func listed() []string { return []string{sandbox.Uppzy, sandbox.SiteAssist, sandbox.UponAI} }
