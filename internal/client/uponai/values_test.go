package uponai_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/uponai"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
)

// A page with too many values is requested again with a smaller limit. Where that has too
// many as well, the walk fails, and a chat that it may have is not absent.
func TestListWithTooManyValues(t *testing.T) {
	many := pageJSON("null", `{"chatId":"other","messages":[`+strings.Repeat("{},", 300_000)+`{}]}`)
	for name, c := range map[string]struct {
		fits   string
		limits []string
	}{
		"a smaller page": {"100", []string{"1000", "100"}},
		"none":           {"", []string{"1000", "100", "10", "1"}},
	} {
		t.Run(name, func(t *testing.T) {
			var limits []string
			v := offline(t, uponai.Config{}, vendortest.RoundTrip(func(r *http.Request) (*http.Response, error) {
				if !strings.HasSuffix(r.URL.Path, "/chats") {
					return vendortest.Answer(http.StatusNotFound, "{}"), nil
				}
				limit := r.URL.Query().Get("limit")
				limits = append(limits, limit)
				if limit == c.fits {
					return vendortest.Answer(http.StatusOK, pageJSON("null", chatJSON(`"status":"ongoing"`))), nil
				}
				return vendortest.Answer(http.StatusOK, many), nil
			}))
			found, err := client.List(t.Context(), v, client.Filter{}, 0)
			if !slices.Equal(limits, c.limits) || (err != nil) != (c.fits == "") || err == nil && len(found.Sessions) != 1 {
				t.Errorf("got %v and %v after the limits %v", found, err, limits)
			}
			limits = nil
			session, err := v.Read(t.Context(), ref)
			want := client.StatusOpen
			if c.fits == "" {
				want = client.StatusUnknown
			}
			if err != nil || session.Status != want {
				t.Errorf("got %+v, %v, want %s", session, err, want)
			}
		})
	}
}

// A chat with too many values exists, and its status is unknown, also where the list
// lacks it.
func TestChatWithTooManyValues(t *testing.T) {
	for name, body := range map[string]string{
		"messages": chatJSON(`"messages":[` + strings.Repeat("{},", 600_000) + `{}]`),
		"metadata": chatJSON(`"metadata":{` + strings.Repeat(`"a":0,`, 10_000) + `"b":0}`),
		"bytes":    chatJSON(`"messages":["` + strings.Repeat(" ", 32<<20) + `"]`),
	} {
		t.Run(name, func(t *testing.T) {
			v := offline(t, uponai.Config{Transport: transport.Options{NoRetry: true}}, vendortest.RoundTrip(func(r *http.Request) (*http.Response, error) {
				switch {
				case strings.HasSuffix(r.URL.Path, "/chats"):
					return vendortest.Answer(http.StatusOK, pageJSON("null", `{"chatId":"other","status":"ongoing"}`)), nil
				case r.Method == http.MethodGet:
					return vendortest.Answer(http.StatusOK, body), nil
				}
				return vendortest.Answer(http.StatusBadGateway, ""), nil
			}))
			session, err := v.Read(t.Context(), ref)
			if err != nil || session.Status != client.StatusUnknown || !strings.Contains(session.Note, "too large") {
				t.Errorf("read: got %+v, %v", session, err)
			}
			if result, err := v.Close(t.Context(), ref, ""); err == nil {
				t.Errorf("close: got %+v, want an error", result)
			}
		})
	}
}
