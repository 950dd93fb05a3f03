package sandbox

import (
	"net/http"
	"strings"
)

// uppzyWords are the texts of S0 and ERR.
func uppzyWords(status int) string {
	switch status {
	case http.StatusBadRequest:
		return "invalid payload"
	case http.StatusUnauthorized:
		return "invalid_api_key"
	case http.StatusForbidden:
		return "api_access_not_available_on_plan"
	case http.StatusNotFound:
		return "site not found"
	}
	return strings.ToLower(http.StatusText(status))
}

func uppzyError(status int, text string) answer {
	return jsonAnswer(status, map[string]string{"error": text})
}
