package sandbox

import "net/http"

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

func siteassistError(status int, message, code string, details map[string]any) answer {
	body := map[string]any{"message": message}
	if code != "" {
		body["code"] = code
	}
	if details != nil {
		body["details"] = details
	}
	return jsonAnswer(status, map[string]any{"error": body})
}

func siteassistUnauthorized() answer {
	return siteassistError(http.StatusUnauthorized, "Authentication required", "UNAUTHORIZED", nil)
}

func siteassistBadBody(field, message string) answer {
	return siteassistError(http.StatusBadRequest, message, "INVALID_REQUEST_BODY", map[string]any{"field": field})
}

func siteassistInvalid(field, reason string) answer {
	return siteassistError(http.StatusUnprocessableEntity, "Validation failed", "VALIDATION_ERROR",
		map[string]any{"field": field, "reason": reason})
}

// siteassistMissing is a 404 or the 403 of something that is not the visitor's.
func siteassistMissing(status int, id string) answer {
	if status == http.StatusForbidden {
		return siteassistError(status, "Access denied to this conversation", "FORBIDDEN", nil)
	}
	return siteassistError(status, "Conversation not found!", "CONVERSATION_NOT_FOUND",
		map[string]any{"conversationId": id})
}
