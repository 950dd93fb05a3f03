package sandbox

import (
	"net/http"
	"slices"
	"strconv"
)

// list pages by key: the last id of a page opens the next one (LIST).
func (a *uponaiAPI) list(c *call, workspace string) answer {
	limit, _, ok := page(c, 1000, 1000)
	if !ok {
		return uponaiError(http.StatusBadRequest, "limit must be an integer from 1 to 1000.")
	}
	if most := a.variants().PageSize; most > 0 {
		limit = min(limit, most)
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
	v := a.variants()
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
	return jsonAnswer(http.StatusOK, body)
}

// agents lists the agents, which are the same in both workspaces (AGENT).
func (a *uponaiAPI) agents(c *call, _ string) answer {
	limit, _, ok := page(c, 1000, 1000)
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
	return jsonAnswer(http.StatusOK, body)
}

func (a *uponaiAPI) agent(c *call, _ string) answer {
	id := c.param("agentId")
	version := pick(c.query("version"), strconv.Itoa(uponaiVersion))
	if _, known := uponaiAgentNames[id]; !known || version != strconv.Itoa(uponaiVersion) {
		return uponaiGone(http.StatusNotFound)
	}
	return jsonAnswer(http.StatusOK, a.agentBody(id))
}

// workspaces has no page: name and number are a guess that fits the rest.
func (a *uponaiAPI) workspaces(*call) answer {
	all := []map[string]any{
		{"id": UponAIWorkspaceID, "name": "Sandbox"},
		{"id": UponAIOtherWorkspaceID, "name": "Other sandbox"},
	}
	switch a.variants().Workspaces {
	case WorkspacesData:
		return jsonAnswer(http.StatusOK, map[string]any{"data": all})
	case WorkspacesCut:
		return jsonAnswer(http.StatusOK, all[1:])
	default:
		return jsonAnswer(http.StatusOK, all)
	}
}
