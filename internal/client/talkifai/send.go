package talkifai

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

// answerSilence is the least silence that an answer may have: an agent's tool runs in
// it, and a message waits until the one before it is answered (SM).
const answerSilence = 90 * time.Second

// Send sends one message with the session's token and collects the answer, which is a
// stream of events (SM).
//
//	stream_end               answered; accepted where no text came before it
//	error                    a *client.AnswerError with the event's text
//	neither, silence, or an  an error: the message may have arrived
//	event that is no JSON
//	documented 401           a *client.ClosedError: the token is void (S2, WI)
//	documented 404           a *client.NotFoundError
//	documented 409           an error: the session is busy (AP)
//	any other, or none       an error
//
// A repeated message is a second message, so the message is sent once. The session
// stays open where the answer asks for its end: the client has to call end (S2).
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
		Credential: transport.TemporaryBearer(ref.Token),
		Body:       sendRequest{Message: r.Text},
		Stream:     stream.read,
		Repeat:     transport.Once,
		Timeout:    answerSilence,
		Outlive:    true,
	})
	switch {
	case client.Means(err, client.MeaningBusy):
		return nil, busyError(err)
	case err != nil:
		return nil, sessionError(err, ref.ID)
	case stream.failure != nil:
		return nil, &client.AnswerError{Vendor: name, SessionID: ref.ID, Message: v.http.Words(string(*stream.failure))}
	}
	return stream.reply(), nil
}

// busyError is the documented 409 in words that say what became of the message.
func busyError(err error) error {
	var refusal *client.Error
	if !errors.As(err, &refusal) {
		return err
	}
	busy := *refusal
	busy.Message = "another message to this session is being processed, and this one was not accepted; send it again later"
	return &busy
}
