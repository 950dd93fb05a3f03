package provider

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/go-version"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/querycheck"
	"github.com/hashicorp/terraform-plugin-testing/querycheck/queryfilter"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// What Terraform can do from 1.14 on. An older one skips these tests, and OpenTofu
// as well; the same is shown by protocol calls in session_list_test.go,
// close_session_action_test.go and close_sessions_action_test.go.

var fromTerraform114 = []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_14_0)}

// skipBelow114 is fromTerraform114 for a workspace.
func (w *workspace) skipBelow114() {
	w.t.Helper()
	if w.version().LessThan(version.Must(version.NewVersion("1.14"))) {
		w.t.Skip("this engine has no terraform query and no actions; protocol calls cover them")
	}
}

func listBlock(name, arguments, config string) string {
	return fmt.Sprintf("list \"chat_session\" %q {\n  provider = chat\n  %s\n  config {\n    %s\n  }\n}\n", name, arguments, config)
}

func TestAccQuery_lists(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{UponAI: sandbox.UponAIVariants{PageSize: 10}})
	for range 35 {
		box.Seed(sandbox.UponAI, sandbox.Seed{})
	}
	ticket := box.Seed(sandbox.Uppzy, sandbox.Seed{ID: "ticket-48291"})
	box.Seed(sandbox.Uppzy, sandbox.Seed{ID: "another"})
	identity := map[string]knownvalue.Check{
		"vendor": knownvalue.StringExact("uppzy"), "session_id": knownvalue.StringExact(ticket.ID), "account": knownvalue.StringExact(sandbox.UppzySiteID),
	}
	byIdentity := queryfilter.ByResourceIdentity(identity)
	resource.Test(t, resource.TestCase{
		TerraformVersionChecks:   fromTerraform114,
		ProtoV6ProviderFactories: factories(),
		Steps: []resource.TestStep{
			{Config: box.provider()},
			{
				Query: true,
				Config: listBlock("pages", "", `vendor = "uponai"`) + listBlock("first", "limit = 12", `vendor = "uponai"`) +
					listBlock("ticket", "include_resource = true", "vendor = \"uppzy\"\n    session_id_prefix = \"ticket-\""),
				QueryResultChecks: []querycheck.QueryResultCheck{
					querycheck.ExpectLength("chat_session.pages", 35),
					querycheck.ExpectLength("chat_session.first", 12),
					querycheck.ExpectLength("chat_session.ticket", 1),
					querycheck.ExpectIdentity("chat_session.ticket", identity),
					querycheck.ExpectResourceDisplayName("chat_session.ticket", byIdentity, knownvalue.StringRegexp(regexp.MustCompile("^ticket-48291 at Uppzy .open, opened "))),
					querycheck.ExpectResourceKnownValues("chat_session.ticket", byIdentity, []querycheck.KnownValueCheck{
						{Path: tfjsonpath.New("status"), KnownValue: knownvalue.StringExact("open")},
						{Path: tfjsonpath.New("recreate_when_closed"), KnownValue: knownvalue.Bool(true)},
						{Path: tfjsonpath.New("session_token"), KnownValue: knownvalue.Null()},
					}),
				},
			},
		},
	})
}

// What terraform query writes for every session, over several pages, imports all of
// them and changes nothing.
func TestAccQuery_generatedConfiguration(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{UponAI: sandbox.UponAIVariants{PageSize: 5}})
	for i := range 12 {
		seed := sandbox.Seed{}
		if i%2 == 0 {
			seed.Metadata = map[string]any{"owner": "checkout"}
			seed.DynamicVariables = map[string]any{"customer_tier": "enterprise"}
		}
		box.Seed(sandbox.UponAI, seed)
	}
	for _, vendor := range []string{sandbox.Uppzy, sandbox.SiteAssist} {
		box.Seed(vendor, sandbox.Seed{})
		box.Seed(vendor, sandbox.Seed{Closed: true})
	}
	w := startWorkspace(t, box.provider())
	w.skipBelow114()
	query := ""
	for _, vendor := range []string{sandbox.Uppzy, sandbox.SiteAssist, sandbox.UponAI} {
		query += listBlock(vendor, "", fmt.Sprintf("vendor = %q\n    status = \"open\"", vendor))
	}
	w.put("sessions.tfquery.hcl", []byte(query))
	// With -json, which run gives, Terraform writes no file.
	run := exec.CommandContext(t.Context(), w.engine, "query", "-no-color", "-generate-config-out=generated.tf")
	run.Dir, run.Env = w.dir, w.env
	if output, err := run.CombinedOutput(); err != nil || strings.Contains(string(output), "Warning") {
		t.Fatalf("%v\n%s", err, output)
	}
	generated, err := os.ReadFile(filepath.Join(w.dir, "generated.tf"))
	if err != nil {
		t.Fatal(err)
	}
	w.expectImports(14, generated)
	w.apply().mustSucceed(t)
	if plan := w.plan().mustSucceed(t); len(plan.planned) > 0 {
		t.Errorf("the next plan is not empty: %v", plan.planned)
	}
	w.destroy().mustSucceed(t)
	if n := box.open(""); n != 0 {
		t.Errorf("%d sessions are still open", n)
	}
}

func TestAccQuery_fails(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	w := startWorkspace(t, box.provider())
	w.skipBelow114()
	w.put("sessions.tfquery.hcl", []byte(listBlock("none", "", `vendor = "talkifai"`)))
	w.run("query").mustFail(t, []string{"Vendor without a list", "TalkifAI", "no call lists chat sessions"})
	box.Inject(refusal(sandbox.UponAI, "listChats", 403, ownRefusal[sandbox.UponAI]))
	w.put("sessions.tfquery.hcl", []byte(listBlock("none", "", `vendor = "uponai"`)))
	w.run("query").mustFail(t, []string{"Sessions not listed", "UponAI", "status 403"})
}
