package sandbox

import (
	"cmp"
	"net/http"
	"slices"
	"time"
)

// list pages through the visitor's conversations by offset (R-list).
func (a *siteassistAPI) list(c *call, visitor string) answer {
	limit, offset, ok := page(c, 10, 100)
	if !ok {
		return siteassistInvalid("limit", "limit or offset out of range")
	}
	status := c.query("status")
	if c.request.URL.Query().Has("status") && status != statusOpen && status != statusClosed {
		return siteassistInvalid("status", "status is neither open nor closed")
	}
	order, ok := siteassistOrder[pick(c.query("orderBy"), "lastInteractionAt")]
	if !ok {
		return siteassistInvalid("orderBy", "unknown field")
	}
	direction := pick(c.query("orderDir"), "desc")
	if direction != "asc" && direction != "desc" {
		return siteassistInvalid("orderDir", "neither asc nor desc")
	}
	found := slices.DeleteFunc(a.conversations(visitor), func(r *session) bool {
		return status != "" && siteassistStatus(r) != status
	})
	slices.SortStableFunc(found, order)
	if direction == "desc" {
		// Backwards as a whole: of two that are equal the newer one then comes first.
		slices.Reverse(found)
	}
	data := []map[string]any{}
	for _, r := range found[min(offset, len(found)):min(offset+limit, len(found))] {
		data = append(data, a.conversation(r, withLastMessage))
	}
	return jsonAnswer(http.StatusOK, map[string]any{
		"object": "list", "total": len(found), "limit": limit, "offset": offset, "data": data,
	})
}

// siteassistOrder compares conversations by each field that the list can order by.
var siteassistOrder = map[string]func(a, b *session) int{
	"id":                func(a, b *session) int { return cmp.Compare(a.ID, b.ID) },
	"createdAt":         func(a, b *session) int { return a.CreatedAt.Compare(b.CreatedAt) },
	"updatedAt":         func(a, b *session) int { return a.UpdatedAt.Compare(b.UpdatedAt) },
	"lastInteractionAt": func(a, b *session) int { return a.lastActive.Compare(b.lastActive) },
	"lastInterationAt":  func(a, b *session) int { return a.lastActive.Compare(b.lastActive) },
	"status":            func(a, b *session) int { return cmp.Compare(siteassistStatus(a), siteassistStatus(b)) },
	"closedAt":          func(a, b *session) int { return closing(a).Compare(closing(b)) },
	"isHumanHandled":    func(a, b *session) int { return cmp.Compare(rank(a.human), rank(b.human)) },
	"title":             func(*session, *session) int { return 0 }, // the sandbox gives no titles
}

func closing(r *session) time.Time {
	if r.ClosedAt == nil {
		return time.Time{}
	}
	return *r.ClosedAt
}

func rank(b bool) int {
	if b {
		return 1
	}
	return 0
}
