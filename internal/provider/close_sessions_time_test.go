package provider

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// distantVendor is a vendor whose every answer takes a while.
type distantVendor struct {
	client.Vendor
	sessions int
	latency  time.Duration
	closed   chan string
	// warning is what each close ends with.
	warning string
}

func (distantVendor) Name() string { return "siteassist" }

func (distantVendor) Account(context.Context) (string, error) { return "visitor", nil }

func (distantVendor) Fingerprint(string) string { return "" }

func (v distantVendor) wait(ctx context.Context) {
	select {
	case <-time.After(v.latency):
	case <-ctx.Done():
	}
}

func (v distantVendor) Sessions(ctx context.Context, _ client.Filter) iter.Seq2[*client.Session, error] {
	return func(yield func(*client.Session, error) bool) {
		for i := range v.sessions {
			if i%100 == 0 {
				v.wait(ctx)
			}
			if !yield(&client.Session{ID: fmt.Sprint(i), Status: client.StatusOpen}, nil) {
				return
			}
		}
	}
}

func (v distantVendor) Close(ctx context.Context, ref client.Ref, _ string) (client.CloseResult, error) {
	v.wait(ctx)
	v.closed <- ref.ID
	return client.CloseResult{Warning: v.warning}, nil
}

// 1,000 sessions whose every call takes 100 ms are closed within twice the time that
// the concurrency allows, and what is told meanwhile says how many.
func TestCloseSessions_thousandInTime(t *testing.T) {
	t.Parallel()
	const sessions, latency = 1000, 100 * time.Millisecond
	for _, parallel := range []int{closeParallel, 1, maxCloseParallel} {
		synctest.Test(t, func(t *testing.T) {
			vendor := distantVendor{sessions: sessions, latency: latency, closed: make(chan string, sessions)}
			config := values{"vendor": "siteassist", "max_sessions": sessions, "concurrency": parallel}
			var told []string
			begun := time.Now()
			diags := invokeAt(t, vendor, closeMany, config, func(event action.InvokeProgressEvent) { told = append(told, event.Message) })
			took := time.Since(begun)
			if len(diags) > 0 || len(vendor.closed) != sessions {
				t.Fatalf("%d closed, %v", len(vendor.closed), diags)
			}
			if ideal := sessions * latency / time.Duration(parallel); took < ideal || took > 2*ideal {
				t.Errorf("%d at a time took %v, and %v is what that allows", parallel, took, ideal)
			}
			if len(told) != 21 || told[10] != "500 closed, 0 closed already, 0 failed, 500 not begun" {
				t.Errorf("told %q", told)
			}
		})
	}
}

// Nobody listens to an action that was cancelled.
func TestProgress_afterCancellation(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		var told []string
		tell, done := progress(ctx, &action.InvokeResponse{SendProgress: func(event action.InvokeProgressEvent) { told = append(told, event.Message) }})
		tell("%d closed", 1)
		synctest.Wait()
		cancel()
		tell("%d closed", 2)
		done()
		synctest.Wait()
		expectSame(t, "told", told, []string{"1 closed"})
	})
}

// The last count is told always.
func TestEveryTwentieth(t *testing.T) {
	t.Parallel()
	var told []string
	tell := everyTwentieth(func(format string, values ...any) { told = append(told, fmt.Sprintf(format, values...)) })
	for n := range 41 {
		tell(tally{total: 41, closed: n + 1})
	}
	if len(told) != 21 || told[20] != "41 closed, 0 closed already, 0 failed, 0 not begun" {
		t.Errorf("told %q", told)
	}
}

// invokeAt invokes an action at a vendor of the test, with what hears of its progress.
func invokeAt(t *testing.T, vendor client.Vendor, name string, config values, hear func(action.InvokeProgressEvent)) diag.Diagnostics {
	t.Helper()
	of := vendorAction{&vendors{ready: map[string]client.Vendor{vendor.Name(): vendor}}}
	invoked := map[string]action.Action{closeOne: &closeSessionAction{of}, closeMany: &closeSessionsAction{of}}[name]
	var described action.SchemaResponse
	invoked.Schema(t.Context(), action.SchemaRequest{}, &described)
	resp := action.InvokeResponse{SendProgress: hear}
	raw := (&engine{t: t}).value(described.Schema.Type().TerraformType(t.Context()), config)
	invoked.Invoke(t.Context(), action.InvokeRequest{Config: tfsdk.Config{Schema: described.Schema, Raw: raw}}, &resp)
	return resp.Diagnostics
}

// A Terraform that hears nothing of what is told holds up no close.
func TestCloseSessions_notHeard(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		vendor := distantVendor{sessions: 100, latency: time.Second, closed: make(chan string, 100)}
		never := make(chan struct{})
		defer close(never)
		begun := time.Now()
		diags := invokeAt(t, vendor, closeMany, values{"vendor": "siteassist"}, func(action.InvokeProgressEvent) { <-never })
		if took := time.Since(begun); len(diags) > 0 || len(vendor.closed) != 100 || took > 11*time.Second+progressPatience {
			t.Errorf("%d closed in %v, %v", len(vendor.closed), took, diags)
		}
	})
}

// What a vendor has not confirmed is counted by itself and named, in its words.
func TestActions_notConfirmed(t *testing.T) {
	t.Parallel()
	vendor := distantVendor{sessions: 3, closed: make(chan string, 4), warning: "Nobody has confirmed it."}
	id := "5b710eca-ee67-4c3a-aeb6-8b541f451b40"
	var told []string
	hear := func(event action.InvokeProgressEvent) { told = append(told, event.Message) }
	var titles []string
	for _, d := range slices.Concat(
		invokeAt(t, vendor, closeMany, values{"vendor": "siteassist"}, hear),
		invokeAt(t, vendor, closeOne, values{"vendor": "siteassist", "session_id": id}, hear),
	) {
		if d.Severity() != diag.SeverityWarning || d.Detail() != vendor.warning {
			t.Errorf("%v: %s, %s", d.Severity(), d.Summary(), d.Detail())
		}
		titles = append(titles, strings.TrimPrefix(d.Summary(), "Session not confirmed closed: siteassist/"))
	}
	slices.Sort(titles)
	expectSame(t, "warned of", titles, []string{"0", "1", "2", id})
	if last := told[len(told)-1]; len(told) != 4 || last != "0 closed, 0 closed already, 3 not confirmed, 0 failed, 0 not begun" {
		t.Errorf("told %q", told)
	}
}

// wideVendor is one whose account alone is too wide.
type wideVendor struct{ distantVendor }

func (wideVendor) Name() string { return "uponai" }

// What closes sessions looks for none without a selector, whatever was validated before.
func TestFind_withoutSelector(t *testing.T) {
	t.Parallel()
	m := closeModel{Vendor: types.StringValue("uponai"), CreatedAfter: timetypes.NewRFC3339TimeValue(time.Now())}
	var refused *noScopeError
	if found, err := m.find(t.Context(), wideVendor{distantVendor{sessions: 1}}, true); !errors.As(err, &refused) {
		t.Errorf("found %v, %v", found, err)
	}
}
