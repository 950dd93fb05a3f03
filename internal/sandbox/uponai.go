package sandbox

import (
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
)

// UponAI is the vendor's name. Comments cite its pages: src is the end chat page, CREATE,
// GET, LIST, UPDATE, COMPL and AGENT are the reference pages, RT is the public contract
// of Retell AI, on which UponAI seems to be built, SITE the code of UponAI's website.
const UponAI = "uponai"

// The credentials, workspaces and agents of UponAI in a sandbox.
const (
	// UponAIToken has access to UponAIWorkspaceID and UponAIOtherWorkspaceID.
	UponAIToken            = "sandbox-uponai-secret-a90c4f27e8b3"
	UponAIWorkspaceID      = 42
	UponAIOtherWorkspaceID = 43
	// UponAIForeignWorkspaceID is one without access, as any other number.
	UponAIForeignWorkspaceID = 44
	// UponAIAgentID and UponAIOtherAgentID are the chat agents of both workspaces, and so
	// are UponAISampleAgentID, with an id as CREATE prints it, and UponAIRetellAgentID,
	// with one as SITE and RT have it.
	UponAIAgentID       = "chat_agent_sandbox_concierge"
	UponAIOtherAgentID  = "chat_agent_sandbox_support"
	UponAISampleAgentID = "chat_agent_01hzk4q6dr3n0d4qzpw9z6gth6"
	UponAIRetellAgentID = "agent_12331b2178f004579a99eb30d5"
)

// uponaiSilence is how long a chat lasts without a message (RT).
const uponaiSilence = time.Hour

func uponaiVendor() vendor {
	return vendor{
		name:   UponAI,
		prefix: "/uponai",
		credentials: [][]Credential{{
			{Name: "token", Value: UponAIToken, Secret: true},
			{Name: "workspace_id", Value: UponAIWorkspaceID},
		}},
		account:      strconv.Itoa(UponAIWorkspaceID),
		otherAccount: []Credential{{Name: "workspace_id", Value: UponAIOtherWorkspaceID}},
		agent:        UponAIAgentID,
		arrayMember:  "data",
		start:        func(s *Sandbox) api { return &uponaiAPI{s: s} },
		errorBody:    uponaiSample,
		readings:     uponaiReadings,
		documentedShapes: map[string][]string{
			"listWorkspaces": {"json-array", "json-object", "list-data"}, // its form is not documented
			"listChatAgents": {"list-data"},
		},
	}
}

// uponaiAPI is UponAI's chat API (src, CREATE, GET, LIST, UPDATE, COMPL, AGENT). Its
// pages print successful responses only: every error is modelled after RT.
type uponaiAPI struct {
	lasting
	s *Sandbox
}

func (a *uponaiAPI) routes() []route {
	return guarded(func(next handler) handler { return a.shaped(a.guard(next)) },
		route{"createChat", http.MethodPost, "/api/chats", a.create},
		route{"listChats", http.MethodGet, "/api/chats", a.scoped(a.list)},
		route{"getChat", http.MethodGet, "/api/chats/{chatId}", a.scoped(a.get)},
		route{"updateChat", http.MethodPatch, "/api/chats/{chatId}", a.update},
		route{"endChat", http.MethodPost, "/api/chats/{chatId}/end", a.end},
		route{"createChatCompletion", http.MethodPost, "/api/chats/{chatId}/completions", a.complete},
		route{"listChatAgents", http.MethodGet, "/api/chat-agents", a.scoped(a.agents)},
		route{"getChatAgent", http.MethodGet, "/api/chat-agents/{agentId}", a.scoped(a.agent)},
		route{"listWorkspaces", http.MethodGet, "/api/workspaces", a.workspaces},
	)
}

func (a *uponaiAPI) variants() UponAIVariants { return a.s.variants.UponAI }

func (a *uponaiAPI) idle() time.Duration {
	return pick(time.Duration(a.variants().Silence), uponaiSilence)
}

func (a *uponaiAPI) seed(r *session) {
	r.AgentID = pick(r.AgentID, UponAIAgentID)
	r.ID = pick(r.ID, a.newID())
}

func (a *uponaiAPI) guard(next handler) handler {
	return func(c *call) *response {
		if c.bearer() != UponAIToken {
			return uponaiSample(http.StatusUnauthorized)
		}
		return next(c)
	}
}

// scoped reads the workspace of a GET, which is in the query (LIST, GET).
func (a *uponaiAPI) scoped(next func(c *call, workspace string) *response) handler {
	return func(c *call) *response {
		id, err := strconv.ParseInt(c.query("workspaceId"), 10, 64)
		if err != nil {
			return uponaiError(http.StatusBadRequest, "workspaceId must be an integer.")
		}
		if refused := a.refuseWorkspace(&id); refused != nil {
			return refused
		}
		return next(c, strconv.FormatInt(id, 10))
	}
}

