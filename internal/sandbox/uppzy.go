package sandbox

import (
	"net/http"
	"net/mail"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
)

// Uppzy is the vendor's name. Comments cite its pages: S0 is the session close page, S1
// the chat endpoints guide, FB the feedback page, ERR the error catalog, AW the async
// worker playbook.
const Uppzy = "uppzy"

// The credentials and sites of Uppzy in a sandbox.
const (
	// UppzyAPIKey has access to all Uppzy sites.
	UppzyAPIKey = "sandbox-uppzy-secret-7f3a91c05be24d68"
	// UppzyNoPlanAPIKey is a known key whose plan has no API access: 403.
	UppzyNoPlanAPIKey = "sandbox-uppzy-noplan-secret-1b6e40d97c52"
	// UppzySiteID is the default site; UppzyOtherSiteID is a second one with
	// sessions of its own, and so is UppzyEscapedSiteID, whose id has to be escaped in a
	// path. Any other site is a 404.
	UppzySiteID        = "site_sandbox"
	UppzyOtherSiteID   = "site_sandbox_other"
	UppzyEscapedSiteID = "site/sandbox ü"
)

func uppzyVendor() vendor {
	return vendor{
		name:   Uppzy,
		prefix: "/uppzy/api/v1",
		credentials: [][]Credential{{
			{Name: "api_key", Value: UppzyAPIKey, Secret: true},
			{Name: "site_id", Value: UppzySiteID},
		}},
		account:      UppzySiteID,
		otherAccount: []Credential{{Name: "site_id", Value: UppzyOtherSiteID}},
		secrets:      []string{UppzyNoPlanAPIKey},
		arrayMember:  "sessions",
		start:        func(s *Sandbox) api { return &uppzyAPI{s: s, requests: map[string]*uppzyRequest{}} },
		errorBody:    uppzySample,
		readings:     uppzyReadings,
		documentedShapes: map[string][]string{
			"closeSession": {"health-status-ok"},
			"listSessions": {"json-array"}, // S1 sketches a bare array
		},
	}
}

// uppzyAPI is Uppzy's M2M chat API (S0, S1, FB).
type uppzyAPI struct {
	lasting
	s        *Sandbox
	requests map[string]*uppzyRequest
}

// uppzyRequest is one message and the work on its reply.
type uppzyRequest struct {
	id, site, session string
	message           string
	polls             int // how often its state was read while it was pending
	state             string
	answer            string
	feedback          string
}

// States of a request (AW).
const (
	requestPending   = "pending"
	requestCompleted = "completed"
	requestFailed    = "failed"
)

func (a *uppzyAPI) routes() []route {
	return guarded(
		a.guard,
		route{"chatSync", http.MethodPost, "/m2m/sites/{id}/chat", a.chatSync},
		route{"chatAsync", http.MethodPost, "/m2m/sites/{id}/chat/async", a.chatAsync},
		route{"getChatRequest", http.MethodGet, "/m2m/sites/{id}/chat/requests/{requestId}", a.getChatRequest},
		route{"submitFeedback", http.MethodPost, "/m2m/sites/{id}/chat/feedback", a.submitFeedback},
		route{"listSessions", http.MethodGet, "/m2m/sites/{id}/sessions", a.listSessions},
		route{"closeSession", http.MethodPost, "/m2m/sites/{id}/chat/session/close", a.closeSession},
	)
}

func (a *uppzyAPI) variants() UppzyVariants { return a.s.variants.Uppzy }

func (a *uppzyAPI) seed(r *session) { r.ID = pick(r.ID, "seed-"+uuid.NewString()) }

// guard requires the key, the plan and the site, in this order (S0, ERR).
func (a *uppzyAPI) guard(next handler) handler {
	return func(c *call) *response {
		switch c.request.Header.Get("X-API-Key") {
		case UppzyAPIKey:
		case UppzyNoPlanAPIKey:
			return uppzySample(http.StatusForbidden)
		default:
			return uppzySample(http.StatusUnauthorized)
		}
		if !slices.Contains([]string{UppzySiteID, UppzyOtherSiteID, UppzyEscapedSiteID}, c.param("id")) {
			return uppzySample(http.StatusNotFound)
		}
		return next(c)
	}
}

