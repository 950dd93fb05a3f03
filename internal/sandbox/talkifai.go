package sandbox

import (
	"fmt"
	"maps"
	"net/http"
	"strings"
	"time"

	"github.com/google/uuid"
)

// talkifaiAPI is TalkifAI's text chat API (S2, CS, SM, GH).
type talkifaiAPI struct {
	s      *Sandbox
	tokens map[string]talkifaiToken
}

// talkifaiToken opens one conversation for a day. It is checked before anything else
// is looked at, as a signed token would be: it outlives its session.
type talkifaiToken struct {
	conversation string
	expires      time.Time
}

func newTalkifai(s *Sandbox) *talkifaiAPI {
	return &talkifaiAPI{s: s, tokens: map[string]talkifaiToken{}}
}

func (a *talkifaiAPI) routes() []route {
	return []route{
		{"createSession", http.MethodPost, "/sessions", a.createSession},
		{"sendMessage", http.MethodPost, "/sessions/{conversation_id}/messages", a.guard(a.sendMessage)},
		{"getMessages", http.MethodGet, "/sessions/{conversation_id}/messages", a.guard(a.getMessages)},
		{"endSession", http.MethodPost, "/sessions/{conversation_id}/end", a.guard(a.endSession)},
	}
}

func (a *talkifaiAPI) variants() TalkifAIVariants { return a.s.variants.TalkifAI }

func (a *talkifaiAPI) idle() time.Duration { return pick(a.variants().IdleTimeout, talkifaiIdle) }

func (a *talkifaiAPI) expireTokens() { clear(a.tokens) }

func (a *talkifaiAPI) seed(r *session) {
	r.Account = ""
	r.AgentID = pick(r.AgentID, TalkifAIAgentID)
	r.ID = pick(r.ID, a.newID(r.AgentID, r.CreatedAt))
	r.Token = a.newToken(r.ID, r.CreatedAt)
}

// newToken issues the token of a conversation.
func (a *talkifaiAPI) newToken(conversation string, at time.Time) string {
	token := a.s.issue(talkifaiTokenPrefix)
	a.tokens[token] = talkifaiToken{conversation: conversation, expires: at.Add(talkifaiTokenLife)}
	return token
}

// newID follows the samples of CS: agent, user and milliseconds. The user part is random,
// because the vendor's could be an e-mail address.
func (a *talkifaiAPI) newID(agent string, at time.Time) string {
	head, _, _ := strings.Cut(agent, "-")
	if a.variants().ConversationID == ConversationEscaped {
		return fmt.Sprintf("chat/%s ü_%d", uuid.NewString()[:8], at.UnixMilli())
	}
	return fmt.Sprintf("chat_%s_%s_%d", head, uuid.NewString()[:8], at.UnixMilli())
}

// guard asks for a session token that lives (401) and belongs to the conversation of
// the path (403): so an unknown id is a 403 as well, never a 404 (S2).
func (a *talkifaiAPI) guard(next func(*call) answer) func(*call) answer {
	return func(c *call) answer {
		token, known := a.tokens[c.bearer()]
		switch {
		case !known || !c.now.Before(token.expires):
			return a.fail(c, talkifaiBadToken)
		case token.conversation != c.param("conversation_id"):
			return a.fail(c, talkifaiMismatch)
		}
		return next(c)
	}
}

// session finds the conversation of a call, nil once it is removed. An ended one is
// found, closed: the vendor has dropped it from its memory, and the callers answer so.
func (a *talkifaiAPI) session(c *call) *session {
	return a.s.store.find(TalkifAI, "", c.param("conversation_id"))
}

