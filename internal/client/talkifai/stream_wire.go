package talkifai

import (
	"encoding/json"
	"strconv"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// sendRequest is the body of a message (SM).
type sendRequest struct {
	Message string `json:"message"`
}

// streamStart is the data of the event that begins an answer (SM), as are the others
// of theirs.
type streamStart struct {
	AgentName client.Word `json:"agent_name"`
}

// streamChunk is a piece of the text. One that is no text is not skipped: the answer
// would have a hole.
type streamChunk struct {
	Delta string `json:"delta"`
}

// streamHandoff names the agent that takes over.
type streamHandoff struct {
	To client.Word `json:"to"`
}

// streamEnd ends an answer.
type streamEnd struct {
	Usage      usage       `json:"usage"`
	EndSession client.Word `json:"end_session"`
}

// endSession is nil where the event does not tell it.
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

// usage has the whole numbers among the counts, whose names no page tells; nil when
// there are none.
type usage map[string]int64

// UnmarshalJSON never fails on valid JSON.
func (u *usage) UnmarshalJSON(data []byte) error {
	*u = nil
	var members map[string]client.Number[int64]
	_ = json.Unmarshal(data, &members) // what is no object has no members
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
