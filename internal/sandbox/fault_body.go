package sandbox

import (
	"fmt"
	"net/http"
	"strings"
)

// ErrorBody is an error body in the vendor's own shape, for the Body of a [Fault]: its
// words are the ones that the vendor's pages print for the status, where they print
// any. It panics for a name that is no vendor.
func ErrorBody(vendor string, status int) string {
	var body answer
	switch vendor {
	case Uppzy:
		body = uppzyError(status, uppzyWords(status))
	case TalkifAI:
		body = detail(status, talkifaiWords(status))
	case SiteAssist:
		body = siteassistSample(status)
	case UponAI:
		body = uponaiSample(status)
	default:
		panic(fmt.Sprintf("sandbox: unknown vendor %q", vendor))
	}
	return strings.TrimSpace(string(body.chunks[0]))
}

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

// siteassistSample follows the samples that src prints for each status, their delays
// included.
func siteassistSample(status int) answer {
	const id = "00000000-0000-4000-8000-000000000000"
	switch status {
	case http.StatusBadRequest:
		return siteassistBadBody("content", "Invalid request body. Content is required.")
	case http.StatusUnauthorized:
		return siteassistUnauthorized()
	case http.StatusPaymentRequired:
		return siteassistError(status, "A higher pricing plan is required to access this feature", "PAYMENT_REQUIRED",
			map[string]any{"currentPlan": "free", "requiredPlan": "pro", "feature": "advanced_ai_models"})
	case http.StatusForbidden, http.StatusNotFound:
		return siteassistMissing(status, id)
	case http.StatusConflict:
		return siteassistError(status, "Resource already exists", "CONFLICT",
			map[string]any{"resource": "conversation", "conflictingField": "id"})
	case http.StatusUnprocessableEntity:
		return siteassistInvalid("content", "Content exceeds maximum length of 10000 characters")
	case http.StatusTooManyRequests:
		return siteassistError(status, "Rate limit exceeded. Please try again later.", "RATE_LIMIT_EXCEEDED",
			map[string]any{"retryAfter": 60})
	case http.StatusBadGateway:
		return siteassistError(status, "Service temporarily unavailable", "BAD_GATEWAY",
			map[string]any{"service": "ai_model_service"})
	case http.StatusServiceUnavailable:
		return siteassistError(status, "Service temporarily unavailable", "SERVICE_UNAVAILABLE",
			map[string]any{"retryAfter": 30})
	}
	return siteassistError(status, "An internal server error occurred", "INTERNAL_SERVER_ERROR", nil)
}

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
