package uponai_test

import (
	"strings"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
)

// A chat whose answer cannot be read can be ended all the same, so that reading
// it does not stand in the way of terraform destroy.
func TestReadOfAnUnreadableChatIsUnknown(t *testing.T) {
	for name, unreadable := range map[string]step{
		"a page":       foreign(get, 200),
		"no body":      {Call: get, Odd: true},
		"no id":        {Call: get, Body: `{}`, Odd: true},
		"another chat": {Call: get, Body: `{"chatId":"other","status":"ended"}`},
	} {
		v, _ := play(t, unreadable, unreadable, unreadable)
		s, err := v.Read(t.Context(), client.Ref{ID: id})
		if err != nil || s.ID != id || s.Account != "42" || s.Status != client.StatusUnknown || !strings.Contains(s.Note, "status 200") {
			t.Errorf("%s: got %+v, %v", name, s, err)
		}
		// Whoever adopts or changes a chat has to see it.
		if s, err := v.Open(t.Context(), client.OpenRequest{SessionID: id}); s != nil || vendortest.StatusOf(err) != 200 {
			t.Errorf("%s: adopted %+v, %v", name, s, err)
		}
		if s, err := v.UpdateMetadata(t.Context(), client.Ref{ID: id}, nil, nil); s != nil || vendortest.StatusOf(err) != 200 {
			t.Errorf("%s: updated %+v, %v", name, s, err)
		}
	}
}