// refuseWorkspace returns nil for a workspace that the token has access to.
func (a *uponaiAPI) refuseWorkspace(id *int64) *response {
	switch {
	case id == nil:
		return uponaiError(http.StatusBadRequest, "workspaceId is required.")
	case *id != UponAIWorkspaceID && *id != UponAIOtherWorkspaceID:
		return uponaiSample(a.variants().ForeignWorkspace.or(http.StatusForbidden))
	}
	return nil
}

// chat finds the chat of the path. One of another workspace is unknown.
func (a *uponaiAPI) chat(c *call, workspace string) (*session, *response) {
	r := a.s.store.find(UponAI, workspace, c.param("chatId"))
	if r == nil {
		return nil, uponaiGone(a.variants().UnknownID.or(http.StatusNotFound))
	}
	return r, nil
}

// bodyChat reads a body, which has the workspace, and finds the chat.
func (a *uponaiAPI) bodyChat(c *call, body any, workspace **int64) (*session, *response) {
	if err := c.decode(body); err != nil {
		return nil, uponaiError(http.StatusBadRequest, "Invalid request format.")
	}
	if refused := a.refuseWorkspace(*workspace); refused != nil {
		return nil, refused
	}
	return a.chat(c, strconv.FormatInt(**workspace, 10))
}

// newID has the form of RT's samples: 32 characters without meaning.
func (a *uponaiAPI) newID() string {
	id := strings.ReplaceAll(uuid.NewString(), "-", "")
	if a.variants().ChatID == ChatIDEscaped {
		return "chat/" + id[:20] + " 100%ü"
	}
	return id
}

func (a *uponaiAPI) create(c *call) *response {
	var body uponaiCreate
	if err := c.decode(&body); err != nil || body.AgentID == "" {
		return uponaiError(http.StatusBadRequest, "Invalid request format.")
	}
	if refused := a.refuseWorkspace(body.WorkspaceID); refused != nil {
		return refused
	}
	if _, known := uponaiAgentNames[body.AgentID]; !known {
		return uponaiGone(http.StatusNotFound)
	}
	r := a.s.store.open(UponAI, strconv.FormatInt(*body.WorkspaceID, 10), a.newID(), c.now)
	r.AgentID, r.Metadata, r.DynamicVariables = body.AgentID, body.Metadata, body.DynamicVariables
	return respond(http.StatusCreated, a.chatBody(r))
}

func (a *uponaiAPI) get(c *call, workspace string) *response {
	r, refused := a.chat(c, workspace)
	if refused != nil {
		return refused
	}
	return respond(http.StatusOK, a.chatBody(r))
}

// update changes the three maps that a chat accepts later on (UPDATE).
func (a *uponaiAPI) update(c *call) *response {
	var body uponaiUpdate
	r, refused := a.bodyChat(c, &body, &body.WorkspaceID)
	if refused != nil {
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
		return respond(http.StatusOK, before)
	case PatchEmpty:
		return respond(http.StatusOK, map[string]any{})
	default:
		return respond(http.StatusOK, a.chatBody(r))
	}
}

// patched makes a new map: a snapshot may share the old one.
func (a *uponaiAPI) patched(old, change map[string]any) map[string]any {
	if change == nil {
		return old
	}
	v := a.variants()
	merged := maps.Clone(object(old))
	if v.MetadataPatch == PatchReplace {
		merged = map[string]any{}
	}
	for key, value := range change {
		if text, ok := value.(string); ok && v.PatchResponse == PatchNormalized {
			value = strings.ToLower(strings.TrimSpace(text))
		}
		if value == nil && v.MetadataPatch != PatchReplace {
			delete(merged, key)
		} else {
			merged[key] = value
		}
	}
	return merged
}

// end closes a chat. The response to a second end is a variant: src has only the 204.
func (a *uponaiAPI) end(c *call) *response {
	var body struct {
		WorkspaceID *int64 `json:"workspaceId"`
	}
	r, refused := a.bodyChat(c, &body, &body.WorkspaceID)
	if refused != nil {
		return refused
	}
	status := a.variants().SecondEnd.or(http.StatusNoContent)
	switch {
	case r.Open || status == http.StatusNoContent:
		r.close(c.now, "ended")
		return respondText(http.StatusNoContent, "", "")
	case status == http.StatusNotFound || status == http.StatusUnprocessableEntity:
		return uponaiGone(status)
	}
	return uponaiError(status, "Chat already ended.")
}

