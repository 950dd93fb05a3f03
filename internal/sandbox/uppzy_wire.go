package sandbox

type uppzyChatRequest struct {
	SessionID        string  `json:"session_id"`
	Message          string  `json:"message"`
	Email            *string `json:"email"`
	ResponseLanguage string  `json:"response_language"`
}

type uppzyCloseRequest struct {
	SessionID string `json:"session_id"`
}

type uppzyAnswer struct {
	SessionID       string `json:"session_id"`
	RequestID       string `json:"request_id"`
	Answer          string `json:"answer"`
	ConfidenceScore int    `json:"confidence_score"`
	ConfidenceLevel string `json:"confidence_level"`
}

type uppzyState struct {
	SessionID string  `json:"session_id,omitempty"`
	RequestID string  `json:"request_id"`
	Status    string  `json:"status"`
	Answer    *string `json:"answer,omitempty"`
	Error     *string `json:"error,omitempty"`
}

type uppzyFeedback struct {
	SessionID string `json:"session_id"`
	RequestID string `json:"request_id"`
	Feedback  string `json:"feedback"`
}

type uppzyFeedbackResult struct {
	Status      string  `json:"status"`
	RequestID   string  `json:"request_id"`
	Feedback    string  `json:"feedback"`
	SubmittedAt *string `json:"feedback_submitted_at,omitempty"`
}

// sessionItem is an item of the list: the fields that S0 and S1 read or sketch.
func (a *uppzyAPI) sessionItem(r *session) map[string]any {
	v := a.variants()
	item := map[string]any{
		"id": r.ID, "created_at": seconds(r.CreatedAt), "updated_at": seconds(r.UpdatedAt),
		"closed_at": nil, "message_count": len(r.Messages),
	}
	if v.MessageCount == CountUser {
		count := 0
		for _, m := range r.Messages {
			if m.Role == roleUser {
				count++
			}
		}
		item["message_count"] = count
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
