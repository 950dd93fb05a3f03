package provider

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// statusOf is a chat_request_status of an opening message.
func statusOf(text, more string) string {
	return fmt.Sprintf(`
resource "chat_session" "app" {
  vendor          = "uppzy"
  opening_message = %q
}

data "chat_request_status" "app" {
  vendor     = "uppzy"
  request_id = chat_session.app.opening_request_id
  %s
}
`, text, more)
}

// From submit through pending to completed, and to failed, which is data.
func TestAccRequestStatus_done(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		text, status  string
		answer, error knownvalue.Check
	}{
		"completed": {"hello", "completed", knownvalue.StringExact(sandbox.Reply("hello")), knownvalue.Null()},
		"failed":    {sandbox.FailMarker, "failed", knownvalue.Null(), knownvalue.StringExact("Async chat failed")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			box := startBox(t, sandbox.Variants{Uppzy: sandbox.UppzyVariants{AsyncPolls: 3}})
			resource.Test(t, resource.TestCase{
				ProtoV6ProviderFactories: factories(),
				Steps: []resource.TestStep{{
					Config: box.provider() + statusOf(tt.text, "wait = true\n  poll_interval = \"100ms\""),
					ConfigStateChecks: []statecheck.StateCheck{
						statecheck.ExpectKnownValue("data.chat_request_status.app", tfjsonpath.New("status"), knownvalue.StringExact(tt.status)),
						statecheck.ExpectKnownValue("data.chat_request_status.app", tfjsonpath.New("answer"), tt.answer),
						statecheck.ExpectKnownValue("data.chat_request_status.app", tfjsonpath.New("error"), tt.error),
					},
				}},
			})
			if n := len(box.Requests(sandbox.ByOperation("getChatRequest"))); n < 4 {
				t.Errorf("it was asked for %d times only", n)
			}
		})
	}
}

// Without wait it is asked for once, whatever the status is.
func TestAccRequestStatus_pending(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{Uppzy: sandbox.UppzyVariants{AsyncPolls: 1000}})
	w := startWorkspace(t, box.provider()+statusOf("hello", ""))
	w.apply().mustSucceed(t).expectWarnings(t)
	if got := w.sessions()["chat_request_status.app"]["status"]; got != "pending" {
		t.Errorf("status is %v", got)
	}
	if n := len(box.Requests(sandbox.ByOperation("getChatRequest"))); n != 1 {
		t.Errorf("it was asked for %d times", n)
	}
	w.configure(box.provider() + statusOf("hello", "wait = true\n  poll_interval = \"100ms\"\n  timeouts { read = \"300ms\" }"))
	w.apply().mustFail(t, []string{"Request status not read", "Uppzy", `its last status was "pending"`, "timeouts"})
	w.destroy("-refresh=false").mustSucceed(t)
	if n := box.open(""); n != 0 {
		t.Errorf("%d sessions are open", n)
	}
}

func TestAccRequestStatus_failOnError(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{Uppzy: sandbox.UppzyVariants{FailedWithoutError: true}})
	w := startWorkspace(t, box.provider()+statusOf(sandbox.FailMarker, "wait = true\n  poll_interval = \"100ms\"\n  fail_on_error = true"))
	w.apply().mustFail(t, []string{"Request failed", "Uppzy", "gives no reason"})
	w.destroy("-refresh=false").mustSucceed(t)
}

// A request that is not there is data, so that it stops no destroy.
func TestAccRequestStatus_notFound(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	w := startWorkspace(t, box.provider()+`
data "chat_request_status" "gone" {
  vendor     = "uppzy"
  request_id = "req_gone"
  wait       = true
}
`)
	w.apply().mustSucceed(t).expectWarnings(t)
	if got := w.sessions()["chat_request_status.gone"]["status"]; got != "not_found" {
		t.Errorf("status is %v", got)
	}
	w.destroy().mustSucceed(t)
}

func TestRequestStatusValidate(t *testing.T) {
	t.Parallel()
	e := startEngine(t, nil)
	expectRefusals(t, e.validateData("chat_request_status"), map[string]validation{
		"alone":             {values{"vendor": "uppzy", "request_id": "req_1"}, "", nil},
		"wait":              {values{"vendor": "uppzy", "request_id": "req_1", "wait": true, "poll_interval": "1s", "timeouts": values{"read": "1m"}}, "", nil},
		"not known":         {values{"vendor": notKnown{}, "request_id": notKnown{}, "wait": notKnown{}, "poll_interval": "1s"}, "", nil},
		"another vendor":    {values{"vendor": "uponai", "request_id": "req_1"}, "vendor", []string{"UponAI", "answered at once"}},
		"empty id":          {values{"vendor": "uppzy", "request_id": ""}, "request_id", nil},
		"interval alone":    {values{"vendor": "uppzy", "request_id": "req_1", "poll_interval": "1s"}, "poll_interval", []string{"wait"}},
		"interval negative": {values{"vendor": "uppzy", "request_id": "req_1", "wait": true, "poll_interval": "-1s"}, "poll_interval", nil},
		"no time":           {values{"vendor": "uppzy", "request_id": "req_1", "timeouts": values{"read": "0s"}}, "timeouts.read", nil},
	})
}
