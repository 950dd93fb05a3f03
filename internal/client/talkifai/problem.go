package talkifai

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

// problem reads TalkifAI's error answers: {"detail": …} as S2 prints it, with a
// string or, as the framework behind it does for a request that fails
// validation, a list of objects with msg; or the envelope of IN,
// {"success": false, "error": …, "code": …}.
//
// {"detail": "Not Found"} is what that framework answers for a route that it
// does not have: it is a wrong base_url that says so, and no session.
func problem(status int, body []byte) transport.Problem {
	var answer struct {
		Detail  json.RawMessage `json:"detail"`
		Success json.RawMessage `json:"success"`
		Error   client.Word     `json:"error"`
		Code    client.Word     `json:"code"`
	}
	if json.Unmarshal(body, &answer) != nil {
		return transport.Problem{}
	}
	if message := detailMessage(answer.Detail); message != "" {
		routeless := status == http.StatusNotFound && strings.EqualFold(message, http.StatusText(status))
		return transport.Problem{Own: !routeless, Code: string(answer.Code), Message: message}
	}
	return transport.Problem{
		Own:  string(answer.Success) == "false" && answer.Error != "",
		Code: string(answer.Code), Message: string(answer.Error),
	}
}

// detailMessage is empty where detail is neither of the two documented forms.
func detailMessage(detail json.RawMessage) string {
	var text string
	if json.Unmarshal(detail, &text) == nil {
		return text
	}
	var list []struct {
		Where   where       `json:"loc"`
		Message client.Word `json:"msg"`
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
		if len(item.Where) > 0 {
			message = strings.Join(item.Where, " ") + ": " + message
		}
		messages = append(messages, message)
	}
	return strings.Join(messages, "; ")
}

// where is the path to what a message is about: names and numbers.
type where []string

// UnmarshalJSON never fails on valid JSON. What is neither is left out.
func (w *where) UnmarshalJSON(data []byte) error {
	*w = nil
	var words []client.Word
	_ = json.Unmarshal(data, &words) // what is no array has no words
	for _, word := range words {
		if word != "" {
			*w = append(*w, string(word))
		}
	}
	return nil
}

// says reports whether TalkifAI itself answered with that status.
func says(err error, status int) bool {
	var e *client.Error
	return errors.As(err, &e) && e.Status == status && e.Own
}

// foreign reports whether somebody else, a proxy or the server behind a wrong
// base_url, gave one of the two answers that would mean an ended session.
func foreign(err error) bool {
	var e *client.Error
	return errors.As(err, &e) && !e.Own &&
		(e.Status == http.StatusUnauthorized || e.Status == http.StatusNotFound)
}
