package sandbox

import (
	"fmt"
	"math"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"
)

// TalkifAI is the vendor's name. Comments cite its pages: S2 is the end session page, CS
// create session, SM send message, GH get history, OV the overview, IN the introduction, CH
// and GD the chat page and guide, AP its OpenAPI file, WI the widget guide.
const TalkifAI = "talkifai"

// The credentials and agents of TalkifAI in a sandbox.
const (
	// TalkifAIAPIKey has access to createSession, and to nothing else (OV).
	TalkifAIAPIKey = "tk_live_sandbox-talkifai-secret-2c8d5ee1b794"
	// TalkifAINoCreditsAPIKey belongs to an organization without credits: 402 (OV).
	TalkifAINoCreditsAPIKey = "tk_live_sandbox-talkifai-nocredits-secret-88aa"
	// TalkifAIAgentID is a text agent that greets, TalkifAIQuietAgentID one that lets
	// the user speak first (greeting null), TalkifAIVoiceAgentID one that is no text
	// agent (400 not_text_agent). Any other id, such as TalkifAIForeignAgentID, is
	// unknown or belongs to another organization.
	TalkifAIAgentID        = "5b710eca-ee67-4c3a-aeb6-8b541f451b40"
	TalkifAIQuietAgentID   = "5b710eca-ee67-4c3a-aeb6-8b541f451b41"
	TalkifAIVoiceAgentID   = "5b710eca-ee67-4c3a-aeb6-8b541f451b42"
	TalkifAIForeignAgentID = "5b710eca-ee67-4c3a-aeb6-8b541f451b49"

	// talkifaiTokenPrefix begins the tokens that are issued while the sandbox runs.
	talkifaiTokenPrefix = "sandbox-talkifai-session-secret-"
)

// Limits of sessions, tokens and messages.
const (
	talkifaiIdle         = 30 * time.Minute // without a message (S2)
	talkifaiTokenLife    = 24 * time.Hour   // OV
	talkifaiMessageLimit = 10_000           // characters (SM)
	talkifaiPageLimit    = 100              // messages (GH)
)

func talkifaiVendor() vendor {
	return vendor{
		name:        TalkifAI,
		prefix:      "/talkifai/v1/chat",
		credentials: [][]Credential{{{Name: "api_key", Value: TalkifAIAPIKey, Secret: true}}},
		secrets:     []string{TalkifAINoCreditsAPIKey},
		agent:       TalkifAIAgentID,
		arrayMember: "messages",
		start:       func(s *Sandbox) api { return &talkifaiAPI{s: s, tokens: tokens{}} },
		errorBody:   talkifaiSample,
		readings:    talkifaiReadings,
	}
}

