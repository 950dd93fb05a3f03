package provider

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// identityOf is the identity that a session must have.
func identityOf(vendor, sessionID string) map[string]string {
	account := sandbox.Account(vendor)
	if account == "" {
		account = "<null>"
	}
	return map[string]string{"vendor": vendor, "session_id": sessionID, "account": account}
}

// A Terraform below 1.12 sends no identity and keeps none, and the framework
// refuses each answer without one: so it is there after each call, whether the
// call came with it or not, and it never changes.
func TestSessionIdentity_afterEachCall(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	e := configured(t, box.config())
	for _, info := range client.All() {
		for _, keeps := range []bool{true, false} {
			t.Run(fmt.Sprintf("%s, kept %t", info.Name, keeps), func(t *testing.T) {
				e := *e
				e.t = t
				config := fullConfig(info)
				o := e.open(config)
				id := e.text(o.state, "session_id")
				expect := func(when string, o *object) {
					t.Helper()
					if got, want := e.identity(o.identity), identityOf(info.Name, id); !maps.Equal(got, want) {
						t.Errorf("identity after %s is %v, want %v", when, got, want)
					}
					if !keeps {
						o.identity = nil
					}
				}
				expect("create", o)

				o, p := e.read(o)
				e.mustSucceed(p)
				expect("read", o)

				changed := with(config, values{"timeouts": nil, "recreate_when_closed": false})
				if _, ok := info.Arguments[client.Metadata]; ok && info.Arguments[client.Metadata].Change == client.Call {
					changed["metadata"] = values{"k": "w"}
				}
				plan, p := e.plan(o, changed)
				e.mustSucceed(p)
				if len(plan.RequiresReplace) > 0 {
					t.Fatalf("replaced for %v", plan.RequiresReplace)
				}
				if !keeps {
					plan.PlannedIdentity = nil
				}
				o, p = e.apply(o, plan, changed)
				e.mustSucceed(p)
				expect("update", o)

				box.CloseSession(info.Name, id)
				e.nextRun(box.config())
				o, p = e.read(o)
				e.mustSucceed(p)
				if !o.state.IsNull() {
					expect("read of a closed session", o)
				}

				box.RemoveSession(info.Name, id)
				if o.state.IsNull() {
					return
				}
				e.nextRun(box.config())
				o, p = e.read(o)
				e.mustSucceed(p)
				// Absence from Uppzy's list is weak evidence, everywhere else it is gone.
				if gone := o.state.IsNull(); gone == (info.Name == sandbox.Uppzy) {
					t.Errorf("the vanished session is gone from the state: %t", gone)
				}
				expect("read of a vanished session", o)
			})
		}
	}
}

func TestSessionIdentity_import(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	e := configured(t, box.config())
	for _, c := range seedForImport(box) {
		for _, account := range []any{nil, "", sandbox.Account(c.vendor)} {
			t.Run(fmt.Sprintf("%s, account %v", c.name, account), func(t *testing.T) {
				e := *e
				e.t = t
				imported, p := e.importBy("", values{"vendor": c.vendor, "session_id": c.sessionID, "account": account})
				e.mustSucceed(p)
				read, p := e.read(imported)
				e.mustSucceed(p)
				for when, o := range map[string]*object{"import": imported, "read": read} {
					if got, want := e.identity(o.identity), identityOf(c.vendor, c.sessionID); !maps.Equal(got, want) {
						t.Errorf("identity after %s is %v, want %v", when, got, want)
					}
				}
				if !read.state.Equal(imported.state) {
					t.Errorf("the read after the import has changed %s to %s", imported.state, read.state)
				}
				byID, p := e.importBy(c.id(), nil)
				e.mustSucceed(p)
				if !byID.state.Equal(imported.state) {
					t.Errorf("the id imports %s and the identity %s", byID.state, imported.state)
				}
				planned, p := e.plan(imported, values{
					"vendor": c.vendor, "agent_id": e.attributes(imported.state)["agent_id"],
					"metadata": e.attributes(imported.state)["metadata"], "dynamic_variables": e.attributes(imported.state)["dynamic_variables"],
				})
				e.mustSucceed(p)
				if !e.state(planned.PlannedState).Equal(imported.state) || len(planned.RequiresReplace) > 0 {
					t.Errorf("the plan after the import is not empty: %s", e.state(planned.PlannedState))
				}
			})
		}
	}
	box.expectOnlyReads(t)
}

// Whoever has stored an identity depends on its schema: another one needs another
// version and an upgrade from this one.
func TestSessionIdentity_schema(t *testing.T) {
	t.Parallel()
	e := startEngine(t, nil)
	resp, err := e.GetResourceIdentitySchemas(t.Context(), &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		t.Fatal(err)
	}
	schema := resp.IdentitySchemas["chat_session"]
	if schema.Version != 0 || len(schema.IdentityAttributes) != 3 {
		t.Errorf("version %d with %d attributes", schema.Version, len(schema.IdentityAttributes))
	}
	for _, attribute := range schema.IdentityAttributes {
		required, known := map[string]bool{"vendor": true, "session_id": true, "account": false}[attribute.Name]
		if !known || attribute.RequiredForImport != required || attribute.OptionalForImport == required || !attribute.Type.Is(tftypes.String) {
			t.Errorf("%+v", attribute)
		}
	}
}

// The same through a Terraform that has identities.
func TestAccSession_identity(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	cases := seedForImport(box)
	var resources, blocks strings.Builder
	var planned []plancheck.PlanCheck
	var states []statecheck.StateCheck
	for i, c := range cases {
		resources.WriteString(c.resource())
		account := "null"
		identity := map[string]knownvalue.Check{
			"vendor": knownvalue.StringExact(c.vendor), "session_id": knownvalue.StringExact(c.sessionID), "account": knownvalue.Null(),
		}
		if sandbox.Account(c.vendor) != "" {
			identity["account"] = knownvalue.StringExact(sandbox.Account(c.vendor))
			if i%2 == 0 {
				account = fmt.Sprintf("%q", sandbox.Account(c.vendor))
			}
		}
		fmt.Fprintf(&blocks, "import {\n  to = %s\n  identity = {\n    vendor = %q\n    session_id = %q\n    account = %s\n  }\n}\n",
			c.address(), c.vendor, c.sessionID, account)
		planned = append(planned, c.planned())
		states = append(states, statecheck.ExpectIdentity(c.address(), identity))
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories(),
		TerraformVersionChecks:   []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_12_0)},
		Steps: []resource.TestStep{
			{
				Config:            box.provider() + resources.String() + blocks.String(),
				ConfigPlanChecks:  resource.ConfigPlanChecks{PreApply: planned},
				ConfigStateChecks: states,
			},
			{
				Config:       box.provider() + resources.String(),
				ResourceName: "chat_session.uponai", ImportState: true, ImportStateKind: resource.ImportBlockWithResourceIdentity,
			},
			{RefreshState: true},
		},
	})
	if n := box.open(""); n != 0 {
		t.Errorf("%d sessions are still open", n)
	}
}
