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
	r.ID = pick(r.ID, talkifaiID(r.AgentID, r.CreatedAt))
	r.Token = a.newToken(r.ID, r.CreatedAt)
}

// newToken issues the token of a conversation.
func (a *talkifaiAPI) newToken(conversation string, at time.Time) string {
	token := a.s.issue(talkifaiTokenPrefix)
	a.tokens[token] = talkifaiToken{conversation: conversation, expires: at.Add(talkifaiTokenLife)}
	return token
}

// talkifaiID follows the samples of CS: agent, user and milliseconds. The user part is
// made up here, because the rest of it could be an e-mail address.
func talkifaiID(agent string, at time.Time) string {
	head, _, _ := strings.Cut(agent, "-")
	return fmt.Sprintf("chat_%s_%s_%d", head, uuid.NewString()[:8], at.UnixMilli())
}

// guard asks for a session token that lives (401) and belongs to the conversation of
// the path (403): so an unknown id is a 403 as well, never a 404 (S2).
func (a *talkifaiAPI) guard(next func(*call) answer) func(*call) answer {
	return func(c *call) answer {
		token, known := a.tokens[c.bearer()]
		switch {
		case !known || !c.now.Before(token.expires):
			return a.fail(c, http.StatusUnauthorized, "Invalid token")
		case token.conversation != c.param("conversation_id"):
			return a.fail(c, http.StatusForbidden, "Conversation ID does not match session token")
		}
		return next(c)
	}
}

// session finds the conversation of a call, nil once it is removed. An ended one is
// found, closed: the vendor has dropped it from its memory, and the callers answer so.
func (a *talkifaiAPI) session(c *call) *session {
	return a.s.store.find(TalkifAI, "", c.param("conversation_id"))
}

func (a *talkifaiAPI) createSession(c *call) answer {
	switch c.request.Header.Get("X-API-Key") {
	case TalkifAIAPIKey:
	case TalkifAINoCreditsAPIKey:
		return a.fail(c, http.StatusPaymentRequired, "insufficient_credits")
	default:
		return a.fail(c, http.StatusUnauthorized, "invalid_api_key")
	}
	var body talkifaiCreate
	if err := c.decode(&body); err != nil {
		return a.invalid("body", err.Error())
	}
	if len(body.AgentID) != len(TalkifAIAgentID) || uuid.Validate(body.AgentID) != nil {
		return a.invalid("agent_id", "value is not a valid uuid")
	}
	if body.UserIdentifier != nil && *body.UserIdentifier == "" {
		return a.invalid("user_identifier", "value is empty")
	}
	agent, known := talkifaiAgents[body.AgentID]
	switch {
	case body.AgentID == TalkifAIVoiceAgentID:
		return a.fail(c, http.StatusBadRequest, "not_text_agent")
	case !known:
		return a.fail(c, http.StatusNotFound, "Agent not found")
	}
	r := &session{lastActive: c.now, Session: Session{
		Vendor: TalkifAI, ID: talkifaiID(body.AgentID, c.now), Open: true,
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
	agent.ConversationID, agent.SessionToken = r.ID, r.Token
	return jsonAnswer(http.StatusOK, agent)
}

// endSession drops the session. What a second end answers is a variant (S2 is silent).
func (a *talkifaiAPI) endSession(c *call) answer {
	r := a.session(c)
	if r != nil && r.Open {
		if a.variants().EndWithoutSuccess {
			return jsonAnswer(http.StatusOK, talkifaiEnded{Message: "Session could not be ended"})
		}
		r.close(c.now, "ended")
		return jsonAnswer(http.StatusOK, talkifaiEnded{Success: true, Message: "Session ended successfully"})
	}
	switch status := a.variants().SecondEnd.or(http.StatusNotFound); status {
	case http.StatusOK:
		return jsonAnswer(status, talkifaiEnded{Success: true, Message: "Session ended successfully"})
	case http.StatusUnauthorized:
		return detail(status, "Invalid token")
	case http.StatusInternalServerError:
		return detail(status, "Failed to end session")
	default:
		return detail(status, "Session not found")
	}
}

// fail answers an error. The page of end prints its bodies (S2); for the other calls
// only codes are known, and their form is a variant.
func (a *talkifaiAPI) fail(c *call, status int, text string) answer {
	isEnd := strings.HasSuffix(c.request.URL.Path, "/end")
	if a.variants().ErrorShape == ErrorEnvelope && !isEnd {
		return jsonAnswer(status, talkifaiEnvelope{Error: text, Code: text})
	}
	return detail(status, text)
}

// invalid is the validation error of the framework that the vendor's samples suggest.
func (a *talkifaiAPI) invalid(field, text string) answer {
	return jsonAnswer(http.StatusUnprocessableEntity, map[string]any{
		"detail": []map[string]any{{"loc": []string{"body", field}, "msg": text}},
	})
}