// accept reads a message and adds it to its session. The first message with a new id
// opens the session: there is no other way to open one.
func (a *uppzyAPI) accept(c *call) (*uppzyRequest, *response) {
	var body uppzyChatRequest
	if err := c.decode(&body); err != nil || body.SessionID == "" || body.Message == "" || body.Email != nil && !isEmail(*body.Email) {
		return nil, uppzySample(http.StatusBadRequest)
	}
	if a.refusesID(body.SessionID) {
		return nil, uppzyError(http.StatusBadRequest, "invalid session_id")
	}
	v := a.variants()
	r := a.s.store.find(Uppzy, c.param("id"), body.SessionID)
	switch {
	case r == nil && v.NewSession == http.StatusBadRequest:
		return nil, uppzyError(http.StatusBadRequest, "unknown session_id")
	case r == nil:
		r = a.s.store.open(Uppzy, c.param("id"), body.SessionID, c.now)
	case !r.Open:
		return nil, uppzyError(v.ClosedChat.or(http.StatusBadRequest), "session is closed")
	}
	if body.Email != nil && r.UserIdentifier == "" && !v.EmailDropped {
		r.UserIdentifier = *body.Email
	}
	request := &uppzyRequest{
		id:      "req_" + strings.ReplaceAll(uuid.NewString(), "-", ""),
		site:    c.param("id"),
		session: r.ID,
		message: body.Message,
		state:   requestPending,
	}
	a.requests[request.id] = request
	m := r.say(roleUser, body.Message, c.now)
	m.RequestID, m.Language = request.id, body.ResponseLanguage
	return request, nil
}

func isEmail(text string) bool {
	_, err := mail.ParseAddress(text)
	return err == nil
}

// refusesID reports whether FB's "invalid UUID format" applies to a session id.
func (a *uppzyAPI) refusesID(id string) bool {
	return a.variants().SessionIDs == SessionIDsUUID && uuid.Validate(id) != nil
}

// finish ends the work on a request.
func (a *uppzyAPI) finish(request *uppzyRequest, at time.Time) {
	if strings.Contains(request.message, FailMarker) {
		request.state = requestFailed
		return
	}
	request.state = requestCompleted
	request.answer = Reply(request.message)
	// The session may have been closed or removed before the reply was ready.
	if r := a.s.store.find(Uppzy, request.site, request.session); r != nil && r.Open {
		r.say(roleAssistant, request.answer, at).RequestID = request.id
	}
}

// chatSync responds at once; the documented 5 to 60 seconds are left to Options.Latency
// and FaultSlow.
func (a *uppzyAPI) chatSync(c *call) *response {
	request, refused := a.accept(c)
	if refused != nil {
		return refused
	}
	a.finish(request, c.now)
	if request.state == requestFailed {
		return uppzyError(http.StatusInternalServerError, "chat failed")
	}
	return respond(a.variants().ChatStatus.or(http.StatusOK), map[string]any{
		"session_id": request.session, "request_id": request.id, "answer": request.answer,
		"confidence_score": 92, "confidence_level": "high",
	})
}

func (a *uppzyAPI) chatAsync(c *call) *response {
	request, refused := a.accept(c)
	if refused != nil {
		return refused
	}
	return respond(a.variants().AsyncStatus.or(http.StatusOK), a.stateBody(request))
}

// getChatRequest completes a request whose time has come. It reports a failed request
// under 200 (AW).
func (a *uppzyAPI) getChatRequest(c *call) *response {
	request := a.request(c, c.param("requestId"))
	if request == nil {
		return uppzyError(http.StatusNotFound, "request not found")
	}
	v := a.variants()
	if request.state == requestPending {
		if request.polls < pick(v.AsyncPolls, 1) {
			request.polls++
		} else {
			a.finish(request, c.now)
		}
	}
	return respond(http.StatusOK, a.stateBody(request))
}

// request finds a request within the site of the call.
func (a *uppzyAPI) request(c *call, id string) *uppzyRequest {
	request := a.requests[id]
	if request == nil || request.site != c.param("id") {
		return nil
	}
	return request
}

