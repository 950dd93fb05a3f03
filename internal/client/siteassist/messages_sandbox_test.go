package siteassist_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/siteassist"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

func TestMessageLifecycle(t *testing.T) {
	for name, config := range map[string]siteassist.Config{"token": boxToken, "key": boxKey} {
		t.Run(name, func(t *testing.T) {
			v, box := inBox(t, config, sandbox.SiteAssistVariants{})
			ref := client.Ref{ID: box.Seed(sandbox.SiteAssist, sandbox.Seed{}).ID}
			reply, err := v.Send(t.Context(), ref, client.SendRequest{Text: "hello", PageURL: "https://example.com/"})
			if err != nil {
				t.Fatal(err)
			}
			if reply.Delivery != client.DeliveryAnswered || reply.Answer == nil || *reply.Answer != sandbox.Reply("hello") ||
				*reply.FinishReason != "stop" || reply.Usage["inputTokens"] != 1 || len(reply.Usage) != 5 {
				t.Errorf("got %+v", reply)
			}
			box.ExpireTokens(sandbox.SiteAssist)
			if config.Token == "" { // only a key renews the token
				if _, err := v.Send(t.Context(), ref, client.SendRequest{Text: "again"}); err != nil {
					t.Error(err)
				}
			} else if _, err := v.Send(t.Context(), ref, client.SendRequest{Text: "again"}); vendortest.StatusOf(err) != 401 {
				t.Error(err)
			}
		})
	}
}

func TestSandboxMarkers(t *testing.T) {
	v, box := inBox(t, boxToken, sandbox.SiteAssistVariants{})
	ref := client.Ref{ID: box.Seed(sandbox.SiteAssist, sandbox.Seed{}).ID}
	_, err := v.Send(t.Context(), ref, client.SendRequest{Text: sandbox.FailMarker})
	if vendortest.StatusOf(err) != 502 || !client.MayHaveSucceeded(err) {
		t.Errorf("got %v", err)
	}
	for _, text := range []string{sandbox.HumanMarker, "still there?"} {
		reply, err := v.Send(t.Context(), ref, client.SendRequest{Text: text})
		if err != nil || reply.Delivery != client.DeliveryAccepted || reply.Handoff == nil || *reply.Handoff != client.HandoffHuman || reply.Note == "" {
			t.Errorf("%s: got %+v, %v", text, reply, err)
		}
	}
	kept, _ := box.Session(sandbox.SiteAssist, ref.ID)
	history, err := client.History(t.Context(), v, ref)
	if err != nil || len(history) != 3 || len(kept.Messages) != 3 {
		t.Errorf("got %d messages of %d, %v", len(history), len(kept.Messages), err)
	}
}

func TestMessageToAClosedConversation(t *testing.T) {
	for _, status := range []sandbox.Status{409, 400, 403, 422} {
		v, box := inBox(t, boxToken, sandbox.SiteAssistVariants{ClosedMessage: status})
		ended := box.Seed(sandbox.SiteAssist, sandbox.Seed{Closed: true})
		_, err := v.Send(t.Context(), client.Ref{ID: ended.ID}, client.SendRequest{Text: "late"})
		closed, ok := errors.AsType[*client.ClosedError](err)
		if !ok || closed.SessionID != ended.ID || !closed.ClosedAt.Equal(ended.ClosedAt.Truncate(time.Millisecond)) {
			t.Errorf("%d: got %v, closed at %s", status, err, ended.ClosedAt)
		}
		if _, err = client.History(t.Context(), v, client.Ref{ID: ended.ID}); err != nil {
			t.Errorf("%d: the history of what is closed: %v", status, err)
		}
	}
}

func TestMessageToAnUnknownConversation(t *testing.T) {
	for status, gone := range map[sandbox.Status]bool{404: true, 403: false} {
		v, _ := inBox(t, boxToken, sandbox.SiteAssistVariants{UnknownID: status})
		_, err := v.Send(t.Context(), confirmed, client.SendRequest{Text: "hi"})
		if vendortest.Is[*client.NotFoundError](err) != gone || !gone && vendortest.StatusOf(err) != int(status) || client.MayHaveSucceeded(err) {
			t.Errorf("%d: send: %v", status, err)
		}
		_, err = client.History(t.Context(), v, confirmed)
		if vendortest.Is[*client.NotFoundError](err) != gone {
			t.Errorf("%d: history: %v", status, err)
		}
		_, err = v.ReadRating(t.Context(), rated)
		if vendortest.Is[*client.NotFoundError](err) != gone {
			t.Errorf("%d: rating: %v", status, err)
		}
	}
}

func TestLongHistory(t *testing.T) {
	v, box := inBox(t, boxToken, sandbox.SiteAssistVariants{})
	said := make([]sandbox.Message, 2100)
	for i := range said {
		said[i] = sandbox.Message{Role: []string{"user", "assistant", "human_agent"}[i%3], Content: fmt.Sprintf("message %d", i)}
	}
	seeded := box.Seed(sandbox.SiteAssist, sandbox.Seed{Messages: said})
	history, err := client.History(t.Context(), v, client.Ref{ID: seeded.ID})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.EqualFunc(history, seeded.Messages, func(m *client.Message, kept sandbox.Message) bool {
		return m.ID == kept.ID && m.Role == kept.Role && m.Text == kept.Content && m.Status == "complete" && m.CreatedAt.Equal(kept.At.Truncate(time.Millisecond))
	}) {
		t.Errorf("got %d messages, want %d, in this order", len(history), len(said))
	}
	if calls := box.Requests(sandbox.ByOperation("listMessages")); len(calls) != 3 {
		t.Errorf("%d pages", len(calls))
	}
}

func TestRatingLifecycle(t *testing.T) {
	v, box := inBox(t, boxKey, sandbox.SiteAssistVariants{})
	seeded := box.Seed(sandbox.SiteAssist, sandbox.Seed{Messages: []sandbox.Message{{Content: "hi"}, {Role: "assistant", Content: "hello"}}})
	a := client.RatedAnswer{SessionID: seeded.ID, MessageID: seeded.Messages[1].ID}
	for _, c := range []struct {
		rating client.Rating
		kept   string
	}{{client.RatingGood, "like"}, {client.RatingBad, "dislike"}, {"", ""}, {"", ""}} {
		err := leave(t.Context(), v, a, c.rating)
		got, readErr := v.ReadRating(t.Context(), a)
		kept, _ := box.Session(sandbox.SiteAssist, seeded.ID)
		if err != nil || readErr != nil || got != c.rating || kept.Messages[1].Feedback != c.kept || kept.Messages[0].Feedback != "" {
			t.Errorf("%q: %v; got %q, %v; kept %+v", c.rating, err, got, readErr, kept.Messages)
		}
	}

	a.MessageID = messageID(7)
	if err := v.Rate(t.Context(), a, client.RatingGood); !vendortest.Is[*client.NotFoundError](err) {
		t.Errorf("rate no message: %v", err)
	}
	if err := v.ClearRating(t.Context(), a); err != nil {
		t.Errorf("clear no message: %v", err)
	}
	if _, err := v.ReadRating(t.Context(), a); !vendortest.Is[*client.NotFoundError](err) {
		t.Errorf("read no message: %v", err)
	}
}
