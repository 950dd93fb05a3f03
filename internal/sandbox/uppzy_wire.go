package sandbox

import (
	"net/http"
	"strings"
)

type uppzyChatRequest struct {
	SessionID        string  `json:"session_id"`
	Message          string  `json:"message"`
	Email            *string `json:"email"`
	ResponseLanguage string  `json:"response_language"`
}

// stateBody is the state of a request as S1 prints it.
func (a *uppzyAPI) stateBody(request *uppzyRequest) map[string]string {
	v := a.variants()
	body := map[string]string{"request_id": request.id, "status": request.state}
	switch {
	case request.state == requestPending:
		body["status"] = pick(v.PendingWord, request.state)
	case request.state == requestCompleted:
		body["answer"] = request.answer
	case !v.FailedWithoutError:
		body["error"] = "Async chat failed"
	}
	return body
}

// sessionItem is an item of the list: the fields that S0 and S1 read or sketch.
func (a *uppzyAPI) sessionItem(r *session) map[string]any {
	v := a.variants()
	count := 0
	for _, m := range r.Messages {
		if v.MessageCount != CountUser || m.Role == roleUser {
			count++
		}
	}
	item := map[string]any{
		"id": r.ID, "created_at": seconds(r.CreatedAt), "updated_at": seconds(r.UpdatedAt),
		"closed_at": nil, "message_count": count,
	}
	switch {
	case r.ClosedAt != nil:
		item["closed_at"] = seconds(*r.ClosedAt)
	case v.SessionFields == FieldsNoClosedAt:
		delete(item, "closed_at")
	}
	if v.SessionFields == FieldsMore {
		item["channel"], item["tags"] = "m2m", []string{}
	}
	return item
}

// uppzySample has the texts of S0 and ERR.
func uppzySample(status int) *response {
	switch status {
	case http.StatusBadRequest:
		return uppzyError(status, "invalid payload")
	case http.StatusUnauthorized:
		return uppzyError(status, "invalid_api_key")
	case http.StatusForbidden:
		return uppzyError(status, "api_access_not_available_on_plan")
	case http.StatusNotFound:
		return uppzyError(status, "site not found")
	}
	return uppzyError(status, strings.ToLower(http.StatusText(status)))
}

func uppzyError(status int, text string) *response {
	return respond(status, map[string]string{"error": text})
}
