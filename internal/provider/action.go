package provider

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/action"
)

// vendorAction is what all actions have in common: the configured vendors.
type vendorAction struct {
	vendors *vendors
}

func (a *vendorAction) Configure(_ context.Context, req action.ConfigureRequest, resp *action.ConfigureResponse) {
	configured, diags := vendorsOf(req.ProviderData)
	resp.Diagnostics.Append(diags...)
	a.vendors = configured
}

// progressPatience is how long an action that is done waits for what it has told to be
// heard.
const progressPatience = 5 * time.Second

// progress is what tells Terraform how an action gets on, in order and beside the work: one
// that does not listen holds nothing up. Once ctx is cancelled nobody listens any more.
// done has to be called last, and waits until all is heard.
func progress(ctx context.Context, resp *action.InvokeResponse) (tell func(format string, values ...any), done func()) {
	// More than an action tells.
	messages := make(chan string, 64)
	heard := make(chan struct{})
	go func() {
		defer close(heard)
		for message := range messages {
			if ctx.Err() == nil {
				resp.SendProgress(action.InvokeProgressEvent{Message: message})
			}
		}
	}()
	tell = func(format string, values ...any) {
		select {
		case messages <- fmt.Sprintf(format, values...):
		default:
		}
	}
	done = func() {
		close(messages)
		select {
		case <-heard:
		case <-ctx.Done():
		case <-time.After(progressPatience):
		}
	}
	return tell, done
}
