package provider

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// The table of the resource's arguments is that of the ephemeral resource as well, but
// for those that name a session which exists.
func TestEphemeralValidate_theTable(t *testing.T) {
	t.Parallel()
	e := startEngine(t, nil)
	attributes := e.ephemeralType().(tftypes.Object).AttributeTypes
	for _, info := range client.All() {
		e.mustSucceed(e.validateEphemeral(leastArguments(info)))
		for _, name := range client.Arguments() {
			if name == client.SessionID || name == client.SessionToken {
				continue
			}
			t.Run(info.Name+"/"+string(name), func(t *testing.T) {
				if attributes[string(name)] == nil {
					t.Fatal("there is no such attribute")
				}
				use, taken := info.Arguments[name]
				config := with(leastArguments(info), values{string(name): goodArguments[string(name)]})
				if use.With != "" {
					if got := e.validateEphemeral(config); !got.has(string(name), string(use.With)) {
						t.Errorf("accepted without %s: %v", use.With, got)
					}
					config[string(use.With)] = goodArguments[string(use.With)]
				}
				got := e.validateEphemeral(config)
				if !taken && !got.has(string(name), "not taken", info.Title) {
					t.Errorf("not refused on the argument: %v", got)
				}
				if taken && len(got) > 0 {
					t.Errorf("refused: %v", got)
				}
				if use.Required {
					if got := e.validateEphemeral(values{"vendor": info.Name}); !got.has(string(name), "Missing", info.Title) {
						t.Errorf("not missed: %v", got)
					}
				}
				if got := e.validateEphemeral(with(config, values{string(name): notKnown{}})); len(got) > 0 {
					t.Errorf("refused although it is not known: %v", got)
				}
			})
		}
	}
}

func TestEphemeralValidate_badValues(t *testing.T) {
	t.Parallel()
	e := startEngine(t, nil)
	for name, tt := range map[string]struct {
		config    values
		at, words string
	}{
		"vendor":           {values{"vendor": "acme"}, "vendor", "uppzy"},
		"format":           {values{"vendor": "talkifai", "agent_id": "a"}, "agent_id", "UUID"},
		"reserved key":     {values{"vendor": "uponai", "agent_id": "a", "metadata": values{client.MarkerKey: "x"}}, "metadata." + client.MarkerKey, "Reserved"},
		"other's":          {values{"vendor": "uppzy", "close_reason": "over"}, "close_reason", "It takes session_id_prefix, user_identifier, opening_message, response_language."},
		"no time":          {values{"vendor": "uppzy", "timeouts": values{"open": "0s"}}, "timeouts.open", "greater than zero"},
		"no duration":      {values{"vendor": "uppzy", "timeouts": values{"open": "soon"}}, "timeouts.open", "soon"},
		"vendor not known": {values{"vendor": notKnown{}, "close_reason": "over"}, "", ""},
		"nothing known":    {values{"vendor": notKnown{}, "metadata": notKnown{}, "timeouts": notKnown{}}, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			got := e.validateEphemeral(tt.config)
			if tt.at == "" && len(got) > 0 || tt.at != "" && !got.has(tt.at, tt.words) {
				t.Errorf("got %v", got)
			}
		})
	}
}