// submitFeedback rates a completed request. A repeat is accepted and leaves the time
// out of its response (FB); what it changes is a variant.
func (a *uppzyAPI) submitFeedback(c *call) *response {
	var body struct {
		SessionID string `json:"session_id"`
		RequestID string `json:"request_id"`
		Feedback  string `json:"feedback"`
	}
	if err := c.decode(&body); err != nil || body.SessionID == "" || body.RequestID == "" {
		return uppzySample(http.StatusBadRequest)
	}
	if body.Feedback != "good" && body.Feedback != "bad" {
		return uppzyError(http.StatusBadRequest, "feedback must be 'good' or 'bad'")
	}
	v := a.variants()
	request := a.request(c, body.RequestID)
	switch {
	case request == nil || request.session != body.SessionID:
		return uppzyError(http.StatusNotFound, "request not found")
	case request.state != requestCompleted:
		return uppzyError(v.PendingFeedback.or(http.StatusBadRequest), "request is not completed")
	}
	result := map[string]string{"status": "ok", "request_id": request.id, "feedback": body.Feedback}
	switch first := request.feedback == ""; {
	case first, v.SecondFeedback == FeedbackReplace:
		if first {
			result["feedback_submitted_at"] = seconds(c.now)
		}
		request.feedback = body.Feedback
		a.rate(request, c.now)
	case v.SecondFeedback == FeedbackKeep:
		result["feedback"] = request.feedback
	}
	return respond(http.StatusOK, result)
}

// rate adds the feedback to the message too, where [Sandbox.Session] shows it.
func (a *uppzyAPI) rate(request *uppzyRequest, at time.Time) {
	r := a.s.store.find(Uppzy, request.site, request.session)
	if r == nil {
		return
	}
	for i := range r.Messages {
		if m := &r.Messages[i]; m.RequestID == request.id && m.Role == roleAssistant {
			m.rate(request.feedback, at)
		}
	}
}

// closeSession ends a session; a second close has the same response as the first (S0).
func (a *uppzyAPI) closeSession(c *call) *response {
	var body struct {
		SessionID string `json:"session_id"`
	}
	if err := c.decode(&body); err != nil || body.SessionID == "" {
		return uppzyError(http.StatusBadRequest, "session_id is required")
	}
	if a.refusesID(body.SessionID) {
		return uppzyError(http.StatusBadRequest, "invalid session_id")
	}
	v := a.variants()
	switch r := a.s.store.find(Uppzy, c.param("id"), body.SessionID); {
	case r != nil:
		r.close(c.now, "")
	case v.CloseUnknown == http.StatusNotFound:
		return uppzyError(http.StatusNotFound, "session not found")
	case v.CloseUnknown == http.StatusBadRequest:
		return uppzyError(http.StatusBadRequest, "invalid session_id")
	}
	return respond(v.CloseStatus.or(http.StatusOK), map[string]string{"status": "ok"})
}

// listSessions shows closed sessions too (S0). The order is not documented; the order
// of creation makes a cut list lose the newest.
func (a *uppzyAPI) listSessions(c *call) *response {
	email := c.query("email")
	if c.hasQuery("email") && !isEmail(email) {
		return uppzySample(http.StatusBadRequest)
	}
	v := a.variants()
	items := []map[string]any{}
	for _, r := range a.s.store.of(Uppzy, c.param("id")) {
		sameEmail := r.UserIdentifier == email || v.EmailIgnoresCase && strings.EqualFold(r.UserIdentifier, email)
		switch {
		case email != "" && !sameEmail:
		case slices.Contains(v.ListOmit, r.ID):
		case v.ListLag > 0 && c.now.Before(r.CreatedAt.Add(time.Duration(v.ListLag))):
		case v.ListLimit > 0 && len(items) >= v.ListLimit:
		default:
			items = append(items, a.sessionItem(r))
		}
	}
	if v.ListShape == ListArray {
		return respond(v.ListStatus.or(http.StatusOK), items)
	}
	return respond(v.ListStatus.or(http.StatusOK), map[string]any{"sessions": items})
}
