package siteassist

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

var (
	_ client.Rater         = (*Vendor)(nil)
	_ client.RatingClearer = (*Vendor)(nil)
	_ client.RatingReader  = (*Vendor)(nil)
)

// The two words of a feedback; null is none (R-fb).
const (
	like    = "like"
	dislike = "dislike"
)

// feedbackRequest rates a message. Its null takes the rating back, so it is always sent.
type feedbackRequest struct {
	Feedback *string `json:"feedback"`
}

// feedbackAnswer keeps null, which is JSON, apart from nothing at all, which is not.
type feedbackAnswer struct {
	Feedback json.RawMessage `json:"feedback"`
}

// Rate implements client.Rater. What the answers mean:
//
//	200, the feedback sent   rated
//	200, anything else       garbled
//	404                      in the vendor's own shape: *client.NotFoundError; no page
//	                         has the code for a message
//	other errors             errors, a foreign 404 too
func (v *Vendor) Rate(ctx context.Context, a client.RatedAnswer, r client.Rating) error {
	return v.feedback(ctx, "rate an answer of the session", a, r)
}

// ClearRating implements client.RatingClearer. Its answers mean what those of Rate
// mean, except that a message that is gone has no rating left, and that a conflict,
// which no page explains for a rating, is settled by reading it.
func (v *Vendor) ClearRating(ctx context.Context, a client.RatedAnswer) error {
	err := v.feedback(ctx, "take back the rating of an answer of the session", a, "")
	var gone *client.NotFoundError
	var refused *client.Error
	switch {
	case errors.As(err, &gone):
		return nil
	case errors.As(err, &refused) && refused.Status == http.StatusConflict:
		rating, unread := v.ReadRating(ctx, a)
		if errors.As(unread, &gone) || unread == nil && rating == "" {
			return nil
		}
	}
	return err
}

// ReadRating implements client.RatingReader. No call tells one message alone, so it is
// looked for among all of its conversation.
func (v *Vendor) ReadRating(ctx context.Context, a client.RatedAnswer) (client.Rating, error) {
	for m, err := range v.Messages(ctx, client.Ref{ID: a.SessionID}) {
		if err != nil {
			return "", err
		}
		if strings.EqualFold(m.ID, a.MessageID) {
			return m.Rating, nil
		}
	}
	return "", noMessage(a)
}

// feedback sets, replaces or removes the rating of a message (R-fb): whatever it was, it
// is r afterwards, so that it may be repeated.
func (v *Vendor) feedback(ctx context.Context, operation string, a client.RatedAnswer, r client.Rating) error {
	request := feedbackRequest{Feedback: feedbackOf(r)}
	var told feedbackAnswer
	call := transport.Call{
		Operation: operation, SessionID: a.SessionID,
		Method: http.MethodPost, Path: []string{"messages", a.MessageID, "feedback"},
		Body: request, Out: &told, Repeat: transport.Safe,
	}
	answer, err := v.do(ctx, call)
	switch {
	case isOwn404(err):
		return noMessage(a)
	case err != nil:
		return err
	case !told.is(request.Feedback):
		return v.http.Garbled(call, answer, "it does not confirm the rating")
	}
	return nil
}

func (f feedbackAnswer) is(sent *string) bool {
	var told *string
	switch {
	case json.Unmarshal(f.Feedback, &told) != nil:
		return false
	case told == nil || sent == nil:
		return told == sent
	}
	return *told == *sent
}

// feedbackOf is the vendor's word for a rating, nil for none.
func feedbackOf(r client.Rating) *string {
	word := ""
	switch r {
	case client.RatingGood:
		word = like
	case client.RatingBad:
		word = dislike
	default:
		return nil
	}
	return &word
}

// ratingOf is what a vendor's word means; another than the two documented is none.
func ratingOf(word client.Word) client.Rating {
	switch word {
	case like:
		return client.RatingGood
	case dislike:
		return client.RatingBad
	}
	return ""
}

func noMessage(a client.RatedAnswer) error {
	return &client.NotFoundError{Vendor: name, SessionID: a.SessionID, What: "message", ID: a.MessageID}
}
