package talkifai

import (
	"context"
	"iter"
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

// Messages walks the history with the session's token, the oldest message first. No
// answer tells how many there are: the last page is the one that is not full (GH). A
// history that does not come to an end is an error.
//
//	200 with messages        a page; an error where it is the page before once more
//	401 of TalkifAI's own    a *client.ClosedError: the token is dead (S2)
//	404 of TalkifAI's own    a *client.NotFoundError
//	403, any other, or none  an error; 403 is the token of another session
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
	var history historyAnswer
	call := v.historyCall(readMessages, ref.ID, ref.Token)
	call.Query = url.Values{"limit": {strconv.Itoa(largestPage)}, "offset": {strconv.Itoa(offset)}}
	call.Out = &history
	call.Repeat = transport.Safe
	answer, err := v.http.Do(ctx, call)
	switch {
	case err != nil:
		return nil, ended(err, ref.ID)
	case history.Messages == nil:
		return nil, v.http.Garbled(call, answer, "it has no messages")
	case offset > 0 && slices.EqualFunc(before, *history.Messages, historyMessage.same):
		return nil, v.http.Garbled(call, answer, "its pages do not go on")
	case offset >= client.MostMessages:
		return nil, v.http.Garbled(call, answer, "it does not come to an end")
	}
	return *history.Messages, nil
}

// same reports whether two messages are one, as far as is told.
func (m historyMessage) same(other historyMessage) bool {
	return m.Role == other.Role && m.Content == other.Content && m.Timestamp.Equal(other.Timestamp.Time)
}

func (m historyMessage) message() *client.Message {
	return &client.Message{
		Role: string(m.Role), Text: string(m.Content), CreatedAt: m.Timestamp.Time, TokenCount: m.TokenCount.Value,
	}
}
