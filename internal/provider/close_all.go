package provider

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// closeParallel is how many sessions are closed at a time where no configuration says
// otherwise: as many as Terraform itself would.
const closeParallel = 10

// tally counts what became of the sessions that were to be closed.
type tally struct {
	total, closed, already, unconfirmed, failed int
}

func (n tally) done() int { return n.closed + n.already + n.unconfirmed + n.failed }

func (n tally) String() string {
	text := fmt.Sprintf("%d closed, %d closed already, ", n.closed, n.already)
	if n.unconfirmed > 0 {
		text += fmt.Sprintf("%d not confirmed, ", n.unconfirmed)
	}
	return text + fmt.Sprintf("%d failed, %d not begun", n.failed, n.total-n.done())
}

// closeFound closes the sessions, so many at a time, and tells the count after each.
// The diagnostics name those that are left, and what a vendor has not confirmed.
func (m *closeModel) closeFound(ctx context.Context, vendor client.Vendor, sessions []*client.Session, parallel int, words closeWords, told func(tally)) diag.Diagnostics {
	var diags diag.Diagnostics
	var left []string
	because := map[reason]int{}
	count := tally{total: len(sessions)}
	options := client.CloseOptions{UserIdentifier: m.UserIdentifier.ValueString(), Reason: m.CloseReason.ValueString(), Parallel: parallel}
	client.CloseAll(ctx, vendor, sessions, options, func(c client.Closing) {
		switch {
		case c.Err != nil:
			// After the first failure of an outage the others fail at once.
			_ = client.Report(c.Err)
			left = append(left, c.Session.ID)
			because[reasonOf(ctx, c)]++
			if notBegun(c) {
				return
			}
			count.failed++
		case c.Result.Warning != "":
			count.unconfirmed++
			diags.AddWarning(named("Session not confirmed closed", sessionAddress(vendor.Name(), c.Session.ID)), c.Result.Warning)
		case c.Result.Already:
			count.already++
		default:
			count.closed++
		}
		told(count)
	})
	log := tflog.Info
	if len(left) > 0 {
		log = tflog.Warn
	}
	log(ctx, "sessions to close", map[string]any{
		"vendor": vendor.Name(), "closed": count.closed, "closed_before": count.already,
		"not_confirmed": count.unconfirmed, "failed": count.failed, "not_begun": count.total - count.done(),
		"sessions": left,
	})
	if len(left) > 0 {
		slices.Sort(left)
		diags.AddError("Sessions not closed", fmt.Sprintf(
			"%d of %d sessions at %s were not closed (%s): %s.\n\nWhy: %s\n\n%s",
			len(left), len(sessions), client.Title(vendor.Name()), count, firstOf(left),
			reasonLines(because)+timeoutNote(ctx.Err()), words.left))
	}
	return diags
}

// notBegun tells a session for which there was no time from one whose close failed.
func notBegun(c client.Closing) bool {
	var failed *client.Error
	return !errors.As(c.Err, &failed) && (errors.Is(c.Err, context.DeadlineExceeded) || errors.Is(c.Err, context.Canceled))
}

// reason is why a session is left, without its id: the same reason often holds for many.
type reason struct {
	// what has no full stop; advice is a sentence, or empty.
	what, advice string
}

func reasonOf(ctx context.Context, c client.Closing) reason {
	var failed *client.Error
	switch {
	case errors.As(c.Err, &failed) && errors.Is(c.Err, context.Canceled):
		return reason{what: "it was cancelled while they were being closed"}
	case errors.As(c.Err, &failed) && errors.Is(c.Err, context.DeadlineExceeded) && ctx.Err() != nil:
		return reason{what: "the time was over while they were being closed"}
	case errors.As(c.Err, &failed):
		info, _ := client.Lookup(failed.Vendor)
		return reason{what: client.Reason(failed), advice: credentialAdvice(info, failed.Answered())}
	case errors.Is(c.Err, context.DeadlineExceeded):
		return reason{what: "the time was over before they were begun"}
	case errors.Is(c.Err, context.Canceled):
		return reason{what: "it was cancelled before they were begun"}
	}
	return reason{what: strings.TrimSuffix(client.Plain(c.Err), ".")}
}

// reasonLines are the most frequent reasons, each with how many sessions it holds for.
func reasonLines(counts map[reason]int) string {
	const few = 5
	sorted := slices.SortedFunc(maps.Keys(counts), func(a, b reason) int {
		return cmp.Or(counts[b]-counts[a], strings.Compare(a.what, b.what))
	})
	var lines []string
	for _, r := range sorted[:min(few, len(sorted))] {
		what := r.what
		if len(lines) > 0 {
			what = capitalized(what)
		}
		lines = append(lines, strings.TrimSpace(fmt.Sprintf("%s (%s). %s", what, counted(counts[r]), r.advice)))
	}
	if len(sorted) > few {
		lines = append(lines, "…")
	}
	return strings.Join(lines, "\n")
}
