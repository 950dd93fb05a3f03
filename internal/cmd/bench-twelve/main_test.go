package main

import (
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/bench/idle"
)

func TestTwelveAttributes(t *testing.T) {
	if n := len(session(t.Context()).Attributes); n != 12 {
		t.Errorf("%d attributes", n)
	}
	if err := idle.Check[model](t.Context(), session(t.Context())); err != nil {
		t.Error(err)
	}
}