// talkifaiAPI is TalkifAI's text chat API (S2, CS, SM, GH). A token gives access to one
// conversation for a day. It is checked before anything else, as a signed token would be:
// it outlives its session.
type talkifaiAPI struct {
	tokens
	s *Sandbox
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

func (a *talkifaiAPI) idle() time.Duration {
	return pick(time.Duration(a.variants().IdleTimeout), talkifaiIdle)
}

func (a *talkifaiAPI) seed(r *session) {
	r.Account = ""
	r.AgentID = pick(r.AgentID, TalkifAIAgentID)
	r.ID = pick(r.ID, a.newID(r.AgentID, r.CreatedAt))
	r.Token = a.newToken(r)
}

func (a *talkifaiAPI) newToken(r *session) string {
	return a.s.issue(a.tokens, talkifaiTokenPrefix, r.ID, r.CreatedAt.Add(talkifaiTokenLife))
}

// newID follows the samples of CS: agent, user and milliseconds. The user part is random,
// because the vendor's could be an e-mail address.
func (a *talkifaiAPI) newID(agent string, at time.Time) string {
	if a.variants().ConversationID == ConversationEscaped {
		return fmt.Sprintf("chat/%s ü_%d", uuid.NewString()[:8], at.UnixMilli())
	}
	head, _, _ := strings.Cut(agent, "-")
	return fmt.Sprintf("chat_%s_%s_%d", head, uuid.NewString()[:8], at.UnixMilli())
}

// guard requires a valid session token (401) that belongs to the conversation of the
// path (403): an unknown id is a 403 as well, never a 404 (S2).
func (a *talkifaiAPI) guard(next func(c *call, r *session) *response) handler {
	return func(c *call) *response {
		switch a.subject(c.bearer(), c.now) {
		case "":
			return a.fail(c, talkifaiBadToken)
		case c.param("conversation_id"):
			return next(c, a.s.store.find(TalkifAI, "", c.param("conversation_id")))
		}
		return a.fail(c, talkifaiMismatch)
	}
}

// createSession checks in the order of CS: key, agent, credits.
func (a *talkifaiAPI) createSession(c *call) *response {
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
	v := a.variants()
	agent, known := talkifaiAgents[body.AgentID]
	switch {
	case body.AgentID == "":
		return a.fail(c, talkifaiNoAgent)
	case len(body.AgentID) != len(TalkifAIAgentID) || uuid.Validate(body.AgentID) != nil:
		return talkifaiInvalid("body", "agent_id", "value is not a valid uuid")
	case body.UserIdentifier != nil && *body.UserIdentifier == "":
		return talkifaiInvalid("body", "user_identifier", "value is empty")
	case len(body.Metadata) > 0 && v.Metadata.or(http.StatusOK) != http.StatusOK:
		return a.refuseField(c, "metadata", v.Metadata)
	case body.UserIdentifier != nil && v.UserIdentifier.or(http.StatusOK) != http.StatusOK:
		return a.refuseField(c, "user_identifier", v.UserIdentifier)
	case body.AgentID == TalkifAIVoiceAgentID:
		return a.fail(c, talkifaiVoiceAgent)
	case !known && v.ForeignAgent == http.StatusBadRequest:
		return a.fail(c, talkifaiForeignAgent)
	case !known && v.ForeignAgent == http.StatusForbidden:
		return a.fail(c, talkifaiDeniedAgent)
	case !known: // CS names the agent
		return a.fail(c, talkifaiError{404, "Agent " + body.AgentID + " not found or does not belong to your organization", "not_found"})
	case key == TalkifAINoCreditsAPIKey:
		return a.fail(c, talkifaiNoCredits)
	}
	r := a.s.store.open(TalkifAI, "", a.newID(body.AgentID, c.now), c.now)
	r.AgentID, r.Metadata, r.Token = body.AgentID, body.Metadata, a.newToken(r)
	if body.UserIdentifier != nil {
		r.UserIdentifier = *body.UserIdentifier
	}
	if agent.Greeting != nil {
		r.say(roleAssistant, *agent.Greeting, c.now)
	}
	if v.CreatedFields == CreatedIDs {
		return respond(http.StatusOK, map[string]string{"conversation_id": r.ID, "session_token": r.Token})
	}
	agent.ConversationID, agent.SessionToken = r.ID, r.Token
	return respond(http.StatusOK, agent)
}

// refuseField is the response to a field that a variant refuses.
func (a *talkifaiAPI) refuseField(c *call, name string, status Status) *response {
	if status == http.StatusBadRequest {
		return a.fail(c, talkifaiError{http.StatusBadRequest, name + " is not valid", ""})
	}
	return talkifaiInvalid("body", name, "value is not valid")
}

// sendMessage responds with an event stream: stream_start, chunks and what the markers ask
// for, then stream_end, or error in its place (SM).
func (a *talkifaiAPI) sendMessage(c *call, r *session) *response {
	var body struct {
		Message string `json:"message"`
	}
	err := c.decode(&body)
	switch {
	case err != nil:
		return talkifaiInvalid("body", "body", err.Error())
	case body.Message == "":
		return talkifaiInvalid("body", "message", "value is empty")
	case utf8.RuneCountInString(body.Message) > talkifaiMessageLimit:
		return a.fail(c, talkifaiTooLong)
	case r == nil || !r.Open:
		return a.fail(c, talkifaiGone)
	case a.variants().BusySend == http.StatusConflict:
		return a.fail(c, talkifaiBusy)
	}
	r.say(roleUser, body.Message, c.now)

	agent := talkifaiAgents[r.AgentID].AgentName
	events := eventStream()
	events.event("stream_start", map[string]any{"agent_name": agent})
	if strings.Contains(body.Message, FailMarker) {
		events.event("error", map[string]any{"error": "The model failed"})
		return events
	}
	if strings.Contains(body.Message, ToolMarker) {
		events.event("tool_call", map[string]any{"name": "lookup", "status": "executing"})
		events.event("tool_result", map[string]any{"name": "lookup", "status": "completed"})
		handoff := map[string]any{"to": "Second Agent"}
		if a.variants().Handoff == HandoffFromTo {
			handoff = map[string]any{"from_agent": agent, "to_agent": "Second Agent"}
		}
		events.event("handoff", handoff)
	}
	text := Reply(body.Message)
	for delta := range strings.SplitAfterSeq(text, " ") {
		events.event("chunk", map[string]any{"delta": delta})
	}
	events.event("stream_end", map[string]any{
		"usage":       map[string]any{"input_tokens": words(body.Message), "output_tokens": words(text)},
		"end_session": strings.Contains(body.Message, EndMarker),
	})
	r.say(roleAssistant, text, c.now)
	return events
}

// getMessages shows one page, oldest first; count is the size of the page (GH).
func (a *talkifaiAPI) getMessages(c *call, r *session) *response {
	v := a.variants()
	limit, offset, ok := c.page(50, math.MaxInt32)
	afterEnd := v.HistoryAfterEnd.or(http.StatusNotFound)
	switch {
	case !ok:
		return talkifaiInvalid("query", "limit", "limit or offset out of range")
	case limit > talkifaiPageLimit && v.LargeLimit == http.StatusBadRequest:
		return a.fail(c, talkifaiBadLimit)
	case limit > talkifaiPageLimit && v.LargeLimit == http.StatusUnprocessableEntity:
		return talkifaiInvalid("query", "limit", "limit is greater than 100")
	case r == nil, !r.Open && afterEnd == http.StatusNotFound:
		return a.fail(c, talkifaiGone)
	case !r.Open && afterEnd == http.StatusUnauthorized:
		return a.fail(c, talkifaiBadToken)
	case r.Open && v.HistoryKeepsAlive:
		r.lastActive = c.now
	}
	messages := []map[string]any{}
	for i, m := range r.Messages {
		messages = append(messages, talkifaiMessage(m, i))
	}
	messages = pageOf(messages, min(limit, talkifaiPageLimit), offset)
	return respond(http.StatusOK, map[string]any{"messages": messages, "count": len(messages)})
}

// endSession ends the session. The response to a second end is a variant (S2 is silent).
func (a *talkifaiAPI) endSession(c *call, r *session) *response {
	v := a.variants()
	switch isOpen := r != nil && r.Open; {
	case !isOpen && v.SecondEnd == http.StatusUnauthorized:
		return a.fail(c, talkifaiBadToken)
	case !isOpen:
		return a.fail(c, talkifaiGone)
	}
	if v.EndSuccess != CloseFalseOpen {
		r.close(c.now, "ended")
	}
	if v.EndSuccess == CloseFalseOpen || v.EndSuccess == CloseFalseDone {
		return respondClosed(false, "Session could not be ended")
	}
	return respondClosed(true, "Session ended successfully")
}
