package provider

import (
	"fmt"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// narrowed is a selector for the sessions that a test is about, as text and as values, and
// a session that it matches and one that it does not.
type narrowed struct {
	selector        string
	arguments       values
	matching, other sandbox.Seed
}

// narrow has for each vendor with a list the narrowest selector that the list answers.
var narrow = func() map[string]narrowed {
	all := map[string]narrowed{}
	for _, info := range client.All() {
		_, byMetadata := info.Selectors[client.ByMetadata]
		_, byUser := info.Selectors[client.ByUserIdentifier]
		switch {
		case info.AccountIsScope:
			all[info.Name] = narrowed{
				arguments: values{},
				other:     sandbox.Seed{Account: fmt.Sprint(sandbox.OtherAccount(info.Name)[0].Value)},
			}
		case byMetadata:
			all[info.Name] = narrowed{
				selector:  `metadata = { environment = "pr-42" }`,
				arguments: values{"metadata": map[string]string{"environment": "pr-42"}},
				matching:  sandbox.Seed{Metadata: map[string]any{"environment": "pr-42", "user": "1"}},
				other:     sandbox.Seed{Metadata: map[string]any{"environment": "pr-43"}},
			}
		case byUser:
			all[info.Name] = narrowed{
				selector:  `user_identifier = "app@example.com"`,
				arguments: values{"user_identifier": "app@example.com"},
				matching:  sandbox.Seed{UserIdentifier: "app@example.com"},
				other:     sandbox.Seed{UserIdentifier: "another@example.com"},
			}
		}
	}
	return all
}()
