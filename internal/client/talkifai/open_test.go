package talkifai_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
)

func pointer(s string) *string { return &s }

func TestOpen(t *testing.T) {
	full := &client.Session{
		ID: "chat_1", Token: token, Status: client.StatusOpen,
		Greeting: pointer("Hello!"), AgentName: pointer("Support"), AgentModel: pointer("m"),
	}
	quiet, noted := *full, *full
	quiet.Greeting, noted.Note = nil, "x"
	least := &client.Session{ID: "chat_1", Token: token, Status: client.StatusOpen}
	mute := &client.Session{
		ID: "chat_1", Status: client.StatusUnknown, Note: "x",
		Greeting: full.Greeting, AgentName: full.AgentName, AgentModel: full.AgentModel,
	}
	tests := map[string]struct {
		steps  []step
		want   *client.Session
		failed bool
		lost   bool
	}{
		"200": {steps: []step{create(created)}, want: full},
		"201": {steps: []step{create(reply{Status: 201, Body: created.Body, Odd: true})}, want: full},
		"the user speaks first": {
			steps: []step{create(reply{Body: strings.Replace(created.Body, `"Hello!"`, `null`, 1)})}, want: &quiet,
		},
		"only the ids": {
			steps: []step{create(reply{Body: `{"conversation_id":"chat_1","session_token":"` + token + `"}`, Odd: true})},
			want:  least,
		},
		"429, then a session":             {steps: []step{create(limited), create(created)}, want: &noted},
		"429 every time":                  {steps: []step{create(limited), create(limited), create(limited)}, failed: true},
		"agent of others":                 {steps: []step{create(reply{Status: 400, Body: `{"detail":"Agent not found or does not belong to your organization"}`})}, failed: true},
		"no text agent":                   {steps: []step{create(reply{Status: 400, Body: `{"success":false,"error":"x","code":"not_text_agent"}`, Odd: true})}, failed: true},
		"key refused":                     {steps: []step{create(reply{Status: 401, Body: `{"success":false,"error":"Invalid API key","code":"invalid_api_key"}`, Odd: true})}, failed: true},
		"no key":                          {steps: []step{create(reply{Status: 401, Body: `{"detail":"Authentication required: provide X-API-Key or X-Studio-Token"}`})}, failed: true},
		"no credits":                      {steps: []step{create(reply{Status: 402, Body: `{"detail":"Insufficient credits. Please add credits to continue."}`})}, failed: true},
		"agent not found":                 {steps: []step{create(reply{Status: 404, Body: `{"detail":"Agent ` + agent + ` not found or does not belong to your organization"}`})}, failed: true},
		"no billing, then a session":      {steps: []step{create(noBilling), create(created)}, want: full},
		"no billing every time":           {steps: []step{create(noBilling), create(noBilling), create(noBilling)}, failed: true},
		"no billing, 429, then a session": {steps: []step{create(noBilling), create(limited), create(created)}, want: &noted},
		"lost":                            {steps: []step{create(reply{Lost: true})}, lost: true},
		"500":                             {steps: []step{create(failed)}, lost: true},
		"503":                             {steps: []step{create(reply{Status: 503, Odd: true})}, lost: true},
		"page":                            {steps: []step{create(page)}, lost: true},
		"no body":                         {steps: []step{create(reply{Odd: true})}, lost: true},
		"303":                             {steps: []step{create(reply{Status: 303, Odd: true})}, lost: true},
		"cut":                             {steps: []step{create(reply{Body: created.Body[:len(created.Body)-4], Odd: true})}, lost: true},
		"no id": {
			steps: []step{create(reply{Body: `{"session_token":"` + token + `"}`, Odd: true})}, lost: true,
		},
		"id that climbs":       {steps: []step{create(withID(".."))}, lost: true},
		"id with a line break": {steps: []step{create(withID(`chat\n1`))}, lost: true},
		"id that is no text":   {steps: []step{create(withID(`chat\ud800`))}, lost: true},
		"id of the API key":    {steps: []step{create(withID(apiKey))}, lost: true},
		"id with the token":    {steps: []step{create(withID("chat_" + token))}, lost: true},
		"token with a line break": {
			steps:  []step{create(withToken(token + `\n`))},
			want:   mute,
			failed: true,
		},
		"token with a space": {
			steps:  []step{create(withToken(" " + token))},
			want:   mute,
			failed: true,
		},
		"short token": {
			steps:  []step{create(withToken("e"))},
			want:   mute,
			failed: true,
		},
		"token of two lines": {
			steps:  []step{create(withToken(token + `\r\nX-Evil: 1`))},
			want:   mute,
			failed: true,
		},
		"no token": {
			steps:  []step{create(reply{Body: `{"conversation_id":"chat_1"}`, Odd: true})},
			want:   &client.Session{ID: "chat_1", Status: client.StatusUnknown, Note: "x"},
			failed: true,
		},
		"token of another type": {
			steps:  []step{create(reply{Body: `{"conversation_id":"chat_1","session_token":7}`, Odd: true})},
			want:   &client.Session{ID: "chat_1", Status: client.StatusUnknown, Note: "x"},
			failed: true,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			v, _ := play(t, test.steps...)
			got, err := v.Open(t.Context(), client.OpenRequest{AgentID: agent})
			var lost *client.LostError
			if errors.As(err, &lost) != test.lost || (err != nil) != (test.lost || test.failed) {
				t.Fatalf("got error %v", err)
			}
			if d := vendortest.Diff(got, test.want); d != "" {
				t.Error(d)
			}
			if hasSecret(err) || got != nil && strings.Contains(got.Note, token) {
				t.Errorf("a secret is shown: %v, %+v", err, got)
			}
		})
	}
}

