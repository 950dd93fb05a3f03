package talkifai

import (
	"encoding/json"
	"errors"
	"fmt"
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
		Success *bool           `json:"success"`
		Error   string          `json:"error"`
		Code    string          `json:"code"`
	}
	if json.Unmarshal(body, &answer) != nil {
		return transport.Problem{}
	}
	if message := detailMessage(answer.Detail); message != "" {
		routeless := status == http.StatusNotFound && strings.EqualFold(message, http.StatusText(status))
		return transport.Problem{Own: !routeless, Code: answer.Code, Message: message}
	}
	return transport.Problem{
		Own:  answer.Success != nil && !*answer.Success && answer.Error != "",
		Code: answer.Code, Message: answer.Error,
	}
}

// detailMessage is empty where detail is neither of the two documented forms.
func detailMessage(detail json.RawMessage) string {
	var text string
	if json.Unmarshal(detail, &text) == nil {
		return text
	}
	var list []struct {
		Where   []any  `json:"loc"`
		Message string `json:"msg"`
	}
	if json.Unmarshal(detail, &list) != nil {
		return ""
	}
	var messages []string
	for _, item := range list {
		if item.Message == "" {
			continue
		}
		if len(item.Where) > 0 {
			where := strings.TrimSuffix(fmt.Sprintln(item.Where...), "\n")
			item.Message = where + ": " + item.Message
		}
		messages = append(messages, item.Message)
	}
	return strings.Join(messages, "; ")
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
