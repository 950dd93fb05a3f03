package provider

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// Open, closed and not there, at every vendor, with the facts that the resource leaves out.
func TestAccSessionData_read(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	ids := map[string]string{}
	config := ""
	var checks []statecheck.StateCheck
	add := func(vendor, label, id, token, status string) {
		argument := ""
		if token != "" {
			argument = fmt.Sprintf("session_token = %q", token)
		}
		config += fmt.Sprintf("data \"chat_session\" %q {\nvendor = %q\nsession_id = %q\n%s\n}\n", vendor+"_"+label, vendor, id, argument)
		address := "data.chat_session." + vendor + "_" + label
		checks = append(checks, statecheck.ExpectKnownValue(address, tfjsonpath.New("status"), knownvalue.StringExact(status)))
		info, _ := client.Lookup(vendor)
		for fact, told := range map[client.Fact]bool{
			client.UpdatedAt: status != "not_found", client.MessageCount: status != "not_found", client.ClosedAt: status == "closed",
		} {
			check := knownvalue.Check(knownvalue.Null())
			if told && info.Facts[fact] {
				check = knownvalue.NotNull()
			}
			checks = append(checks, statecheck.ExpectKnownValue(address, tfjsonpath.New(string(fact)), check))
		}
	}
	for _, vendor := range sandbox.Vendors() {
		open := box.Seed(vendor, sandbox.Seed{})
		gone := box.Seed(vendor, sandbox.Seed{})
		box.RemoveSession(vendor, gone.ID)
		ids[vendor] = open.ID
		add(vendor, "open", open.ID, open.Token, "open")
		add(vendor, "gone", gone.ID, gone.Token, "not_found")
		if vendor != sandbox.TalkifAI {
			closed := box.Seed(vendor, sandbox.Seed{Closed: true})
			add(vendor, "closed", closed.ID, "", "closed")
		}
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories(),
		Steps:                    []resource.TestStep{{Config: box.provider() + config, ConfigStateChecks: checks}},
	})
	for vendor, id := range ids {
		if session, _ := box.Session(vendor, id); !session.Open {
			t.Errorf("reading the session at %s has closed it", vendor)
		}
	}
}