// withID and withToken are the response to a creation with another value, as it is written
// in JSON.
func withID(id string) reply {
	return reply{Body: strings.Replace(created.Body, "chat_1", id, 1), Odd: true}
}

func withToken(value string) reply {
	return reply{Body: strings.Replace(created.Body, token, value, 1), Odd: true}
}

// The error names an id that cannot be used as far as it may be shown.
func TestOpen_namesTheID(t *testing.T) {
	for id, want := range map[string]string{"..": `".."`, `a\nb`: `"a\nb"`, "chat_" + token: `"(redacted)"`} {
		v, _ := play(t, create(withID(id)))
		_, err := v.Open(t.Context(), client.OpenRequest{AgentID: agent})
		if !client.IsInvalidResponse(err) || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s in it", err, want)
		}
	}
}

// A token that cannot be sent is hidden as well.
func TestOpen_hidesAnUnusableToken(t *testing.T) {
	v, _ := play(t, create(withToken(token+`\n`)), create(reply{Status: 400, Body: `{"detail":"already open: ` + token + `"}`}))
	for range 2 {
		if _, err := v.Open(t.Context(), client.OpenRequest{AgentID: agent}); err == nil || hasSecret(err) {
			t.Errorf("got %v", err)
		}
	}
}

func TestOpen_oddFields(t *testing.T) {
	body := `{"conversation_id":"chat_1","session_token":"` + token + `","agent_name":["a"],"greeting":{},"agent_model":7}`
	v, _ := play(t, create(reply{Body: body, Odd: true}))
	got, err := v.Open(t.Context(), client.OpenRequest{AgentID: agent})
	if err != nil || got.ID != "chat_1" || got.Token != token || got.Status != client.StatusOpen {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestOpen_hidesTheToken(t *testing.T) {
	v, _ := play(t, create(created), create(reply{Status: 400, Body: `{"detail":"already open: ` + token + `"}`}))
	if _, err := v.Open(t.Context(), client.OpenRequest{AgentID: agent}); err != nil {
		t.Fatal(err)
	}
	if _, err := v.Open(t.Context(), client.OpenRequest{AgentID: agent}); err == nil || hasSecret(err) {
		t.Errorf("got %v", err)
	}
}

func TestOpen_request(t *testing.T) {
	tests := map[string]struct {
		request client.OpenRequest
		want    string
	}{
		"least": {client.OpenRequest{AgentID: agent}, `{"agent_id":"` + agent + `"}`},
		"all": {
			client.OpenRequest{AgentID: agent, Metadata: map[string]string{"a": "1"}, UserIdentifier: "u-1"},
			`{"agent_id":"` + agent + `","metadata":{"a":"1"},"user_identifier":"u-1"}`,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			v, s := play(t, create(created))
			if _, err := v.Open(t.Context(), test.request); err != nil {
				t.Fatal(err)
			}
			if s.Sent[0].Body != test.want {
				t.Errorf("sent %s, want %s", s.Sent[0].Body, test.want)
			}
		})
	}
}

func TestOpen_withoutConnection(t *testing.T) {
	v := vendorAt(t, unreachable)
	_, err := v.Open(t.Context(), client.OpenRequest{AgentID: agent})
	var lost *client.LostError
	if err == nil || errors.As(err, &lost) {
		t.Errorf("got %v", err)
	}
}
