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

// uppzySession is an item of the list: the fields that S0 and S1 read or sketch.
type uppzySession struct {
	ID           string  `json:"id"`
	CreatedAt    string  `json:"created_at"`
	UpdatedAt    string  `json:"updated_at"`
	ClosedAt     *string `json:"closed_at"`
	MessageCount int     `json:"message_count"`
}

func uppzySessionOf(r *session) uppzySession {
	item := uppzySession{
		ID:           r.ID,
		CreatedAt:    seconds(r.CreatedAt),
		UpdatedAt:    seconds(r.UpdatedAt),
		MessageCount: len(r.Messages),
	}
	if r.ClosedAt != nil {
		closed := seconds(*r.ClosedAt)
		item.ClosedAt = &closed
	}
	return item
}
