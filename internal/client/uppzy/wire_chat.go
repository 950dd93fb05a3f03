package uppzy

import (
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// chatRequest is the body of chat and chat/async (S1).
type chatRequest struct {
	SessionID        string `json:"session_id"`
	Message          string `json:"message"`
	Email            string `json:"email,omitempty"`
	ResponseLanguage string `json:"response_language,omitempty"`
}

// confidence is what Uppzy thinks of its answer. S1 shows it beside the answer of
// chat; no page promises it.
type confidence struct {
	Score client.Number[float64] `json:"confidence_score"`
	Level client.Word            `json:"confidence_level"`
}

// chatAnswer is the answer to chat (S1).
type chatAnswer struct {
	RequestID client.Word `json:"request_id"`
	Answer    client.Word `json:"answer"`
	confidence
}

// chatRequestPending is the answer to chat/async (S1). Its status word is not
// read: whatever it is, the message was taken.
type chatRequestPending struct {
	RequestID client.Word `json:"request_id"`
}

// chatRequestState is the answer to chat/requests (S1, AW).
type chatRequestState struct {
	Status client.Word `json:"status"`
	Answer client.Word `json:"answer"`
	Error  client.Word `json:"error"`
	confidence
}

// feedbackRequest is the body of chat/feedback (FB).
type feedbackRequest struct {
	SessionID string `json:"session_id"`
	RequestID string `json:"request_id"`
	Feedback  string `json:"feedback"`
}

// feedbackAnswer is the answer to it; the status is always "ok" (FB).
type feedbackAnswer struct {
	Status   client.Word `json:"status"`
	Feedback client.Word `json:"feedback"`
}

// told is nil for a word that Uppzy does not tell.
func told(word client.Word) *string {
	if word == "" {
		return nil
	}
	text := string(word)
	return &text
}
