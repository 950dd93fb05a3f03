package siteassist

import (
	"bytes"
	"encoding/json"
	"math"
	"strings"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// sendRequest is a message of the visitor's (R-send). The answer comes as JSON unless a
// stream is asked for.
type sendRequest struct {
	Content     string       `json:"content"`
	Stream      bool         `json:"stream"`
	PageContext *pageContext `json:"pageContext,omitempty"`
}

type pageContext struct {
	URL string `json:"url"`
}

// sendAnswer is the assistant's answer in the steps of its work, or a bare string for a
// message that is queued (R-send). Steps is nil where there are none told.
type sendAnswer struct {
	Steps  []answerStep `json:"steps"`
	queued bool
}

type answerStep struct {
	Content      parts                      `json:"content"`
	FinishReason client.Word                `json:"finishReason"`
	Usage        map[string]json.RawMessage `json:"usage"`
}

// UnmarshalJSON never fails on valid JSON: what is not of its type is left empty.
func (a *sendAnswer) UnmarshalJSON(data []byte) error {
	type fields sendAnswer
	var told fields
	_ = json.Unmarshal(data, &told)
	*a = sendAnswer(told)
	a.queued = bytes.HasPrefix(bytes.TrimSpace(data), []byte{'"'})
	return nil
}

// failed reports whether the answer ends with an error. It is a word of the AI SDK,
// whose steps these are (R-send).
func (a *sendAnswer) failed() bool { return a.finishReason() == "error" }

func (a *sendAnswer) finishReason() string {
	if len(a.Steps) == 0 {
		return ""
	}
	return string(a.Steps[len(a.Steps)-1].FinishReason)
}

// reply puts the answer into the words of all vendors.
func (a *sendAnswer) reply() *client.Reply {
	r := &client.Reply{Delivery: client.DeliveryAnswered, Usage: a.usage()}
	var texts []string
	for _, step := range a.Steps {
		// A step that only uses a tool has no text.
		if text := step.Content.text(); text != "" {
			texts = append(texts, text)
		}
	}
	if answer := strings.Join(texts, "\n\n"); answer != "" {
		r.Answer = &answer
	} else {
		r.Delivery, r.Note = client.DeliveryAccepted, noteNoText
	}
	if reason := a.finishReason(); reason != "" {
		r.FinishReason = &reason
	}
	return r
}

// usage adds up the documented counters of all steps, by their documented names; nil
// where there are none.
func (a *sendAnswer) usage() map[string]int64 {
	var sum map[string]int64
	for _, step := range a.Steps {
		for _, counter := range []string{"inputTokens", "outputTokens", "totalTokens", "reasoningTokens", "cachedInputTokens"} {
			n, ok := count(step.Usage[counter])
			if !ok {
				continue
			}
			if sum == nil {
				sum = map[string]int64{}
			}
			sum[counter] += n
		}
	}
	return sum
}

// count reads a whole number; false is none.
func count(data json.RawMessage) (int64, bool) {
	var n *float64
	if json.Unmarshal(data, &n) != nil || n == nil || *n != math.Trunc(*n) || math.Abs(*n) > 1<<53 {
		return 0, false
	}
	return int64(*n), true
}
