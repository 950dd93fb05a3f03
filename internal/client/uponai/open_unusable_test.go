package uponai_test

import (
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/uponai"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
)

// An id that cannot be sent, or that has the token in it, is no chat: the chat is searched
// for, and found where the list has a usable id for it.
func TestOpen_unusableID(t *testing.T) {
	for _, unusable := range []string{"..", `a\nb`, `\ud800`, "chat_" + token} {
		for _, field := range []string{"chatId", "chat_id"} {
			for name, found := range map[string]bool{"listed with a usable id": true, "listed with the same id": false} {
				t.Run(unusable+" as "+field+", "+name, func(t *testing.T) {
					synctest.Test(t, func(t *testing.T) {
						l := &lossy{spoil: says(201, `{"`+field+`":"`+unusable+`","status":"ongoing"}`)}
						l.list = func(*http.Request) (*http.Response, error) {
							body := l.chat()
							if !found {
								body = strings.Replace(body, id, unusable, 1)
							}
							return vendortest.Answer(200, pageJSON("null", body)), nil
						}
						s, err := open(t.Context(), offline(t, uponai.Config{}, l.RoundTrip))
						if found {
							if err != nil || s.ID != id || l.creates != 1 {
								t.Errorf("got %+v, %v", s, err)
							}
							return
						}
						if s != nil || !vendortest.Is[*client.LostError](err) || !client.IsInvalidResponse(err) || l.creates != 1 {
							t.Fatalf("got %+v, %v", s, err)
						}
						want := `"` + unusable + `"`
						switch {
						case unusable == `\ud800`:
							want = "\"\ufffd\""
						case strings.Contains(unusable, token):
							want = `"(redacted)"`
						}
						if !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), token) {
							t.Errorf("got %v, want %s in it", err, want)
						}
					})
				})
			}
		}
	}
}

// A chat that a refused creation has opened, and whose id cannot be sent, is not taken for
// no chat.
func TestOpen_unusableIDAfter429(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &lossy{spoil: says(429, `{"message":"slow down"}`)}
		l.list = func(*http.Request) (*http.Response, error) {
			return vendortest.Answer(200, pageJSON("null", strings.Replace(l.chat(), id, "..", 1))), nil
		}
		s, err := open(t.Context(), offline(t, uponai.Config{}, l.RoundTrip))
		if s != nil || !vendortest.Is[*client.LostError](err) || l.creates != 1 {
			t.Errorf("got %+v, %v after %d creations", s, err, l.creates)
		}
	})
}
