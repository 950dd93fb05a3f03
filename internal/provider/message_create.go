package provider

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// Create sends the message, once. When it may have arrived and its answer is lost, it
// is saved with a warning: an error would taint it, and the next apply would send
// it again.
func (r *messageResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan messageModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	timeout, diags := plan.Timeouts.Create(ctx, defaultAnswerTimeout)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := client.Operation(ctx, timeout)
	defer cancel()

	vendor, err := r.vendors.get(plan.Vendor.ValueString())
	if err != nil {
		resp.Diagnostics.Append(vendorDiagnostic(err))
		return
	}
	reply, err := client.Send(ctx, vendor, plan.ref(ctx, vendor), plan.sendRequest())
	var unanswered *client.AnswerError
	switch {
	case errors.As(err, &unanswered):
		resp.Diagnostics.AddError("Message not answered", sentence(err)+"\n\n"+
			"The message is part of the session all the same. Applying again sends it once more.")
		return
	case client.MayHaveSucceeded(err):
		resp.Diagnostics.Append(answerLostDiagnostic(&plan, err))
		reply = &client.Reply{Delivery: client.DeliveryUnknown}
	case err != nil:
		failed := sessionDiagnostic("Message not sent", vendor.Name(), err)
		resp.Diagnostics.AddError(failed.Summary(), failed.Detail()+timeoutNote(err))
		return
	}
	plan.flatten(reply)
	if reply.Note != "" {
		resp.Diagnostics.AddWarning(named("Message without an answer", plan.address()),
			fmt.Sprintf("The message to the session %q: %s", plan.SessionID.ValueString(), sentence(errors.New(reply.Note))))
	}
	if plan.Wait.ValueBool() && reply.RequestID != "" {
		resp.Diagnostics.Append(r.await(ctx, vendor, &plan)...)
	}
	// Whatever has come of the wait, the message is sent.
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
}

// await completes the model with the answer to an asynchronous message. Only a
// vendor that says that there will be none is an error.
func (r *messageResource) await(ctx context.Context, vendor client.Vendor, m *messageModel) diag.Diagnostics {
	id := m.RequestID.ValueString()
	request, err := client.AwaitRequest(ctx, vendor, m.SessionID.ValueString(), id, pollInterval(m.PollInterval))
	if err != nil {
		return diag.Diagnostics{diag.NewWarningDiagnostic(named("Answer not there yet", m.address()), fmt.Sprintf(
			"%s\n\nThe message was taken and is not sent again. Ask for its answer by the data source chat_request_status with request_id = %q.%s",
			sentence(err), id, timeoutNote(err)))}
	}
	m.flattenRequest(request)
	if request.Status == client.RequestFailed {
		return diag.Diagnostics{requestFailedDiagnostic("Message not answered", vendor.Name(), request, "Applying again sends it once more.")}
	}
	return nil
}

// requestFailedDiagnostic is a request that the vendor has given up; next says what
// the user can do now.
func requestFailedDiagnostic(summary, vendor string, request *client.Request, next string) diag.Diagnostic {
	said := "It gives no reason."
	if request.Failure != nil && *request.Failure != "" {
		said = "It says: " + sentence(errors.New(*request.Failure))
	}
	return diag.NewErrorDiagnostic(summary, fmt.Sprintf(
		"%s could not answer the request %q. %s\n\nThe message is part of the session all the same. %s",
		client.Title(vendor), request.ID, said, next))
}

// answerLostDiagnostic is a message that may have arrived.
func answerLostDiagnostic(m *messageModel, err error) diag.Diagnostic {
	look := "the vendor's dashboard shows"
	if info, _ := client.Lookup(m.Vendor.ValueString()); info.NoHistory == "" {
		look = "the data source chat_messages shows"
	}
	return diag.NewWarningDiagnostic(named("Answer lost", m.address()), fmt.Sprintf(
		"%s\n\nThe message to the session %q may have arrived, so that it is kept with delivery = \"unknown\" and is not sent again; %s whether it did. "+
			"To send it once more, replace it: terraform apply -replace=ADDRESS.%s",
		sentence(err), m.SessionID.ValueString(), look, timeoutNote(err)))
}
