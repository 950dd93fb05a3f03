package provider

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// What is told of a creation whose answer was lost is what can be done about it in
// Terraform: nothing at a vendor without a list.
func TestAdvice_lost(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		lost      client.LostError
		has, lack []string
	}{
		"no list": {
			client.LostError{Vendor: "talkifai", Ends: "it ends by itself after 30 idle minutes"},
			[]string{"it ends by itself after 30 idle minutes."},
			[]string{"find it", "import", "teardown"},
		},
		"newest first": {
			client.LostError{Vendor: "siteassist", Ends: "it stays open", Find: "list them by GET /conversations"},
			[]string{"chat_sessions", `vendor = "siteassist"`, "GET /conversations", `"siteassist/<id>"`, "created_after"},
			[]string{"metadata"},
		},
		"by its mark": {
			client.LostError{Vendor: "uponai", Ends: "it stays open", Find: "look in the workspace 42", Marker: "a mark"},
			[]string{"chat_sessions", `metadata = { terraform_provider_chat = "a mark" }`, "workspace 42", `"uponai/<id>"`, "created_after"},
			nil,
		},
	} {
		got := advice(tt.lost.Vendor, &tt.lost)
		for _, word := range tt.has {
			if !strings.Contains(got, word) {
				t.Errorf("%s: no %q in %s", name, word, got)
			}
		}
		for _, word := range tt.lack {
			if strings.Contains(got, word) {
				t.Errorf("%s: %q is in %s", name, word, got)
			}
		}
	}
}

// Whatever a vendor answers, there is something to do about it beside the request.
func TestAdvice_everyStatus(t *testing.T) {
	t.Parallel()
	for _, info := range client.All() {
		for status := http.StatusOK; status < 600; status++ {
			for _, own := range []bool{true, false} {
				failed := client.Error{Vendor: info.Name, Method: http.MethodGet, Path: "/s", Status: status, VendorShape: own}
				got := advice(info.Name, &failed)
				if !strings.Contains(got, "Request: GET /s.") || strings.HasPrefix(got, "Request") || strings.Contains(got, "%!") {
					t.Fatalf("%s, %d: %s", info.Name, status, got)
				}
				odd := status == http.StatusGone || status == http.StatusTeapot || !own && status == http.StatusConflict
				if odd && (!strings.Contains(got, baseURLVariable(info.Name)) || !strings.Contains(got, "ask "+info.Title)) {
					t.Errorf("%s, %d: %s", info.Name, status, got)
				}
			}
		}
	}
}

// A call that was not sent since another had failed before it is told with the advice
// for that other one.
func TestAdvice_failedForAnother(t *testing.T) {
	t.Parallel()
	token := &client.Error{Vendor: "siteassist", Operation: "fetch a token for the visitor", Status: 403, VendorShape: true}
	read := &client.Error{Vendor: "siteassist", Operation: "read the session", SessionID: "s", Err: fmt.Errorf("no token: %w", token)}
	if got := advice("siteassist", read); !strings.Contains(got, "SITEASSIST_PUBLISHABLE_KEY") {
		t.Error(got)
	}
	if got := reasonOf(t.Context(), client.Closing{Err: read}); !strings.Contains(got.advice, "SITEASSIST_PUBLISHABLE_KEY") {
		t.Errorf("%+v", got)
	}
}

// A diagnostic has no words of Go's for the end of a call, whoever has noticed it.
func TestDiagnostic_ends(t *testing.T) {
	t.Parallel()
	for want, cause := range map[string]error{
		"the time for the operation was over": context.DeadlineExceeded,
		"interrupted":                         context.Canceled,
		"the connection was cut":              io.ErrUnexpectedEOF,
	} {
		failed := &client.Error{Vendor: "uppzy", Operation: "read the session", SessionID: "s", Err: cause}
		for _, err := range []error{failed, about("the session", "s", cause), &client.LostError{Vendor: "uponai", Err: failed}} {
			got := sessionDiagnostic("Session not read", "uppzy", err).Detail()
			if !errors.Is(err, cause) || !strings.Contains(got, want) || strings.Contains(got, cause.Error()) {
				t.Errorf("%s: %s", want, got)
			}
		}
	}
}
