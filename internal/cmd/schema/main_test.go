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
			Resources  map[string]any `json:"resource_schemas"`
			Ephemeral  map[string]any `json:"ephemeral_resource_schemas"`
			Functions  map[string]any `json:"functions"`
			Lists      map[string]any `json:"list_resource_schemas"`
			Actions    map[string]any `json:"action_schemas"`
			Identities map[string]any `json:"resource_identity_schemas"`
		} `json:"provider_schemas"`
	}
	if err := json.Unmarshal([]byte(out.String()), &document); err != nil {
		t.Fatal(err)
	}
	// An older Terraform leaves out the last three kinds.
	chat := document.Providers["chat"]
	for kind, missing := range map[string]bool{
		"resource": chat.Resources["chat_session"] == nil, "ephemeral resource": chat.Ephemeral["chat_session"] == nil,
		"function": chat.Functions["session_id"] == nil, "list": chat.Lists["chat_session"] == nil,
		"action": chat.Actions["chat_close_session"] == nil, "identity": chat.Identities["chat_session"] == nil,
	} {
		if missing {
			t.Errorf("there is no %s in %s", kind, out.String())
		}
	}
}
