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

func (v distantVendor) Sessions(context.Context, client.Filter) iter.Seq2[*client.Session, error] {
	return func(yield func(*client.Session, error) bool) {
		for i := range v.sessions {
			if i%100 == 0 {
				time.Sleep(v.latency)
			}
			if !yield(&client.Session{ID: fmt.Sprint(i), Status: client.StatusOpen}, nil) {
				return
			}
		}
	}
}

func (v distantVendor) Close(_ context.Context, ref client.Ref, _ string) (client.CloseResult, error) {
	time.Sleep(v.latency)
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
