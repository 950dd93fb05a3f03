package sandbox

import "net/http"

// chatSync answers at once; the documented 5 to 60 seconds are left to Options.Latency
// and FaultSlow.
func (a *uppzyAPI) chatSync(c *call) answer {
	request, refused := a.accept(c)
	if request == nil {
		return refused
	}
	a.finish(request, c.now)
	if request.state == requestFailed {
		return uppzyError(http.StatusInternalServerError, "chat failed")
	}
	return jsonAnswer(a.variants().ChatStatus.or(http.StatusOK), uppzyAnswer{
		SessionID: request.session, RequestID: request.id, Answer: request.answer,
		ConfidenceScore: 92, ConfidenceLevel: "high",
	})
}

func (a *uppzyAPI) chatAsync(c *call) answer {
	request, refused := a.accept(c)
	if request == nil {
		return refused
	}
	return jsonAnswer(a.variants().AsyncStatus.or(http.StatusOK), a.stateBody(request, request.state))
}

// stateBody is the state of a request as S1 prints it, or with the fields of SDK.
func (a *uppzyAPI) stateBody(request *uppzyRequest, state string) uppzyState {
	body := uppzyState{RequestID: request.id, Status: state}
	if a.variants().RequestSessionID {
		body.SessionID = request.session
	}
	if state == requestPending {
		body.Status = pick(a.variants().PendingWord, state)
	}
	return body
}

// getChatRequest reports a failed request under 200 (AW).
func (a *uppzyAPI) getChatRequest(c *call) answer {
	request := a.find(c, c.param("requestId"))
	if request == nil {
		return uppzyError(http.StatusNotFound, "request not found")
	}
	state := a.stateBody(request, a.progress(request, c.now))
	switch state.Status {
	case requestCompleted:
		state.Answer = &request.answer
	case requestFailed:
		if !a.variants().FailedWithoutError {
			text := "Async chat failed"
			state.Error = &text
		}
	}
	return jsonAnswer(http.StatusOK, state)
}

// submitFeedback rates a completed request. A repeat is accepted and leaves the time
// out of its answer (FB); what it changes is a variant.
func (a *uppzyAPI) submitFeedback(c *call) answer {
	var body uppzyFeedback
	if err := c.decode(&body); err != nil || body.SessionID == "" || body.RequestID == "" {
		return uppzyError(http.StatusBadRequest, "invalid payload")
	}
	if body.Feedback != "good" && body.Feedback != "bad" {
		return uppzyError(http.StatusBadRequest, "feedback must be 'good' or 'bad'")
	}
	request := a.find(c, body.RequestID)
	if request == nil || request.session != body.SessionID {
		return uppzyError(http.StatusNotFound, "request not found")
	}
	if request.state != requestCompleted {
		return uppzyError(a.variants().PendingFeedback.or(http.StatusBadRequest), "request is not completed")
	}
	result := uppzyFeedbackResult{Status: "ok", RequestID: request.id, Feedback: body.Feedback}
	switch first := request.feedback == ""; {
	case first, a.variants().SecondFeedback == FeedbackReplace:
		request.feedback = body.Feedback
		if first {
			stamp := seconds(c.now)
			result.SubmittedAt = &stamp
		}
		a.rate(request, c)
	case a.variants().SecondFeedback == FeedbackKeep:
		result.Feedback = request.feedback
	}
	return jsonAnswer(http.StatusOK, result)
}

// rate notes the feedback at the answer as well, where an inspection finds it.
func (a *uppzyAPI) rate(request *uppzyRequest, c *call) {
	r := a.s.store.find(Uppzy, request.site, request.session)
	if r == nil {
		return
	}
	for i := range r.Messages {
		if m := &r.Messages[i]; m.RequestID == request.id && m.Role == roleAssistant {
			at := c.now
			m.Feedback, m.FeedbackAt = request.feedback, &at
		}
	}
}

// find looks a request up within the site of the call.
func (a *uppzyAPI) find(c *call, id string) *uppzyRequest {
	request := a.requests[id]
	if request == nil || request.site != c.param("id") {
		return nil
	}
	return request
}
