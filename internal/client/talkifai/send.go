package talkifai

import (
	"context"
	"net/http"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

// answerSilence is the least silence that an answer may have: a tool of the agent's
// runs in it, and a message waits until the one before it is answered (SM).
const answerSilence = 90 * time.Second

// Send sends one message with the session's token and collects the answer, which
// comes as a stream of events (SM).
//
//	stream_end               answered; accepted where no text came before it
//	error                    a *client.AnswerError with TalkifAI's words
//	neither, silence, or an  an error: the message may have arrived
//	event that is no JSON
//	401 of TalkifAI's own    a *client.ClosedError: the token is dead (S2)
//	404 of TalkifAI's own    a *client.NotFoundError
//	403, any other, or none  an error; 403 is the token of another session
//
// TalkifAI does not know a repeated message for what it is, so that the message is
// sent once, whatever comes of it. The session stays open also where the answer asks
// for its end: that is for the client to do (S2).
func (v *Vendor) Send(ctx context.Context, ref client.Ref, r client.SendRequest) (*client.Reply, error) {
	const operation = "send a message to the session"
	if ref.Token == "" {
		return nil, noToken(operation, ref.ID)
	}
	v.http.Hide(ref.Token)
	var stream answerStream
	_, err := v.http.Do(ctx, transport.Call{
		Operation:  operation,
		SessionID:  ref.ID,
		Method:     http.MethodPost,
		Path:       []string{"sessions", ref.ID, "messages"},
		Credential: transport.Bearer(ref.Token),
		Body:       sendRequest{Message: r.Text},
		Stream:     stream.read,
		Repeat:     transport.Once,
		Timeout:    answerSilence,
		Outlive:    true,
	})
	switch {
	case err != nil:
		return nil, ended(err, ref.ID)
	case stream.failure != nil:
		return nil, &client.AnswerError{Vendor: name, SessionID: ref.ID, Message: v.http.Words(string(*stream.failure))}
	}
	return stream.reply(), nil
}
