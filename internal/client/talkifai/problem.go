package talkifai

import (
	"encoding/json"
	"net/http"
	"strings"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

// errorBody has the members of both documented forms of an error: {"detail": …} on the
// pages of the operations, with a string or, for a request that fails validation, a
// list of objects with msg; and {"success": false, "error": …, "code": …} in IN and AP.
type errorBody struct {
	Detail  json.RawMessage `json:"detail"`
	Success json.RawMessage `json:"success"`
	Error   client.Word     `json:"error"`
	Code    client.Word     `json:"code"`
}

// problem reads an error response. The meaning depends on status and words: other
// servers send the same forms ({"detail":"Not found."}) and the same status codes.
func problem(status int, body []byte) transport.Problem {
	var response errorBody
	if json.Unmarshal(body, &response) != nil {
		return transport.Problem{}
	}
	p := transport.Problem{Meaning: response.meaning(status), Code: string(response.Code)}
	if p.Message = detailMessage(response.Detail); p.Message != "" {
		routeless := status == http.StatusNotFound && strings.EqualFold(p.Message, http.StatusText(status))
		p.VendorShape = !routeless
		return p
	}
	p.Message = string(response.Error)
	p.VendorShape = response.failed() && response.Error != ""
	return p
}

// meaning is what the documented responses say: the texts are those of S2, SM, GH, CS
// and AP, the codes those of OV, CH and GD. No page shows a body with a code: it is
// accepted in the envelope of a failure, and as the text.
func (b errorBody) meaning(status int) client.Meaning {
	var detail string
	_ = json.Unmarshal(b.Detail, &detail) // a list has no documented text
	text, code := string(b.Error), string(b.Code)
	says := func(wantText, wantCode string) bool {
		return oneOf(wantText, detail) || oneOf(wantCode, detail) || b.failed() && oneOf(wantCode, code)
	}
	switch {
	case status == http.StatusUnauthorized && says("Invalid token", "invalid_token"):
		return client.MeaningTokenInvalid
	case status == http.StatusForbidden && says("Conversation ID does not match session token", "conversation_mismatch"):
		return client.MeaningTokenMismatch
	case status == http.StatusNotFound && says("Session not found or expired", "session_not_found"),
		status == http.StatusNotFound && b.failed() && oneOf("Not found", text) && oneOf("not_found", code):
		return client.MeaningNotFound
	case status == http.StatusConflict && says("Another message is already processing", "message_in_progress"),
		status == http.StatusConflict && oneOf("Another message is already processing", text):
		return client.MeaningBusy
	case status == http.StatusServiceUnavailable && hasPrefix(detail, "Billing service unavailable"):
		// The text of a creation: billing comes before the session is stored (CS).
		return client.MeaningNothingDone
	}
	return client.MeaningNone
}

// failed reports whether the body is the envelope of a failure.
func (b errorBody) failed() bool { return string(b.Success) == "false" }

// oneOf reports whether any of the texts is want, apart from letter case and the white
// space around it.
func oneOf(want string, texts ...string) bool {
	for _, text := range texts {
		if strings.EqualFold(strings.TrimSpace(text), want) {
			return true
		}
	}
	return false
}

// hasPrefix ignores what oneOf ignores.
func hasPrefix(text, prefix string) bool {
	text = strings.TrimSpace(text)
	return len(text) >= len(prefix) && strings.EqualFold(text[:len(prefix)], prefix)
}

// detailMessage is empty where detail has neither of the two documented forms.
func detailMessage(detail json.RawMessage) string {
	var text string
	if json.Unmarshal(detail, &text) == nil {
		return text
	}
	var list []struct {
		Location location    `json:"loc"`
		Message  client.Word `json:"msg"`
	}
	if json.Unmarshal(detail, &list) != nil {
		return ""
	}
	var messages []string
	for _, item := range list {
		if item.Message == "" {
			continue
		}
		message := string(item.Message)
		if len(item.Location) > 0 {
			message = strings.Join(item.Location, " ") + ": " + message
		}
		messages = append(messages, message)
	}
	return strings.Join(messages, "; ")
}

// location is the path to the value that a message is about: names and numbers.
type location []string

// UnmarshalJSON never fails on valid JSON. Other elements are left out.
func (l *location) UnmarshalJSON(data []byte) error {
	*l = nil
	var words []client.Word
	_ = json.Unmarshal(data, &words) // anything but an array has no elements
	for _, word := range words {
		if word != "" {
			*l = append(*l, string(word))
		}
	}
	return nil
}
