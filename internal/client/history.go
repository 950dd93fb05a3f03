package client

import (
	"context"
	"iter"
	"time"
)

// Message is one message of a session's history. A zero time, a nil pointer or an
// empty string means that the vendor does not tell it.
type Message struct {
	ID string
	// Role is the vendor's word for who wrote: "user", "assistant", "human_agent".
	Role string
	// Name is the agent or the person who wrote.
	Name      string
	Text      string
	CreatedAt time.Time
	// Status and Failure tell of an answer that is under way or has failed.
	Status, Failure string
	Rating          Rating
	TokenCount      *int64
}

// MostMessages is how many messages of a session are read before its history is taken
// to have no end.
const MostMessages = 100_000

// EndlessMessages is why a history is given up, as the end of a sentence about its
// response.
const EndlessMessages = "it has more messages than are read"

// Historian is a vendor that tells the messages of a session.
type Historian interface {
	// Messages walks the history, the oldest first, over every page. Pages are asked
	// for as the walk needs them. An error comes last, beside a nil message: a
	// *NotFoundError or a *ClosedError where the session no longer tells its history.
	Messages(ctx context.Context, ref Ref) iter.Seq2[*Message, error]
}

// History collects the messages of a session, the oldest first. The error is that of
// the walk, or an *UnsupportedError.
func History(ctx context.Context, v Vendor, ref Ref) ([]*Message, error) {
	historian, err := Ability[Historian](v, "tell the messages of a session")
	if err != nil {
		return nil, err
	}
	var messages []*Message
	for m, err := range historian.Messages(ctx, ref) {
		if err != nil {
			return nil, err
		}
		messages = append(messages, m)
	}
	return messages, nil
}
