package siteassist_test

import (
	"strings"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/siteassist"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
)

func TestRefusedKey(t *testing.T) {
	for _, c := range []struct {
		config siteassist.Config
		words  []string
	}{
		{byKey, []string{"the publishable key was refused", "origin (or SITEASSIST_ORIGIN) may have to be set to one of its allowed websites"}},
		{withOrigin(byKey, website), []string{`the publishable key was refused for the origin "` + website + `"`, "check the key and its list of allowed websites"}},
	} {
		for _, refusal := range []step{own(login, 401), own(login, 403), foreign(login, 403)} {
			v, _ := play(t, c.config, refusal, refusal)
			_, accountErr := v.Account(t.Context())
			_, readErr := v.Read(t.Context(), confirmed)
			for _, err := range []error{accountErr, readErr} {
				if err == nil || strings.Contains(err.Error(), key) {
					t.Fatalf("got %v", err)
				}
				for _, word := range c.words {
					if !strings.Contains(err.Error(), word) {
						t.Errorf("got %q, want %q in it", err, word)
					}
				}
			}
			if vendortest.StatusOf(accountErr) != refusal.Status {
				t.Errorf("got %v, want status %d", accountErr, refusal.Status)
			}
		}
	}
}

// The origin goes with identity/init and with each call that uses its token.
func TestOriginIsSent(t *testing.T) {
	v, s := play(t, withOrigin(byKey, website), loggedIn("token-001"), own(get, 401), loggedIn("token-002"), readsOpen, step{Call: end, Body: closedJSON})
	if _, err := v.Read(t.Context(), confirmed); err != nil {
		t.Fatal(err)
	}
	if _, err := v.Close(t.Context(), confirmed, ""); err != nil {
		t.Fatal(err)
	}
	for i, sent := range s.Sent {
		if got := sent.Header.Values("Origin"); len(got) != 1 || got[0] != website {
			t.Errorf("request %d: got Origin %q, want %q", i, got, website)
		}
	}
	v, s = play(t, byKey, loggedIn("token-001"), readsOpen)
	if _, err := v.Read(t.Context(), confirmed); err != nil {
		t.Fatal(err)
	}
	for i, sent := range s.Sent {
		if got := sent.Header.Values("Origin"); got != nil {
			t.Errorf("request %d: got Origin %q, want none", i, got)
		}
	}
}

// Another origin leads to the same visitor.
func TestFingerprint_origin(t *testing.T) {
	var fingerprints []string
	for _, c := range []siteassist.Config{byKey, withOrigin(byKey, website)} {
		v, err := siteassist.New(c)
		if err != nil {
			t.Fatal(err)
		}
		fingerprints = append(fingerprints, v.Fingerprint("salt"))
	}
	if fingerprints[0] != fingerprints[1] {
		t.Errorf("got %q, want the same twice", fingerprints)
	}
}
