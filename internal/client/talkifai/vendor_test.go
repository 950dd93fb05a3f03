package talkifai_test

import (
	"strings"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/talkifai"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

func TestNew_invalid(t *testing.T) {
	tests := map[string]struct {
		config talkifai.Config
		want   string
	}{
		"no key":          {talkifai.Config{}, "api_key of TalkifAI must not be empty"},
		"key with a line": {talkifai.Config{APIKey: apiKey + "\n"}, "api_key of TalkifAI must not contain"},
		"plain http": {
			talkifai.Config{APIKey: apiKey, Transport: transport.Options{BaseURL: "http://example.com"}},
			"base_url of TalkifAI must begin with https://",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := talkifai.New(test.config)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Fatalf("got %v, want %q", err, test.want)
			}
			if hasSecret(err) {
				t.Errorf("the error has the key: %v", err)
			}
		})
	}
}

func TestAccount_isEmpty(t *testing.T) {
	v, err := talkifai.New(talkifai.Config{APIKey: apiKey})
	if err != nil {
		t.Fatal(err)
	}
	account, err := v.Account(t.Context())
	if account != "" || err != nil || v.Name() != "talkifai" {
		t.Errorf("got %q, %v, %q", account, err, v.Name())
	}
}
