package sandbox

import (
	"maps"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
)

// uponaiAPI is UponAI's chat API (src, CREATE, GET, LIST, UPDATE, COMPL, AGENT). Its
// pages print success answers only: every error is modelled after RT.
type uponaiAPI struct {
	lasting
	s *Sandbox
}

func newUponai(s *Sandbox) *uponaiAPI { return &uponaiAPI{s: s} }

func (a *uponaiAPI) routes() []route {
	routes := []route{
		{"createChat", http.MethodPost, "/api/chats", a.guard(a.create)},
		{"listChats", http.MethodGet, "/api/chats", a.guard(a.scoped(a.list))},
		{"getChat", http.MethodGet, "/api/chats/{chatId}", a.guard(a.scoped(a.get))},
		{"updateChat", http.MethodPatch, "/api/chats/{chatId}", a.guard(a.update)},
		{"endChat", http.MethodPost, "/api/chats/{chatId}/end", a.guard(a.end)},
		{"createChatCompletion", http.MethodPost, "/api/chats/{chatId}/completions", a.guard(a.complete)},
		{"listChatAgents", http.MethodGet, "/api/chat-agents", a.guard(a.scoped(a.agents))},
		{"getChatAgent", http.MethodGet, "/api/chat-agents/{agentId}", a.guard(a.scoped(a.agent))},
		{"listWorkspaces", http.MethodGet, "/api/workspaces", a.guard(a.workspaces)},
	}
	for i := range routes {
		routes[i].handle = a.shaped(routes[i].handle)
	}
	return routes
}

func (a *uponaiAPI) variants() UponAIVariants { return a.s.variants.UponAI }

func (a *uponaiAPI) idle() time.Duration { return pick(a.variants().Silence, uponaiSilence) }

func (a *uponaiAPI) seed(r *session) {
	r.AgentID = pick(r.AgentID, UponAIAgentID)
	r.ID = pick(r.ID, a.newID())
}

func (a *uponaiAPI) guard(next func(*call) answer) func(*call) answer {
	return func(c *call) answer {
		if c.bearer() != UponAIToken {
			return uponaiSample(http.StatusUnauthorized)
		}
		return next(c)
	}
}

// scoped reads the workspace of a GET, which is in the query (LIST, GET).
func (a *uponaiAPI) scoped(next func(c *call, workspace string) answer) func(*call) answer {
	return func(c *call) answer {
		id, err := strconv.ParseInt(c.query("workspaceId"), 10, 64)
		if err != nil {
			return uponaiError(http.StatusBadRequest, "workspaceId must be an integer.")
		}
		workspace, refused := a.workspace(&id)
		if workspace == "" {
			return refused
		}
		return next(c, workspace)
	}
}

// workspace checks the workspace of any call; everything else carries it in the body.
func (a *uponaiAPI) workspace(id *int64) (string, answer) {
	switch {
	case id == nil:
		return "", uponaiError(http.StatusBadRequest, "workspaceId is required.")
	case *id != UponAIWorkspaceID && *id != UponAIOtherWorkspaceID:
		return "", uponaiSample(a.variants().ForeignWorkspace.or(http.StatusForbidden))
	}
	return strconv.FormatInt(*id, 10), answer{}
}

// chat finds the chat of the path. One of another workspace is as unknown as any.
func (a *uponaiAPI) chat(c *call, workspace string) (*session, answer) {
	r := a.s.store.find(UponAI, workspace, c.param("chatId"))
	if r != nil {
		return r, answer{}
	}
	return nil, uponaiGone(a.variants().UnknownID.or(http.StatusNotFound))
}

// bodyChat reads a body and finds workspace and chat for it.
func (a *uponaiAPI) bodyChat(c *call, body any, id **int64) (*session, answer) {
	if err := c.decode(body); err != nil {
		return nil, uponaiError(http.StatusBadRequest, "Invalid request format.")
	}
	workspace, refused := a.workspace(*id)
	if workspace == "" {
		return nil, refused
	}
	return a.chat(c, workspace)
}

func (a *uponaiAPI) create(c *call) answer {
	var body uponaiCreate
	if err := c.decode(&body); err != nil || body.AgentID == "" {
		return uponaiError(http.StatusBadRequest, "Invalid request format.")
	}
	workspace, refused := a.workspace(body.WorkspaceID)
	if workspace == "" {
		return refused
	}
	if _, known := uponaiAgentNames[body.AgentID]; !known {
		return uponaiGone(http.StatusNotFound)
	}
	r := &session{lastActive: c.now, Session: Session{
		Vendor: UponAI, Account: workspace, ID: a.newID(), Open: true, AgentID: body.AgentID,
		Metadata: maps.Clone(body.Metadata), DynamicVariables: maps.Clone(body.DynamicVariables),
		CreatedAt: c.now, UpdatedAt: c.now,
	}}
	a.s.store.add(r)
	return jsonAnswer(http.StatusCreated, a.chatBody(r))
}

