package provider

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/hashicorp/go-version"
	"github.com/hashicorp/terraform-plugin-testing/echoprovider"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// fourEphemeral has one ephemeral session at each vendor.
var fourEphemeral = strings.NewReplacer(`resource "chat_session"`, `ephemeral "chat_session"`).Replace(fourSessions)

// Another provider gets the id and the token of each session; the sessions of all
// phases are closed when the run is over.
func TestAccEphemeral_usedByAnotherProvider(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	providers := factories()
	providers["echo"] = echoprovider.NewProviderServer()
	at := func(vendor, attribute string) tfjsonpath.Path {
		return tfjsonpath.New("data").AtMapKey(vendor).AtMapKey(attribute)
	}
	checks := []statecheck.StateCheck{
		statecheck.ExpectKnownValue("echo.all", at(sandbox.TalkifAI, "session_token"), knownvalue.NotNull()),
		statecheck.ExpectKnownValue("echo.all", at(sandbox.TalkifAI, "greeting"), knownvalue.NotNull()),
		statecheck.ExpectKnownValue("echo.all", at(sandbox.Uppzy, "opening_request_id"), knownvalue.NotNull()),
		statecheck.ExpectKnownValue("echo.all", at(sandbox.SiteAssist, "session_token"), knownvalue.Null()),
	}
	for vendor := range fourAddresses {
		checks = append(checks,
			statecheck.ExpectKnownValue("echo.all", at(vendor, "session_id"), knownvalue.NotNull()),
			statecheck.ExpectKnownValue("echo.all", at(vendor, "account"), accountInBox(vendor)),
			statecheck.ExpectKnownValue("echo.all", at(vendor, "status"), knownvalue.StringExact("open")))
	}
	resource.Test(t, resource.TestCase{
		TerraformVersionChecks:   []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_10_0)},
		ProtoV6ProviderFactories: providers,
		Steps: []resource.TestStep{{
			Config: box.provider() + fourEphemeral + `
provider "echo" {
  data = {
    uppzy      = ephemeral.chat_session.uppzy
    talkifai   = ephemeral.chat_session.talkifai
    siteassist = ephemeral.chat_session.siteassist
    uponai     = ephemeral.chat_session.uponai
  }
}

resource "echo" "all" {}
`,
			ConfigStateChecks: checks,
		}},
		CheckDestroy: func(*terraform.State) error {
			if n := box.open(""); n != 0 {
				return fmt.Errorf("%d sessions are left open", n)
			}
			return nil
		},
	})
}

// useAll runs a command that gets the id of every session, and TalkifAI's token.
func useAll(command string) string {
	return fmt.Sprintf(`
resource "terraform_data" "user" {
  provisioner "local-exec" {
    command = %q
    environment = {
      IDS = join(" ", [
        ephemeral.chat_session.uppzy.session_id, ephemeral.chat_session.talkifai.session_id,
        ephemeral.chat_session.siteassist.session_id, ephemeral.chat_session.uponai.session_id,
      ])
      TOKEN = ephemeral.chat_session.talkifai.session_token
    }
  }
}
`, command)
}

// Each phase opens one session at each vendor and closes it, and nothing of any is in
// the plan file or in the state: also not when what uses them fails in between.
func TestAccEphemeral_nothingIsKept(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	w := startEphemeral(t, box.provider()+fourEphemeral+useAll(`test -n "$TOKEN" && test "$(echo $IDS | wc -w)" = 4`))
	expectOpened := func(phase string, want int) {
		t.Helper()
		for vendor := range fourAddresses {
			opened, closed := box.Requests(sandbox.ByVendor(vendor), openings), box.Requests(sandbox.ByVendor(vendor), closings)
			if len(opened) != want || len(closed) != want {
				t.Errorf("%s: %d sessions were opened at %s and %d closed, want %d", phase, len(opened), vendor, len(closed), want)
			}
		}
		if n := box.open(""); n != 0 {
			t.Errorf("%s: %d sessions are left open", phase, n)
		}
		w.expectNothingKept(box)
		box.ResetRequests()
	}
	w.plan("-out=plan.zip").mustSucceed(t).expectWarnings(t)
	expectOpened("plan", 1)
	w.run("apply", "plan.zip").mustSucceed(t).expectWarnings(t)
	expectOpened("apply of a plan", 1)
	w.plan("-out=plan.zip").mustSucceed(t)
	expectOpened("plan without changes", 1)
	w.destroy().mustSucceed(t)
	expectOpened("refresh of a destroy", 1)

	w.configure(box.provider() + fourEphemeral + useAll("exit 1"))
	w.plan("-out=plan.zip").mustSucceed(t)
	expectOpened("plan", 1)
	w.run("apply", "plan.zip").mustFail(t, []string{"local-exec"})
	w.expectNothingKept(box)
	if n := box.open(""); n != len(fourAddresses) {
		t.Errorf("the run has failed, and %d sessions are open: does Terraform close them now? The documentation says that it does not", n)
	}
}

// While an argument is known only after the apply, the plan opens nothing.
func TestAccEphemeral_unknownArgument(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	w := startEphemeral(t, box.provider()+`
resource "terraform_data" "message" {
  input = "Hello"
}

ephemeral "chat_session" "support" {
  vendor          = "uppzy"
  opening_message = terraform_data.message.output
}

resource "terraform_data" "user" {
  provisioner "local-exec" {
    command     = "test -n \"$ID\""
    environment = { ID = ephemeral.chat_session.support.session_id }
  }
}
`)
	w.plan().mustSucceed(t)
	if n := len(box.Requests()); n != 0 {
		t.Errorf("the plan has sent %d requests", n)
	}
	w.apply().mustSucceed(t)
	if opened, open := len(box.Sessions(sandbox.Uppzy)), box.open(""); opened != 1 || open != 0 {
		t.Errorf("%d sessions were opened, %d are open", opened, open)
	}
}

// startEphemeral is startWorkspace for an engine that knows ephemeral resources.
func startEphemeral(t *testing.T, config string) *workspace {
	t.Helper()
	w := startWorkspace(t, config)
	if w.version().LessThan(version.Must(version.NewVersion("1.10"))) {
		t.Skip("this Terraform has no ephemeral resources; TestEphemeral covers them by protocol calls")
	}
	return w
}

// expectNothingKept looks for the id and the token of each session that was ever
// opened in the state and, file by file, in the plan.
func (w *workspace) expectNothingKept(box *testBox) {
	w.t.Helper()
	kept := map[string][]byte{stateFile: w.save(), stateFile + ".backup": w.read(stateFile + ".backup")}
	archive := w.read("plan.zip")
	files, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		w.t.Fatal(err)
	}
	for _, file := range files.File {
		reader, err := file.Open()
		if err != nil {
			w.t.Fatal(err)
		}
		if kept[file.Name], err = io.ReadAll(reader); err != nil {
			w.t.Fatal(err)
		}
	}
	if len(kept["tfplan"]) == 0 {
		w.t.Error("there is no plan in the plan file")
	}
	for _, session := range box.Sessions("") {
		for name, content := range kept {
			if bytes.Contains(content, []byte(session.ID)) || session.Token != "" && bytes.Contains(content, []byte(session.Token)) {
				w.t.Errorf("the session %q at %s is in %s", session.ID, session.Vendor, name)
			}
		}
	}
}
