package talkifai

import (
	"context"
	"errors"
	"iter"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

const (
	// largestPage is the documented maximum of a page of the history (GH).
	largestPage = 100

	readMessages = "read the messages of the session"
)

// probe reads one message of the session's history, which is the only call that
// returns anything about a session (GH). No error means that the session is open: an
// object with an array of messages came.
func (v *Vendor) probe(ctx context.Context, ref client.Ref, repeat transport.Repeat) error {
	var history probeResponse
	call := v.historyCall("read the session", ref)
	call.Query = url.Values{"limit": {"1"}}
	call.Out = &history
	call.Repeat = repeat
	answer, err := v.http.Do(ctx, call)
	if err == nil && !bool(history.Messages) {
		return v.http.InvalidResponse(call, answer, "it has no messages")
	}
	return err
}

// Messages walks the history with the session's token, the oldest message first. No
// response has a total: the last page is the one that is not full (GH). A history
// without an end is an error.
//
//	200 with messages        a page; an error where it repeats the page before
//	documented 401           a *client.ClosedError: the token is void (S2, WI)
//	documented 404           a *client.NotFoundError
//	any other, or none       an error
func (v *Vendor) Messages(ctx context.Context, ref client.Ref) iter.Seq2[*client.Message, error] {
	return func(yield func(*client.Message, error) bool) {
		var before []historyMessage
		for offset := 0; ; {
			messages, err := v.page(ctx, ref, offset, before)
			if err != nil {
				yield(nil, err)
				return
			}
			for i := range messages {
				if !yield(messages[i].message(), nil) {
					return
				}
			}
			if len(messages) < largestPage {
				return
			}
			offset += len(messages)
			before = messages
		}
	}
}

// page reads the messages of the history from offset on, which come after those before.
func (v *Vendor) page(ctx context.Context, ref client.Ref, offset int, before []historyMessage) ([]historyMessage, error) {
	if ref.Token == "" {
		return nil, noToken(readMessages, ref.ID)
	}
	var history historyResponse
	call := v.historyCall(readMessages, ref)
	call.Query = url.Values{"limit": {strconv.Itoa(largestPage)}, "offset": {strconv.Itoa(offset)}}
	call.Out = &history
	call.Repeat = transport.Safe
	answer, err := v.http.Do(ctx, call)
	switch {
	case err != nil:
		return nil, sessionError(err, ref.ID)
	case history.Messages == nil:
		return nil, v.http.InvalidResponse(call, answer, "it has no messages")
	case offset > 0 && slices.EqualFunc(before, history.Messages, historyMessage.same):
		return nil, v.http.InvalidResponse(call, answer, client.RepeatedPages)
	case offset+len(history.Messages) > client.MostMessages:
		return nil, v.http.InvalidResponse(call, answer, client.EndlessMessages)
	}
	return history.Messages, nil
}

// same reports whether two messages are equal in all that identifies them.
func (m historyMessage) same(other historyMessage) bool {
	return m.Role == other.Role && m.Content == other.Content && m.Timestamp.Equal(other.Timestamp.Time)
}

func (m historyMessage) message() *client.Message {
	return &client.Message{
		Role: string(m.Role), Text: string(m.Content), CreatedAt: m.Timestamp.Time, TokenCount: m.TokenCount.Value,
	}
}

// historyCall is the call for the history, without its query.
func (v *Vendor) historyCall(operation string, ref client.Ref) transport.Call {
	v.http.Hide(ref.Token)
	return transport.Call{
		Operation: operation, SessionID: ref.ID,
		Method: http.MethodGet, Path: []string{"sessions", ref.ID, "messages"},
		Credential: transport.TemporaryBearer(ref.Token),
	}
}

// ended reports whether a documented response says that the session is over: its token
// is void, or TalkifAI has dropped it.
func ended(err error) bool {
	return client.Means(err, client.MeaningTokenInvalid) || client.Means(err, client.MeaningNotFound)
}

// sessionError is the typed error where err says that the session is over, else err.
func sessionError(err error, id string) error {
	switch {
	case client.Means(err, client.MeaningTokenInvalid):
		return &client.ClosedError{Vendor: name, SessionID: id}
	case client.Means(err, client.MeaningNotFound):
		return &client.NotFoundError{Vendor: name, SessionID: id}
	}
	return err
}

// noToken is the error of a call that requires the session's token and has none. No
// request was sent.
func noToken(operation, id string) error {
	return &client.Error{
		Vendor: name, Operation: operation, SessionID: id,
		Err: errors.New("its session_token is required and is not set"),
	}
}
