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

// The values of a feedback; null is none (R-fb).
const (
	like    = "like"
	dislike = "dislike"
)

// feedbackRequest rates a message. Null removes the rating, so it is always sent.
type feedbackRequest struct {
	Feedback *string `json:"feedback"`
}

// feedbackResponse distinguishes null from an absent field.
type feedbackResponse struct {
	Feedback json.RawMessage `json:"feedback"`
}

// Rate implements client.Rater. What the responses mean:
//
//	200 with the feedback sent   rated
//	200 with anything else       an invalid response
//	the documented not-found     *client.NotFoundError; the page has no other code for it
//	others, and none             errors
func (v *Vendor) Rate(ctx context.Context, a client.RatedAnswer, r client.Rating) error {
	return v.feedback(ctx, "rate an answer of the session", a, r)
}

// ClearRating implements client.RatingClearer. A message that does not exist has no
// rating. After a conflict, which no page explains for a rating, the rating is read.
func (v *Vendor) ClearRating(ctx context.Context, a client.RatedAnswer) error {
	err := v.feedback(ctx, "remove the rating of an answer of the session", a, "")
	var notFound *client.NotFoundError
	switch {
	case errors.As(err, &notFound):
		return nil
	case client.HasStatus(err, http.StatusConflict):
		rating, unread := v.ReadRating(ctx, a)
		if errors.As(unread, &notFound) || unread == nil && rating == "" {
			return nil
		}
	}
	return err
}

// ReadRating implements client.RatingReader. No call returns a single message, so all
// messages of the conversation are searched.
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

// feedback sets, replaces or removes the rating of a message (R-fb). Afterwards it is r,
// whatever it was, so the call may be repeated.
func (v *Vendor) feedback(ctx context.Context, operation string, a client.RatedAnswer, r client.Rating) error {
	request := feedbackRequest{Feedback: feedbackOf(r)}
	var resp feedbackResponse
	call := transport.Call{
		Operation: operation, SessionID: a.SessionID,
		Method: http.MethodPost, Path: []string{"messages", a.MessageID, "feedback"},
		Body: request, Out: &resp, Repeat: transport.Safe,
	}
	answer, err := v.do(ctx, call)
	switch {
	case client.Means(err, client.MeaningNotFound):
		return noMessage(a)
	case err != nil:
		return err
	case !resp.confirms(request.Feedback):
		return v.http.InvalidResponse(call, answer, "it does not confirm the rating")
	}
	return nil
}

// confirms reports whether the stored feedback is the one that was sent.
func (f feedbackResponse) confirms(sent *string) bool {
	var stored *string
	switch {
	case json.Unmarshal(f.Feedback, &stored) != nil:
		return false
	case stored == nil || sent == nil:
		return stored == sent
	}
	return *stored == *sent
}

// feedbackOf is the vendor's value for a rating, nil for none.
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

// ratingOf is the rating for a vendor's value; none for one that is not documented.
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
