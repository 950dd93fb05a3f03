package client

import "context"

// Rating is what a user thinks of an answer; empty is none.
type Rating string

// The ratings, in one vocabulary for all vendors.
const (
	RatingGood Rating = "good"
	RatingBad  Rating = "bad"
)

// RatedAnswer names an answer to rate. Info.Feedback has which fields a vendor takes.
type RatedAnswer struct {
	SessionID string
	// RequestID is Reply.RequestID, MessageID is Message.ID.
	RequestID, MessageID string
}

// Rater is a vendor that takes a rating of an answer.
type Rater interface {
	// Rate sends the rating; it may be sent again, and changed. An answer that the
	// vendor does not know is a *NotFoundError.
	Rate(ctx context.Context, a RatedAnswer, r Rating) error
}

// RatingClearer is a Rater that takes ratings back.
type RatingClearer interface {
	// ClearRating takes the rating back. One that is not there, or whose answer is
	// gone, ends well.
	ClearRating(ctx context.Context, a RatedAnswer) error
}

// RatingReader is a Rater that tells ratings.
type RatingReader interface {
	// ReadRating tells the present rating; empty is none. An answer that the vendor
	// does not know is a *NotFoundError.
	ReadRating(ctx context.Context, a RatedAnswer) (Rating, error)
}
