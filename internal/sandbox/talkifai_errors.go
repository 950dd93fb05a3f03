package sandbox

import "net/http"

// talkifaiWords are the texts of S2 and the codes of OV.
func talkifaiWords(status int) string {
	switch status {
	case http.StatusUnauthorized:
		return "Invalid token"
	case http.StatusPaymentRequired:
		return "insufficient_credits"
	case http.StatusForbidden:
		return "Conversation ID does not match session token"
	case http.StatusNotFound:
		return "Session not found"
	case http.StatusInternalServerError:
		return "Failed to end session"
	}
	return http.StatusText(status)
}

// talkifaiEnvelope is the error body that IN claims for the whole API.
type talkifaiEnvelope struct {
	Success bool   `json:"success"` // always false
	Error   string `json:"error"`
	Code    string `json:"code"`
}

func detail(status int, text string) answer {
	return jsonAnswer(status, map[string]string{"detail": text})
}
