package siteassist_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
)

// A 503 may come after the work. The refusal of the try that follows it is about
// that try alone, so that a conversation may be open that nobody holds.
func TestStartRefusedAfterA503IsLost(t *testing.T) {
	for _, status := range []int{400, 401, 402, 403, 404, 409, 422, 429} {
		v, _ := play(t, byToken, isMe, own(start, 503), own(start, status))
		s, err := v.Open(t.Context(), client.OpenRequest{})
		if s != nil || !vendortest.Is[*client.LostError](err) || vendortest.StatusOf(err) != status ||
			!strings.Contains(err.Error(), fmt.Sprintf("status %d", status)) {
			t.Errorf("%d: got %+v, %v", status, s, err)
		}
	}
}

// So it is when the 401 for a token that has ended comes in between.
func TestRenewalRemembersA503(t *testing.T) {
	for name, c := range map[string]struct {
		after  []step
		status int
	}{
		"refused":      {after: join(loggedIn("t-2"), own(start, 402)), status: 402},
		"second 401":   {after: join(loggedIn("t-2"), own(start, 401)), status: 401},
		"no new token": {after: join(own(login, 403)), status: 0},
	} {
		v, _ := play(t, byKey, join(loggedIn("t-1"), own(start, 503), own(start, 401), c.after)...)
		s, err := v.Open(t.Context(), client.OpenRequest{})
		if s != nil || !vendortest.Is[*client.LostError](err) || vendortest.StatusOf(err) != c.status {
			t.Errorf("%s: got %+v, %v", name, s, err)
		}
	}
	// What the first token's 401 alone leads to was not carried out.
	v, _ := play(t, byKey, loggedIn("t-1"), own(start, 401), loggedIn("t-2"), own(start, 402))
	if _, err := v.Open(t.Context(), client.OpenRequest{}); vendortest.Is[*client.LostError](err) || vendortest.StatusOf(err) != 402 {
		t.Errorf("got %v", err)
	}
	// A close that is refused at last is settled by reading.
	v, _ = play(t, byKey, loggedIn("t-1"), own(end, 503), own(end, 401), loggedIn("t-2"), own(end, 402), readsEnded)
	if result, err := v.Close(t.Context(), client.Ref{ID: id}, ""); err != nil || result.Already {
		t.Errorf("got %+v, %v", result, err)
	}
}

// A conversation whose answer cannot be read can be closed all the same, so that
// reading it does not stand in the way of terraform destroy.
func TestReadOfAnUnreadableConversationIsUnknown(t *testing.T) {
	for name, unreadable := range map[string]step{
		"a page":               foreign(get, 200),
		"no body":              {Call: get, Odd: true},
		"cut short":            {Call: get, Body: `{"id":"` + id, Odd: true},
		"null":                 {Call: get, Body: `null`, Odd: true},
		"another conversation": {Call: get, Body: strings.ReplaceAll(conversationJSON("closed", "null"), id, visitor)},
	} {
		v, _ := play(t, byToken, unreadable, isMe, unreadable)
		s, err := v.Read(t.Context(), client.Ref{ID: id})
		if err != nil || s.ID != id || s.Account != visitor || s.Status != client.StatusUnknown || !strings.Contains(s.Note, "status 200") {
			t.Errorf("%s: got %+v, %v", name, s, err)
		}
		// Whoever adopts a conversation has to see it.
		if s, err := v.Open(t.Context(), client.OpenRequest{SessionID: id}); s != nil || vendortest.StatusOf(err) != 200 {
			t.Errorf("%s: adopted %+v, %v", name, s, err)
		}
	}
}

// The token's answer is none about the conversation: no call can do without one.
func TestReadWithAGarbledLoginFails(t *testing.T) {
	v, _ := play(t, byKey, foreign(login, 200))
	if s, err := v.Read(t.Context(), client.Ref{ID: id}); s != nil || vendortest.StatusOf(err) != 0 {
		t.Errorf("got %+v, %v", s, err)
	}
}