// createSession checks in the order of CS: key, agent, credits, billing.
func (a *talkifaiAPI) createSession(c *call) answer {
	key := c.request.Header.Get("X-API-Key")
	switch key {
	case TalkifAIAPIKey, TalkifAINoCreditsAPIKey:
	case "":
		return a.fail(c, talkifaiNoCredential)
	default:
		return a.fail(c, talkifaiBadKey)
	}
	var body talkifaiCreate
	if err := c.decode(&body); err != nil {
		return talkifaiInvalid("body", "body", err.Error())
	}
	switch {
	case body.AgentID == "":
		return a.fail(c, talkifaiNoAgent)
	case len(body.AgentID) != len(TalkifAIAgentID) || uuid.Validate(body.AgentID) != nil:
		return talkifaiInvalid("body", "agent_id", "value is not a valid uuid")
	case body.UserIdentifier != nil && *body.UserIdentifier == "":
		return talkifaiInvalid("body", "user_identifier", "value is empty")
	}
	if refused, isRefused := a.refuseFields(c, body); isRefused {
		return refused
	}
	agent, known := talkifaiAgents[body.AgentID]
	switch {
	case body.AgentID == TalkifAIVoiceAgentID:
		return a.fail(c, talkifaiVoiceAgent)
	case !known:
		return a.fail(c, a.foreignAgent(body.AgentID))
	case key == TalkifAINoCreditsAPIKey:
		return a.fail(c, talkifaiNoCredits)
	case a.variants().BillingDown:
		return a.fail(c, talkifaiNoBilling)
	}
	r := &session{lastActive: c.now, Session: Session{
		Vendor: TalkifAI, ID: a.newID(body.AgentID, c.now), Open: true,
		AgentID: body.AgentID, Metadata: maps.Clone(body.Metadata), CreatedAt: c.now, UpdatedAt: c.now,
	}}
	if body.UserIdentifier != nil {
		r.UserIdentifier = *body.UserIdentifier
	}
	r.Token = a.newToken(r.ID, c.now)
	if agent.Greeting != nil {
		r.say(Message{ID: uuid.NewString(), Role: roleAssistant, Content: *agent.Greeting, At: c.now})
	}
	a.s.store.add(r)
	if a.variants().CreatedFields == CreatedIDs {
		return jsonAnswer(http.StatusOK, map[string]string{"conversation_id": r.ID, "session_token": r.Token})
	}
	agent.ConversationID, agent.SessionToken = r.ID, r.Token
	return jsonAnswer(http.StatusOK, agent)
}

// refuseFields refuses metadata and user_identifier where a variant says so.
func (a *talkifaiAPI) refuseFields(c *call, body talkifaiCreate) (refused answer, isRefused bool) {
	v := a.variants()
	for _, field := range []struct {
		name    string
		present bool
		status  Status
	}{
		{"metadata", len(body.Metadata) > 0, v.Metadata},
		{"user_identifier", body.UserIdentifier != nil, v.UserIdentifier},
	} {
		switch {
		case !field.present:
		case field.status == http.StatusBadRequest:
			return a.fail(c, talkifaiError{http.StatusBadRequest, field.name + " is not valid", ""}), true
		case field.status == http.StatusUnprocessableEntity:
			return talkifaiInvalid("body", field.name, "value is not valid"), true
		}
	}
	return answer{}, false
}

func (a *talkifaiAPI) foreignAgent(id string) talkifaiError {
	switch a.variants().ForeignAgent {
	case http.StatusBadRequest:
		return talkifaiForeignAgent
	case http.StatusForbidden:
		return talkifaiDeniedAgent
	default:
		return talkifaiUnknownAgent(id)
	}
}

// endSession ends the session. What a second end answers is a variant (S2 is silent).
func (a *talkifaiAPI) endSession(c *call) answer {
	v := a.variants()
	r := a.session(c)
	switch {
	case (r == nil || !r.Open) && v.SecondEnd == http.StatusUnauthorized:
		return a.fail(c, talkifaiBadToken)
	case r == nil || !r.Open:
		return a.fail(c, talkifaiGone)
	case v.EndSuccess == CloseFalseOpen:
		return jsonAnswer(http.StatusOK, talkifaiEnded{Message: "Session could not be ended"})
	}
	r.close(c.now, "ended")
	if v.EndSuccess == CloseFalseDone {
		return jsonAnswer(http.StatusOK, talkifaiEnded{Message: "Session could not be ended"})
	}
	return jsonAnswer(http.StatusOK, talkifaiEnded{Success: true, Message: "Session ended successfully"})
}
