package uponai

import (
	"encoding/json"
	"strings"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// turn is one message of a chat (COMPL, GET). What it asks of tools is not read.
type turn struct {
	Content client.Word `json:"content"`
	Name    client.Word `json:"name"`
	// Role is RT's; UponAI documents none.
	Role client.Word `json:"role"`
}

// byAgent leaves out what RT shows among the messages of an answer: calls of tools and
// their results, which have roles of their own.
func (t turn) byAgent() bool { return t.Role == "" || t.Role == "agent" }

// turns are the messages in an array, the oldest first; nil where there is no array.
type turns []turn

// UnmarshalJSON never fails on valid JSON. What is not a message is left out.
func (t *turns) UnmarshalJSON(data []byte) error {
	*t = nil
	var elements []json.RawMessage
	// What is no array leaves elements nil, so the error does not matter.
	_ = json.Unmarshal(data, &elements)
	if elements == nil {
		return nil
	}
	*t = make(turns, 0, len(elements))
	for _, element := range elements {
		var one *turn
		if json.Unmarshal(element, &one) == nil && one != nil {
			*t = append(*t, *one)
		}
	}
	return nil
}

// answer is what the messages say together, and who said it last; nil where none has
// a text or a name.
func (t turns) answer() (text, agent *string) {
	var contents []string
	for _, one := range t {
		if !one.byAgent() {
			continue
		}
		if one.Content != "" {
			contents = append(contents, string(one.Content))
		}
		if one.Name != "" {
			who := string(one.Name)
			agent = &who
		}
	}
	if contents != nil {
		joined := strings.Join(contents, "\n")
		text = &joined
	}
	return text, agent
}
