package sandbox

import (
	"encoding/json"
	"net/http"
)

// uponaiSample has RT's words.
func uponaiSample(status int) answer {
	switch status {
	case http.StatusUnauthorized:
		return uponaiError(status, "API key is missing or invalid.")
	case http.StatusPaymentRequired:
		return uponaiError(status, "Payment method needed.")
	case http.StatusForbidden:
		return uponaiError(status, "No access to this workspace.")
	case http.StatusNotFound, http.StatusUnprocessableEntity:
		return uponaiGone(status)
	case http.StatusConflict:
		return uponaiError(status, "Chat already ended.")
	case http.StatusTooManyRequests:
		return uponaiError(status, "Account rate limited.")
	case http.StatusInternalServerError:
		return uponaiError(status, "An unexpected server error occurred.")
	}
	return uponaiError(status, http.StatusText(status)+".")
}

// uponaiError has RT's shape.
func uponaiError(status int, message string) answer {
	return jsonAnswer(status, map[string]string{"status": "error", "message": message})
}

// uponaiGone is the response to something unknown, in RT's words for either status.
func uponaiGone(status int) answer {
	if status == http.StatusUnprocessableEntity {
		return uponaiError(status, "Cannot find requested asset under given api key.")
	}
	return uponaiError(status, "The requested resource was not found.")
}

// shaped gives an error the form of the variant: UponAI documents none.
func (a *uponaiAPI) shaped(next func(*call) answer) func(*call) answer {
	return func(c *call) answer {
		response := next(c)
		shape := a.variants().ErrorShape
		if response.status < http.StatusBadRequest || shape == "" || shape == UponAIErrorStatus {
			return response
		}
		var body struct {
			Message string `json:"message"`
		}
		if err := json.Unmarshal(response.chunks[0], &body); err != nil {
			return response // every error of this file has the form above
		}
		switch shape {
		case UponAIErrorError:
			return jsonAnswer(response.status, map[string]string{"error": body.Message})
		case UponAIErrorOther:
			return jsonAnswer(response.status, []string{body.Message})
		default:
			return textAnswer(response.status, body.Message+"\n")
		}
	}
}
