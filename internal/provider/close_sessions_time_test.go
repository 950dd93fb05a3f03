package provider

import (
	"context"
	"fmt"
	"iter"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// distantVendor is a vendor whose every answer takes a while.
type distantVendor struct {
	client.Vendor
	sessions int
	latency  time.Duration
	closed   chan string
}

func (distantVendor) Name() string { return "siteassist" }

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
	return client.CloseResult{}, nil
}

// 1,000 sessions whose every call takes 100 ms are closed within twice the time that
// the concurrency allows, and what is told meanwhile says how many.
func TestCloseSessions_thousandInTime(t *testing.T) {
	t.Parallel()
	const sessions, latency = 1000, 100 * time.Millisecond
	schema := actionSchemas(t)[closeMany]
	ofType := schema.Type().TerraformType(t.Context())
	for _, parallel := range []int{closeParallel, 1, maxCloseParallel} {
		config := startEngine(t, nil).value(ofType, values{"vendor": "siteassist", "max_sessions": sessions, "concurrency": parallel})
		synctest.Test(t, func(t *testing.T) {
			vendor := distantVendor{sessions: sessions, latency: latency, closed: make(chan string, sessions)}
			a := &closeSessionsAction{vendorAction{&vendors{ready: map[string]client.Vendor{"siteassist": vendor}}}}
			var told []string
			var resp action.InvokeResponse
			resp.SendProgress = func(event action.InvokeProgressEvent) { told = append(told, event.Message) }
			begun := time.Now()
			a.Invoke(t.Context(), action.InvokeRequest{Config: tfsdk.Config{Schema: schema, Raw: config}}, &resp)
			took := time.Since(begun)
			if len(resp.Diagnostics) > 0 || len(vendor.closed) != sessions {
				t.Fatalf("%d closed, %v", len(vendor.closed), resp.Diagnostics)
			}
			if ideal := sessions * latency / time.Duration(parallel); took < ideal || took > 2*ideal {
				t.Errorf("%d at a time took %v, and %v is what that allows", parallel, took, ideal)
			}
			if len(told) != 21 || told[10] != "500 closed, 0 closed already, 0 failed, 500 left" {
				t.Errorf("told %q", told)
			}
		})
	}
}

// Nobody listens to an action that was cancelled: to tell something then would be to
// wait for ever.
func TestProgress_afterCancellation(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	var told []string
	tell := progress(ctx, &action.InvokeResponse{SendProgress: func(event action.InvokeProgressEvent) { told = append(told, event.Message) }})
	tell("%d closed", 1)
	cancel()
	tell("%d closed", 2)
	expectSame(t, "told", told, []string{"1 closed"})
}
