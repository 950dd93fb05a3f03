package sandbox

import (
	"net/http"
	"net/mail"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
)

// uppzyAPI is Uppzy's M2M chat API (S0, S1, FB).
type uppzyAPI struct {
	lasting
	s        *Sandbox
	requests map[string]*uppzyRequest
}

// uppzyRequest is one message and the work on its answer.
type uppzyRequest struct {
	id, site, session string
	message           string
	submitted         time.Time
	polls             int // how often its state was asked for while it was pending
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

func newUppzy(s *Sandbox) *uppzyAPI {
	return &uppzyAPI{s: s, requests: map[string]*uppzyRequest{}}
}

func (a *uppzyAPI) routes() []route {
	return []route{
		{"chatSync", http.MethodPost, "/m2m/sites/{id}/chat", a.guard(a.chatSync)},
		{"chatAsync", http.MethodPost, "/m2m/sites/{id}/chat/async", a.guard(a.chatAsync)},
		{"getChatRequest", http.MethodGet, "/m2m/sites/{id}/chat/requests/{requestId}", a.guard(a.getChatRequest)},
		{"submitFeedback", http.MethodPost, "/m2m/sites/{id}/chat/feedback", a.guard(a.submitFeedback)},
		{"listSessions", http.MethodGet, "/m2m/sites/{id}/sessions", a.guard(a.listSessions)},
		{"closeSession", http.MethodPost, "/m2m/sites/{id}/chat/session/close", a.guard(a.closeSession)},
	}
}

func (a *uppzyAPI) seed(r *session) { r.ID = pick(r.ID, "seed-"+uuid.NewString()) }

// guard asks for the key, the plan and the site, in this order (S0, ERR).
func (a *uppzyAPI) guard(next func(*call) answer) func(*call) answer {
	return func(c *call) answer {
		switch c.request.Header.Get("X-API-Key") {
		case UppzyAPIKey:
		case UppzyNoPlanAPIKey:
			return uppzyError(http.StatusForbidden, "api_access_not_available_on_plan")
		default:
			return uppzyError(http.StatusUnauthorized, "invalid_api_key")
		}
		if !slices.Contains([]string{UppzySiteID, UppzyOtherSiteID, UppzyEscapedSiteID}, c.param("id")) {
			return uppzyError(http.StatusNotFound, "site not found")
		}
		return next(c)
	}
}

func (a *uppzyAPI) variants() UppzyVariants { return a.s.variants.Uppzy }

// accept reads a message and puts it into its session, which the first message with a
// new id makes: there is no other way to open one.
func (a *uppzyAPI) accept(c *call) (*uppzyRequest, answer) {
	var body uppzyChatRequest
	if err := c.decode(&body); err != nil || body.SessionID == "" || body.Message == "" {
		return nil, uppzyError(http.StatusBadRequest, "invalid payload")
	}
	if body.Email != nil {
		if _, err := mail.ParseAddress(*body.Email); err != nil {
			return nil, uppzyError(http.StatusBadRequest, "invalid payload")
		}
	}
	if a.refusesID(body.SessionID) {
		return nil, uppzyError(http.StatusBadRequest, "invalid session_id")
	}
	r := a.s.store.find(Uppzy, c.param("id"), body.SessionID)
	if r == nil {
		if a.variants().NewSession == http.StatusBadRequest {
			return nil, uppzyError(http.StatusBadRequest, "unknown session_id")
		}
		r = &session{Session: Session{
			Vendor: Uppzy, Account: c.param("id"), ID: body.SessionID, Open: true, CreatedAt: c.now,
		}}
		a.s.store.add(r)
	}
	if !r.Open {
		return nil, uppzyError(a.variants().ClosedChat.or(http.StatusBadRequest), "session is closed")
	}
	if body.Email != nil && r.UserIdentifier == "" && !a.variants().EmailDropped {
		r.UserIdentifier = *body.Email
	}
	request := &uppzyRequest{
		id:        "req_" + strings.ReplaceAll(uuid.NewString(), "-", ""),
		site:      c.param("id"),
		session:   r.ID,
		message:   body.Message,
		submitted: c.now,
		state:     requestPending,
	}
	a.requests[request.id] = request
	r.say(Message{
		ID: uuid.NewString(), Role: roleUser, Content: body.Message, At: c.now,
		RequestID: request.id, Language: body.ResponseLanguage,
	})
	return request, answer{}
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
	// The session may have been closed or removed while the answer was being made.
	if r := a.s.store.find(Uppzy, request.site, request.session); r != nil && r.Open {
		r.say(Message{
			ID: uuid.NewString(), Role: roleAssistant, Content: request.answer, At: at, RequestID: request.id,
		})
	}
}

// progress completes a request whose time has come and tells its state.
func (a *uppzyAPI) progress(request *uppzyRequest, now time.Time) string {
	polls := pick(a.variants().AsyncPolls, 1)
	ready := !now.Before(request.submitted.Add(a.variants().AsyncDelay))
	if request.state != requestPending {
		return request.state
	}
	if request.polls < polls || !ready {
		request.polls++
		return requestPending
	}
	a.finish(request, now)
	return request.state
}

// closeSession ends a session; a second close answers exactly like the first (S0).
func (a *uppzyAPI) closeSession(c *call) answer {
	var body uppzyCloseRequest
	if err := c.decode(&body); err != nil || body.SessionID == "" {
		return uppzyError(http.StatusBadRequest, "session_id is required")
	}
	if a.refusesID(body.SessionID) {
		return uppzyError(http.StatusBadRequest, "invalid session_id")
	}
	r := a.s.store.find(Uppzy, c.param("id"), body.SessionID)
	if r == nil {
		switch status := a.variants().CloseUnknown.or(http.StatusOK); status {
		case http.StatusOK:
		case http.StatusNotFound:
			return uppzyError(status, "session not found")
		default:
			return uppzyError(status, "invalid session_id")
		}
	} else {
		r.close(c.now, "")
	}
	return jsonAnswer(a.variants().CloseStatus.or(http.StatusOK), map[string]string{"status": "ok"})
}

func (a *uppzyAPI) sameEmail(kept, asked string) bool {
	return kept == asked || a.variants().EmailIgnoresCase && strings.EqualFold(kept, asked)
}

// listSessions shows closed sessions too (S0). The order is not documented; the order
// of creation makes a cut list lose the newest.
func (a *uppzyAPI) listSessions(c *call) answer {
	email := c.query("email")
	if c.request.URL.Query().Has("email") {
		if _, err := mail.ParseAddress(email); err != nil {
			return uppzyError(http.StatusBadRequest, "invalid payload")
		}
	}
	v := a.variants()
	items := []map[string]any{}
	for _, r := range a.s.store.of(Uppzy, c.param("id")) {
		switch {
		case email != "" && !a.sameEmail(r.UserIdentifier, email):
		case slices.Contains(v.ListOmit, r.ID):
		case v.ListLag > 0 && c.now.Before(r.CreatedAt.Add(v.ListLag)):
		case v.ListLimit > 0 && len(items) >= v.ListLimit:
		default:
			items = append(items, a.sessionItem(r))
		}
	}
	if v.ListShape == ListArray {
		return jsonAnswer(v.ListStatus.or(http.StatusOK), items)
	}
	return jsonAnswer(v.ListStatus.or(http.StatusOK), map[string]any{"sessions": items})
}
