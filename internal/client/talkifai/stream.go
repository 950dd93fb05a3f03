package talkifai

import (
	"bufio"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/tmaxmax/go-sse"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// maxEvent is the most that is read of one event. A chunk is a few words.
const maxEvent = 1 << 20

// answerStream collects the events of one answer (SM).
type answerStream struct {
	text      strings.Builder
	agentName *string
	handoff   *string
	// failure is the vendor's text in an error event, end is the last event of an
	// answer that did not fail.
	failure *client.Word
	end     *streamEnd
}

// read collects the events up to the one that ends the answer, after which the server
// need not close the stream. The error says why the answer cannot be read; where the
// body itself failed, the transport reports that instead.
func (s *answerStream) read(body io.Reader) error {
	// The specification discards an event without a blank line behind it. A whole last
	// line is enough here: its data is a whole JSON object, or decode refuses it.
	body = io.MultiReader(body, strings.NewReader("\n"))
	for event, err := range sse.Read(body, &sse.ReadConfig{MaxEventSize: maxEvent}) {
		if errors.Is(err, bufio.ErrTooLong) {
			return errors.New("it has an event that is larger than this provider reads")
		}
		if err != nil {
			break
		}
		if err := s.add(event); err != nil || s.done() {
			return err
		}
	}
	return errors.New("the answer broke off before its end")
}

func (s *answerStream) done() bool { return s.failure != nil || s.end != nil }

// add reads one event. Events with other names, such as the two of a tool, are skipped,
// and an agent's name may be missing: the answer does not depend on them.
func (s *answerStream) add(event sse.Event) error {
	switch event.Type {
	case "chunk":
		var chunk streamChunk
		if err := decode(event, &chunk); err != nil {
			return err
		}
		s.text.WriteString(chunk.Delta)
	case "stream_end":
		var end streamEnd
		if err := decode(event, &end); err != nil {
			return err
		}
		s.end = &end
	case "error":
		var failed streamError
		if err := decode(event, &failed); err != nil {
			return err
		}
		s.failure = &failed.Error
	case "stream_start":
		var start streamStart
		if decode(event, &start) == nil {
			setName(&s.agentName, start.AgentName)
		}
	case "handoff":
		var handoff streamHandoff
		if decode(event, &handoff) == nil {
			setName(&s.handoff, cmp.Or(handoff.ToAgent, handoff.To))
		}
	}
	return nil
}

// decode reads the data of an event, which is one JSON object.
func decode(event sse.Event, into any) error {
	if strings.HasPrefix(strings.TrimSpace(event.Data), "{") && json.Unmarshal([]byte(event.Data), into) == nil {
		return nil
	}
	return fmt.Errorf("its event %s cannot be read: %s", event.Type, event.Data)
}

func setName(into **string, word client.Word) {
	if word != "" {
		name := string(word)
		*into = &name
	}
}

// reply is the reply of a complete answer.
func (s *answerStream) reply() *client.Reply {
	reply := &client.Reply{
		Delivery: client.DeliveryAnswered, AgentName: s.agentName, Handoff: s.handoff,
		EndSession: s.end.endSession(), Usage: s.end.Usage,
	}
	if s.text.Len() == 0 {
		reply.Delivery = client.DeliveryAccepted
		reply.Note = "TalkifAI accepted the message and returned an answer without text."
		return reply
	}
	text := s.text.String()
	reply.Answer = &text
	return reply
}

// streamStart is the data of the event that begins an answer (SM).
type streamStart struct {
	AgentName client.Word `json:"agent_name"`
}

// streamChunk is a piece of the text. One without a text is an error, not skipped: a
// part of the answer would be missing.
type streamChunk struct {
	Delta string `json:"delta"`
}

// streamHandoff names the agent that takes over: as to in SM and OV, as to_agent in CH
// and GD.
type streamHandoff struct {
	To      client.Word `json:"to"`
	ToAgent client.Word `json:"to_agent"`
}

// streamEnd ends an answer.
type streamEnd struct {
	Usage      usage       `json:"usage"`
	EndSession client.Word `json:"end_session"`
}

// endSession is nil where the event has no such flag.
func (e *streamEnd) endSession() *bool {
	end, err := strconv.ParseBool(string(e.EndSession))
	if err != nil {
		return nil
	}
	return &end
}

// streamError ends an answer that has failed.
type streamError struct {
	Error client.Word `json:"error"`
}

// usage has the counts that are whole numbers, input_tokens and output_tokens (SM); nil
// when there are none.
type usage map[string]int64

// UnmarshalJSON never fails on valid JSON.
func (u *usage) UnmarshalJSON(data []byte) error {
	*u = nil
	var members map[string]client.Number[int64]
	_ = json.Unmarshal(data, &members) // anything but an object has no members
	for key, member := range members {
		if member.Value == nil {
			continue
		}
		if *u == nil {
			*u = usage{}
		}
		(*u)[key] = *member.Value
	}
	return nil
}
