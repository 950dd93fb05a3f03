package siteassist

import (
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

// The documented codes that decide something (src).
const (
	codeNotFound    = "CONVERSATION_NOT_FOUND"
	codeUnavailable = "SERVICE_UNAVAILABLE"
)

// longestDelay is the longest delay that is accepted; a longer one is a mistake.
const longestDelay = 24 * time.Hour

// problem reads {"error": {"message", "code", "details"}} (src, R-close). Only the
// message is required. Many servers send an object of this shape, so that only status
// and code together have a meaning. The delay of a 429 and a 503 is
// details.retryAfter, in seconds.
func problem(status int, body []byte) transport.Problem {
	var answer struct {
		Error struct {
			Message text   `json:"message"`
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
	failure := answer.Error
	p := transport.Problem{Code: failure.Code, RetryAfter: delay(failure.Details.RetryAfter)}
	if !failure.Message.present {
		return p
	}
	p.VendorShape, p.Message = true, failure.Message.value
	switch {
	case status == http.StatusNotFound && p.Code == codeNotFound:
		p.Meaning = client.MeaningNotFound
	case status == http.StatusServiceUnavailable && p.Code == codeUnavailable:
		p.Meaning = client.MeaningUnavailable
	}
	return p
}

// text is a field that is a string, and whether it is one.
type text struct {
	value   string
	present bool
}

// UnmarshalJSON never fails on valid JSON.
func (t *text) UnmarshalJSON(data []byte) error {
	t.present = data[0] == '"' && json.Unmarshal(data, &t.value) == nil
	return nil
}

// delay is 0 for a number that is no delay.
func delay(seconds float64) time.Duration {
	if seconds <= 0 || seconds > longestDelay.Seconds() {
		return 0
	}
	return time.Duration(seconds * float64(time.Second))
}
