package uppzy_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

func TestClock(t *testing.T) {
	v, box := inSandbox(t, sandbox.UppzyVariants{})
	box.Advance(1000 * time.Hour)
	before := box.Now().Truncate(time.Second)
	got, err := v.Clock(t.Context())
	if err != nil || got.Before(before) || got.After(box.Now()) {
		t.Errorf("got %s, %v, want %s", got, err, before)
	}
	if n := len(box.Requests()); n != 1 {
		t.Errorf("%d requests", n)
	}
}

func TestClock_fails(t *testing.T) {
	for name, answers := range map[string][]reply{
		"401":         {keyRefused},
		"404":         {siteNotFound},
		"page":        {page},
		"empty array": {emptyArray},
	} {
		v, _ := play(t, replies{"list": answers})
		if got, err := v.Clock(t.Context()); err == nil || !got.IsZero() {
			t.Errorf("%s: got %s, %v", name, got, err)
		}
	}
}

func TestClock_withoutDate(t *testing.T) {
	v := vendorAt(t, "https://uppzy.example", vendortest.RoundTrip(func(*http.Request) (*http.Response, error) {
		return vendortest.Answer(200, empty.Body), nil
	}))
	if got, err := v.Clock(t.Context()); err != nil || !got.IsZero() {
		t.Errorf("got %s, %v", got, err)
	}
}