func (a *uponaiAPI) get(c *call, workspace string) answer {
	r, refused := a.chat(c, workspace)
	if r == nil {
		return refused
	}
	return jsonAnswer(http.StatusOK, a.chatBody(r))
}

// update changes the three maps that a chat takes later on (UPDATE).
func (a *uponaiAPI) update(c *call) answer {
	var body uponaiUpdate
	r, refused := a.bodyChat(c, &body, &body.WorkspaceID)
	if r == nil {
		return refused
	}
	if status := a.variants().EndedUpdate.or(http.StatusOK); !r.Open && status != http.StatusOK {
		return uponaiError(status, "Chat already ended.")
	}
	before := a.chatBody(r)
	r.Metadata = a.patched(r.Metadata, body.Metadata)
	r.CustomAttributes = a.patched(r.CustomAttributes, body.CustomAttributes)
	r.OverrideVariables = a.patched(r.OverrideVariables, body.OverrideVariables)
	r.UpdatedAt = c.now
	switch a.variants().PatchResponse {
	case PatchUnchanged:
		return jsonAnswer(http.StatusOK, before)
	case PatchEmpty:
		return jsonAnswer(http.StatusOK, map[string]any{})
	default:
		return jsonAnswer(http.StatusOK, a.chatBody(r))
	}
}

// patched makes a new map: the old one may be in somebody's snapshot.
func (a *uponaiAPI) patched(old, change map[string]any) map[string]any {
	if change == nil {
		return old
	}
	if a.variants().PatchResponse == PatchNormalized {
		change = normalized(change)
	}
	if a.variants().MetadataPatch == PatchReplace {
		return maps.Clone(change)
	}
	merged := maps.Clone(old)
	if merged == nil {
		merged = map[string]any{}
	}
	for key, value := range change {
		if value == nil {
			delete(merged, key)
		} else {
			merged[key] = value
		}
	}
	return merged
}

// normalized trims texts and puts them into lower case.
func normalized(values map[string]any) map[string]any {
	changed := maps.Clone(values)
	for key, value := range changed {
		if text, ok := value.(string); ok {
			changed[key] = strings.ToLower(strings.TrimSpace(text))
		}
	}
	return changed
}

// end closes a chat. What a second end answers is a variant: src knows only the 204.
func (a *uponaiAPI) end(c *call) answer {
	var body uponaiEnd
	r, refused := a.bodyChat(c, &body, &body.WorkspaceID)
	if r == nil {
		return refused
	}
	if !r.Open {
		switch status := a.variants().SecondEnd.or(http.StatusNoContent); status {
		case http.StatusNoContent:
			return emptyAnswer(status)
		case http.StatusNotFound, http.StatusUnprocessableEntity:
			return uponaiGone(status)
		default:
			return uponaiError(status, "Chat already ended.")
		}
	}
	r.close(c.now, "ended")
	return emptyAnswer(http.StatusNoContent)
}

// complete answers a message; the chat keeps the history (COMPL).
func (a *uponaiAPI) complete(c *call) answer {
	var body uponaiMessage
	r, refused := a.bodyChat(c, &body, &body.WorkspaceID)
	switch {
	case r == nil:
		return refused
	case body.Content == nil:
		return uponaiError(http.StatusBadRequest, "content is required.")
	case !r.Open:
		return uponaiError(a.variants().EndedCompletion.or(http.StatusBadRequest), "Chat already ended.")
	}
	r.say(Message{ID: uuid.NewString(), Role: roleUser, Content: *body.Content, At: c.now})
	if strings.Contains(*body.Content, FailMarker) {
		r.failed = true
		r.close(c.now, "error")
		return uponaiError(http.StatusInternalServerError, "An unexpected server error occurred.")
	}
	m := Message{ID: uuid.NewString(), Role: roleAssistant, Content: Reply(*body.Content), At: c.now}
	r.say(m)
	return jsonAnswer(http.StatusCreated, map[string]any{"messages": []uponaiTurn{uponaiTurnOf(r, m)}})
}

// newID has the form of RT's samples: 32 characters without meaning.
func (a *uponaiAPI) newID() string {
	id := strings.ReplaceAll(uuid.NewString(), "-", "")
	if a.variants().ChatID == ChatIDEscaped {
		return "chat/" + id[:20] + " 100%ü"
	}
	return id
}
