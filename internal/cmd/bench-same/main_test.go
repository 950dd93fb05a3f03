package main

import (
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/bench/idle"
)

func TestModel(t *testing.T) {
	if err := idle.Check[model](t.Context(), session(t.Context())); err != nil {
		t.Error(err)
	}
}
