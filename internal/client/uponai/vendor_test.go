package uponai_test

import (
	"strings"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/uponai"
)

func TestNew(t *testing.T) {
	for name, c := range map[string]struct {
		config uponai.Config
		want   string // part of the error
	}{
		"default":      {config: uponai.Config{Token: token, WorkspaceID: 1}},
		"no token":     {config: uponai.Config{WorkspaceID: 1}, want: "token must not be empty"},
		"broken token": {config: uponai.Config{Token: token + "\n", WorkspaceID: 1}, want: "token must not contain"},
		"no workspace": {config: uponai.Config{Token: token}, want: "workspace_id"},
		"clear text":   {config: uponai.Config{Token: token, WorkspaceID: 1, Transport: transport.Options{BaseURL: "http://example.com"}}, want: "base_url must begin with https://"},
	} {
		v, err := uponai.New(c.config)
		if c.want == "" {
			if err != nil || v.Name() != "uponai" {
				t.Errorf("%s: got %v, %v", name, v, err)
			}
			continue
		}
		if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), token) {
			t.Errorf("%s: error %v, want %q", name, err, c.want)
		}
	}
}
