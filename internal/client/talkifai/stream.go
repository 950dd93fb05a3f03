package talkifai

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/tmaxmax/go-sse"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// maxEvent is the most that is read of one event. A chunk is a few words.
const maxEvent = 1 << 20

// answerStream is what the events of one answer have told so far (SM).
type answerStream struct {
	text      strings.Builder
	agentName *string
	handoff   *string
	// failure is the vendor's text in an error event, end is the last event of an
	// answer that did not fail.
	failure *client.Word
	end     *streamEnd
}

// read collects the events up to the one that ends the answer. The server need not
// close the stream after it. The error says why the answer cannot be read; for the
// end of the body the transport knows better why it came.
func (s *answerStream) read(body io.Reader) error {
	for event, err := range sse.Read(body, &sse.ReadConfig{MaxEventSize: maxEvent}) {
		if errors.Is(err, bufio.ErrTooLong) {
			return errors.New("it has an event that is larger than this provider reads")
		}
		if err != nil {
			break
		}
		if err := s.take(event); err != nil || s.over() {
			return err
		}
	}
	return errors.New("the answer broke off before its end")
}

func (s *answerStream) over() bool { return s.failure != nil || s.end != nil }

// take reads one event. What the answer does not depend on may be of any form:
// events of other names, such as the two of a tool, and whether anybody is named.
func (s *answerStream) take(event sse.Event) error {
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
			named(&s.agentName, start.AgentName)
		}
	case "handoff":
		var to streamHandoff
		if decode(event, &to) == nil {
			named(&s.handoff, to.To)
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

func named(into **string, word client.Word) {
	if word != "" {
		told := string(word)
		*into = &told
	}
}

// reply is what an answer that has ended tells.
func (s *answerStream) reply() *client.Reply {
	reply := &client.Reply{
		Delivery: client.DeliveryAnswered, AgentName: s.agentName, Handoff: s.handoff,
		EndSession: s.end.endSession(), Usage: s.end.Usage,
	}
	if s.text.Len() == 0 {
		reply.Delivery = client.DeliveryAccepted
		reply.Note = "TalkifAI has taken the message, and its answer holds no text."
		return reply
	}
	text := s.text.String()
	reply.Answer = &text
	return reply
}
