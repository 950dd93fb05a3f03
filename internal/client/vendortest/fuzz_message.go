package vendortest

import (
	"context"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

func (x *trial) checkSend(v client.Vendor, ref client.Ref, r client.SendRequest) {
	reply, err := client.Send(x.ctx, v, ref, r)
	if x.checkError(err) == (reply != nil) {
		x.Errorf("got %+v, %v", reply, err)
	}
	if err != nil && !client.MayHaveHappened(err) {
		x.checkRefused(err)
	}
	x.checkProven(ref, nil, err)
	x.checkOnce()
	if reply == nil {
		return
	}
	if sent := x.marked(); len(sent) == 0 || !sent[len(sent)-1].OK() {
		x.Errorf("the message passes for delivered: %+v", reply)
	}
	switch reply.Delivery {
	case client.DeliveryAnswered:
		if reply.Answer == nil || *reply.Answer == "" {
			x.Error("answered, and no answer")
		}
	case client.DeliveryAccepted, client.DeliveryUnknown:
	default:
		x.Errorf("got the delivery %q", reply.Delivery)
	}
	x.checkText(reply.Note)
	x.checkStrings(reply.RequestID)
	x.checkPointers(reply.Answer, reply.ConfidenceLevel, reply.AgentName, reply.Handoff, reply.FinishReason)
	for name := range reply.Usage {
		x.checkStrings(name)
	}
}

func (x *trial) checkHistory(v client.Vendor, ref client.Ref) {
	messages, err := client.History(x.ctx, v, ref)
	x.checkWalk(err, len(messages))
	x.checkProven(ref, nil, err)
	for _, m := range messages {
		x.checkStrings(m.ID, m.Role, m.Name, m.Text, m.Status, m.Failure)
		x.checkTimes(m.CreatedAt)
		x.checkRating(m.Rating)
	}
}

func (x *trial) checkRating(r client.Rating) {
	x.Helper()
	if r != "" && r != client.RatingGood && r != client.RatingBad {
		x.Errorf("got the rating %q", r)
	}
}

type requestReader func(context.Context, client.Vendor, string) (*client.Request, error)

func (x *trial) checkRequest(v client.Vendor, read requestReader) {
	const id = "req_1"
	request, err := read(x.ctx, v, id)
	if x.checkError(err) && Is[*client.NotFoundError](err) {
		x.checkUnknown()
	}
	if request == nil {
		if err == nil {
			x.Error("got neither a request nor an error")
		}
		return
	}
	if request.ID != id || request.Status == "" || !x.any(Heard.OK) {
		x.Errorf("got %+v, %v", request, err)
	}
	// A status and a failure are told as well, in the error of a wait and in a diagnostic.
	x.checkText(string(request.Status))
	if request.Failure != nil {
		x.checkText(*request.Failure)
	}
	x.checkPointers(request.Answer, request.ConfidenceLevel)
}

// checkUnknown: only the vendor itself can say that it does not know what is asked for.
func (x *trial) checkUnknown() {
	x.Helper()
	if !x.any(x.unknown) {
		x.Error("it passes for gone")
	}
}

func (x *trial) unknown(h Heard) bool { return h.Status == 404 && x.target.Own(h) }

func (x *trial) checkRate(v client.Vendor) {
	rater := v.(client.Rater) //nolint:forcetypeassert // The call is there for those who have it.
	switch err := rater.Rate(x.ctx, x.target.Rated, client.RatingGood); {
	case !x.checkError(err):
		x.checkDone()
	case Is[*client.NotFoundError](err):
		x.checkUnknown()
	}
}

func (x *trial) checkClearRating(v client.Vendor) {
	clearer := v.(client.RatingClearer) //nolint:forcetypeassert // The call is there for those who have it.
	if err := clearer.ClearRating(x.ctx, x.target.Rated); !x.checkError(err) && !x.any(x.unknown) {
		x.checkDone()
	}
}

// checkDone: only a success that can be read is one.
func (x *trial) checkDone() {
	x.Helper()
	if !x.any(func(h Heard) bool { return h.OK() && len(h.Members()) > 0 }) {
		x.Error("it passes for done")
	}
}

func (x *trial) checkReadRating(v client.Vendor) {
	reader := v.(client.RatingReader) //nolint:forcetypeassert // The call is there for those who have it.
	rating, err := reader.ReadRating(x.ctx, x.target.Rated)
	x.checkRating(rating)
	if x.checkError(err) && rating != "" {
		x.Errorf("got %q beside %v", rating, err)
	}
	// The message is missing from a whole history, or the session is gone.
	if Is[*client.NotFoundError](err) && !x.any(Heard.OK) {
		x.checkUnknown()
	}
}
