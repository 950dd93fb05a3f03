package siteassist

import (
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

// codeNotFound is the code of the 404 for a conversation (src).
const codeNotFound = "CONVERSATION_NOT_FOUND"

// longestDelay is the most that is believed of a delay; more is a mistake.
const longestDelay = 24 * time.Hour

// problem reads {"error": {"message", "code", "details"}} (src, R-close). Only the
// message is always there. The delay of a 429 and a 503 is in
// details.retryAfter, in seconds.
func problem(_ int, body []byte) transport.Problem {
	var answer struct {
		Error struct {
			Message string `json:"message"`
			Code    string `json:"code"`
			Details struct {
				RetryAfter float64 `json:"retryAfter"`
			} `json:"details"`
		} `json:"error"`
	}
	// A field of another type is left empty, and the others are still read.
	var otherType *json.UnmarshalTypeError
	if err := json.Unmarshal(body, &answer); err != nil && !errors.As(err, &otherType) {
		return transport.Problem{}
	}
	said := answer.Error
	return transport.Problem{
		Own: said.Message != "", Code: said.Code, Message: said.Message,
		RetryAfter: delay(said.Details.RetryAfter),
	}
}

// delay is 0 for a number that is no delay.
func delay(seconds float64) time.Duration {
	if seconds <= 0 || seconds > longestDelay.Seconds() {
		return 0
	}
	return time.Duration(seconds * float64(time.Second))
}

// isStatus reports whether err is an answer of this status.
func isStatus(err error, status int) bool {
	var e *client.Error
	return errors.As(err, &e) && e.Status == status
}

// isGarbled reports whether the call itself had a success for an answer that cannot
// be read; that of the call for its token does not count.
func isGarbled(err error) bool {
	var e *client.Error
	return errors.As(err, &e) && e.Garbled
}

// isTooLarge reports whether the call itself had an answer beyond the size that is
// read; that of the call for its token does not count.
func isTooLarge(err error) bool {
	var e *client.Error
	return errors.As(err, &e) && e.Sent && errors.Is(err, transport.ErrTooLarge)
}

// isOwn404 reports whether err is a 404 in the vendor's own shape.
func isOwn404(err error) bool {
	var e *client.Error
	return errors.As(err, &e) && e.Status == http.StatusNotFound && e.Own
}

// isGone reports whether err says that the conversation does not exist: by a 404
// in the vendor's own shape, with the code for that or with none.
func isGone(err error) bool {
	var e *client.Error
	return isOwn404(err) && errors.As(err, &e) && (e.Code == "" || e.Code == codeNotFound)
}
