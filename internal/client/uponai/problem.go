package uponai

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

// problem reads an error answer. The vendor documents none; RT's is
// {"status": "error", "message": "…"}. So a JSON object counts as the vendor's own
// when it has that status, or a message or an error in words. A 404 whose only word is
// "Not Found" is what gateways answer for a route that they do not have, and is not
// taken for the vendor's: the list then decides.
func problem(status int, body []byte) transport.Problem {
	var fields map[string]json.RawMessage
	if json.Unmarshal(body, &fields) != nil {
		return transport.Problem{}
	}
	message := words(fields["message"])
	if message == "" {
		message = words(fields["error"])
	}
	if status == http.StatusNotFound && words(fields["status"]) == "" && strings.EqualFold(message, http.StatusText(status)) {
		return transport.Problem{Message: message}
	}
	return transport.Problem{
		Own:     message != "" || words(fields["status"]) == "error",
		Message: message,
	}
}

// words is the string that value is; empty when it is none.
func words(value json.RawMessage) string {
	var text string
	if json.Unmarshal(value, &text) != nil {
		return ""
	}
	return text
}

// isStatus reports whether err is an answer of one of these statuses.
func isStatus(err error, statuses ...int) bool {
	var e *client.Error
	if !errors.As(err, &e) {
		return false
	}
	for _, status := range statuses {
		if e.Status == status {
			return true
		}
	}
	return false
}

// isGarbled reports whether err is about a success that is not the vendor's answer.
func isGarbled(err error) bool {
	var e *client.Error
	return errors.As(err, &e) && e.Garbled
}

// isGone reports whether err says that the chat does not exist: by a 404 in the
// vendor's own shape.
func isGone(err error) bool {
	var e *client.Error
	return errors.As(err, &e) && e.Status == http.StatusNotFound && e.Own
}
