package main

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestRun(t *testing.T) {
	var out strings.Builder
	if err := run(t.Context(), &out); err != nil {
		t.Fatal(err)
	}
	var document struct {
		Providers map[string]struct {
			Resources          map[string]any `json:"resource_schemas"`
			EphemeralResources map[string]any `json:"ephemeral_resource_schemas"`
			Functions          map[string]any `json:"functions"`
		} `json:"provider_schemas"`
	}
	if err := json.Unmarshal([]byte(out.String()), &document); err != nil {
		t.Fatal(err)
	}
	provider := document.Providers["chat"]
	if provider.Resources["chat_session"] == nil || provider.EphemeralResources["chat_session"] == nil {
		t.Errorf("there is no chat_session in %s", out.String())
	}
	if provider.Functions["session_id"] == nil {
		t.Errorf("there is no session_id in %s", out.String())
	}
}
