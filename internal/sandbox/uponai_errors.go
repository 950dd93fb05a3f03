package sandbox

import "net/http"

// uponaiSample has RT's words.
func uponaiSample(status int) answer {
	switch status {
	case http.StatusUnauthorized:
		return uponaiError(status, "API key is missing or invalid.")
	case http.StatusForbidden:
		return uponaiError(status, "No access to this workspace.")
	case http.StatusNotFound, http.StatusUnprocessableEntity:
		return uponaiGone(status)
	case http.StatusConflict:
		return uponaiError(status, "Chat already ended.")
	case http.StatusTooManyRequests:
		return uponaiError(status, "Account rate limited.")
	}
	return uponaiError(status, http.StatusText(status)+".")
}

// uponaiError has RT's shape.
func uponaiError(status int, message string) answer {
	return jsonAnswer(status, map[string]string{"status": "error", "message": message})
}

// uponaiGone is the answer to something unknown, in RT's words for either status.
func uponaiGone(status int) answer {
	if status == http.StatusUnprocessableEntity {
		return uponaiError(status, "Cannot find requested asset under given api key.")
	}
	return uponaiError(status, "The requested resource was not found.")
}