// complete replies to a message; the chat has the history (COMPL).
func (a *uponaiAPI) complete(c *call) *response {
	var body struct {
		WorkspaceID *int64  `json:"workspaceId"`
		Content     *string `json:"content"`
	}
	r, refused := a.bodyChat(c, &body, &body.WorkspaceID)
	switch {
	case refused != nil:
		return refused
	case body.Content == nil:
		return uponaiError(http.StatusBadRequest, "content is required.")
	case !r.Open:
		return uponaiError(a.variants().EndedCompletion.or(http.StatusBadRequest), "Chat already ended.")
	}
	r.say(roleUser, *body.Content, c.now)
	if strings.Contains(*body.Content, FailMarker) {
		r.failed = true
		r.close(c.now, "error")
		return uponaiSample(http.StatusInternalServerError)
	}
	m := r.say(roleAssistant, Reply(*body.Content), c.now)
	return respond(http.StatusCreated, map[string]any{"messages": []map[string]any{uponaiTurn(r, *m)}})
}

// list pages by key: the last id of a page is the key of the next one (LIST).
func (a *uponaiAPI) list(c *call, workspace string) *response {
	limit, _, ok := c.page(1000, 1000)
	if !ok {
		return uponaiError(http.StatusBadRequest, "limit must be an integer from 1 to 1000.")
	}
	v := a.variants()
	if v.PageSize > 0 {
		limit = min(limit, v.PageSize)
	}
	chats := a.s.store.of(UponAI, workspace)
	slices.SortStableFunc(chats, func(a, b *session) int { return a.CreatedAt.Compare(b.CreatedAt) })
	switch c.query("sortOrder") {
	case "", "descending":
		slices.Reverse(chats)
	case "ascending":
	default:
		return uponaiError(http.StatusBadRequest, "sortOrder must be ascending or descending.")
	}
	if key := c.query("paginationKey"); key != "" {
		last := slices.IndexFunc(chats, func(r *session) bool { return r.ID == key })
		if last < 0 {
			return uponaiError(http.StatusBadRequest, "paginationKey is unknown.")
		}
		chats = chats[last+1:]
	}
	body := map[string]any{}
	more := len(chats) > limit
	switch {
	case more:
		chats = chats[:limit]
		body["pagination_key"] = chats[limit-1].ID
	case v.ListShape == "" || v.ListShape == UponAIListData:
		body["pagination_key"] = nil
	}
	data := []map[string]any{}
	for _, r := range chats {
		data = append(data, a.chatBody(r))
	}
	if v.ListShape == UponAIListItems {
		body["items"], body["has_more"] = data, more
	} else {
		body["data"] = data
	}
	return respond(http.StatusOK, body)
}

// agents lists the agents, which are the same in both workspaces (AGENT).
func (a *uponaiAPI) agents(c *call, _ string) *response {
	limit, _, ok := c.page(1000, 1000)
	if !ok {
		return uponaiError(http.StatusBadRequest, "limit must be an integer from 1 to 1000.")
	}
	ids := []string{UponAIAgentID, UponAIOtherAgentID, UponAISampleAgentID, UponAIRetellAgentID}
	if key := c.query("paginationKey"); key != "" {
		ids = ids[slices.Index(ids, key)+1:]
	}
	body := map[string]any{"pagination_key": nil, "pagination_key_version": nil}
	if len(ids) > limit {
		ids = ids[:limit]
		body["pagination_key"], body["pagination_key_version"] = ids[limit-1], uponaiVersion
	}
	data := []map[string]any{}
	for _, id := range ids {
		data = append(data, a.agentBody(id))
	}
	body["data"] = data
	return respond(http.StatusOK, body)
}

func (a *uponaiAPI) agent(c *call, _ string) *response {
	id := c.param("agentId")
	version := pick(c.query("version"), strconv.Itoa(uponaiVersion))
	if _, known := uponaiAgentNames[id]; !known || version != strconv.Itoa(uponaiVersion) {
		return uponaiGone(http.StatusNotFound)
	}
	return respond(http.StatusOK, a.agentBody(id))
}

// workspaces has no page: name and number are a guess that fits the rest.
func (a *uponaiAPI) workspaces(*call) *response {
	all := []map[string]any{
		{"id": UponAIWorkspaceID, "name": "Sandbox"},
		{"id": UponAIOtherWorkspaceID, "name": "Other sandbox"},
	}
	switch a.variants().Workspaces {
	case WorkspacesData:
		return respond(http.StatusOK, map[string]any{"data": all})
	case WorkspacesCut:
		return respond(http.StatusOK, all[1:])
	default:
		return respond(http.StatusOK, all)
	}
}
