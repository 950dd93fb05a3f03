package provider

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// metadataStep is what the configuration of each chat has for metadata; nil is no
// metadata at all, which is not the same as an empty map.
type metadataStep map[string]map[string]string

func (s metadataStep) config() string {
	var b strings.Builder
	for name, metadata := range s {
		fmt.Fprintf(&b, "resource \"chat_session\" %q {\n  vendor   = \"uponai\"\n  agent_id = %q\n", name, sandbox.UponAIAgentID)
		if metadata != nil {
			text, _ := json.Marshal(metadata) // strings always marshal
			fmt.Fprintf(&b, "  metadata = jsondecode(%q)\n", text)
		}
		b.WriteString("}\n")
	}
	return b.String()
}

// Metadata is set, changed, emptied and removed, in every order, at a vendor that
// merges and at one that replaces, whether it echoes metadata or not: each step is
// one update in place without an inconsistent result, and an empty plan follows.
func TestAccSession_metadata(t *testing.T) {
	t.Parallel()
	steps := []metadataStep{
		{"a": {"stage": "test", "pull": "17"}, "b": nil, "c": {}},
		{"a": {"stage": "review", "owner": "me"}, "b": {"stage": "test"}, "c": {"stage": "test"}},
		{"a": {}, "b": nil, "c": {"stage": "1", "when": ""}},
		{"a": nil, "b": {}, "c": nil},
		{"a": {"stage": "again"}, "b": nil, "c": {}},
	}
	own := map[string]any{"application": map[string]any{"tags": []any{"x", 7.0}}}
	for _, patch := range []string{sandbox.PatchMerge, sandbox.PatchReplace} {
		for _, echo := range []string{sandbox.EchoYes, sandbox.EchoNull, sandbox.EchoOmitted} {
			t.Run(patch+" "+echo, func(t *testing.T) {
				t.Parallel()
				box := startMetadataBox(t, sandbox.UponAIVariants{MetadataPatch: patch, MetadataEcho: echo})
				w := startWorkspace(t, box.provider())
				markers := map[string]string{}
				var theirs map[string]any
				for i, step := range steps {
					w.configure(box.provider() + step.config())
					action := "create"
					if i > 0 {
						action = "update"
					}
					for address, planned := range w.apply().mustSucceed(t).expectWarnings(t).planned {
						if planned != action {
							t.Errorf("step %d: %s is planned for %s", i, address, planned)
						}
					}
					if planned := w.plan().mustSucceed(t).planned; len(planned) != 0 {
						t.Errorf("step %d: the plan after it is %v", i, planned)
					}
					box.expectChats(t, w, step, theirs, markers)
					// Nobody can keep what a vendor replaces and does not show.
					if i == 0 && (patch == sandbox.PatchMerge || echo == sandbox.EchoYes) {
						theirs = own
						for _, session := range box.Sessions(sandbox.UponAI) {
							box.rewrite(session, own)
						}
					}
				}
				w.destroy().mustSucceed(t)
				if n := len(box.Sessions("")); n != len(steps[0]) || box.open("") != 0 {
					t.Errorf("%d chats were opened and %d are still open", n, box.open(""))
				}
			})
		}
	}
}

// Somebody else changes one key and takes another one away: that is seen and
// repaired, and keys that are not in the configuration stay as they are.
func TestAccSession_metadataDrift(t *testing.T) {
	t.Parallel()
	step := metadataStep{"a": {"stage": "test", "pull": "17"}, "b": {"stage": "test"}}
	own := map[string]any{"application": "own", "count": 3.0}
	for _, patch := range []string{sandbox.PatchMerge, sandbox.PatchReplace} {
		t.Run(patch, func(t *testing.T) {
			t.Parallel()
			box := startMetadataBox(t, sandbox.UponAIVariants{MetadataPatch: patch})
			resource.Test(t, resource.TestCase{
				ProtoV6ProviderFactories: factories(),
				Steps: []resource.TestStep{
					{Config: box.provider() + step.config()},
					{
						PreConfig: func() {
							for _, session := range box.Sessions(sandbox.UponAI) {
								if session.Metadata["pull"] == nil {
									box.rewrite(session, own) // no drift: none of it is configured
									continue
								}
								delete(session.Metadata, "pull")
								box.rewrite(session, map[string]any{"stage": "somebody else's"}, own)
							}
						},
						Config: box.provider() + step.config(),
						ConfigPlanChecks: resource.ConfigPlanChecks{
							PreApply: []plancheck.PlanCheck{
								plancheck.ExpectResourceAction("chat_session.a", plancheck.ResourceActionUpdate),
								plancheck.ExpectKnownValue("chat_session.a", tfjsonpath.New("metadata"), exactly(step["a"])),
								plancheck.ExpectUnknownValue("chat_session.a", tfjsonpath.New("status")),
								plancheck.ExpectResourceAction("chat_session.b", plancheck.ResourceActionNoop),
							},
							PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()},
						},
						ConfigStateChecks: []statecheck.StateCheck{
							statecheck.ExpectKnownValue("chat_session.a", tfjsonpath.New("metadata"), exactly(step["a"])),
							statecheck.ExpectKnownValue("chat_session.b", tfjsonpath.New("metadata"), exactly(step["b"])),
						},
					},
				},
			})
			for _, session := range box.Sessions(sandbox.UponAI) {
				want := map[string]any{"stage": "test", "application": "own", "count": 3.0}
				if session.Metadata["pull"] != nil {
					want["pull"] = "17"
				}
				box.expectMetadata(t, session.ID, want)
			}
			if n := len(box.Requests(sandbox.ByOperation("updateChat"))); n != 1 {
				t.Errorf("%d updates were sent for one chat that had drifted", n)
			}
		})
	}
}

// Whether a chat that has ended takes a change is not documented. Where it does
// not, that is an error which keeps the state, and destroy still works.
func TestAccSession_metadataOfClosed(t *testing.T) {
	t.Parallel()
	for _, status := range []sandbox.Status{http.StatusOK, http.StatusBadRequest, http.StatusConflict, http.StatusUnprocessableEntity} {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			t.Parallel()
			box := startBox(t, sandbox.Variants{UponAI: sandbox.UponAIVariants{EndedUpdate: status}})
			config := func(stage string) string {
				return box.provider() + strings.Replace(metadataStep{"a": {"stage": stage}}.config(),
					"\n}", "\n  recreate_when_closed = false\n}", 1)
			}
			w := startWorkspace(t, config("test"))
			w.apply().mustSucceed(t)
			id := w.sessionID("chat_session.a")
			box.CloseSession(sandbox.UponAI, id)
			w.configure(config("review"))
			want := "review"
			if status == http.StatusOK {
				w.apply().mustSucceed(t)
			} else {
				want = "test"
				w.apply().mustFail(t, []string{"chat_session.a", "UponAI", id, fmt.Sprintf("status %d: Chat already ended.", status), "recreate_when_closed = true"})
			}
			if got := w.sessions()["chat_session.a"]; fmt.Sprintf("%v %v", got["metadata"], got["status"]) != "map[stage:"+want+"] closed" {
				t.Errorf("the state is %v", got)
			}
			w.destroy().mustSucceed(t)
			w.expectState()
		})
	}
}

// startMetadataBox is a box without the contract for the one variant that lies
// outside of it.
func startMetadataBox(t *testing.T, variants sandbox.UponAIVariants) *testBox {
	t.Helper()
	if variants.MetadataEcho != sandbox.EchoNull {
		return startBox(t, sandbox.Variants{UponAI: variants})
	}
	box, err := sandbox.Start(sandbox.Options{Variants: sandbox.Variants{UponAI: variants}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(box.Close)
	return &testBox{Sandbox: box}
}

// rewrite changes keys of a chat's metadata behind Terraform's back.
func (b *testBox) rewrite(session sandbox.Session, changes ...map[string]any) {
	metadata := maps.Clone(session.Metadata)
	for _, change := range changes {
		maps.Copy(metadata, change)
	}
	b.Seed(sandbox.UponAI, sandbox.Seed{
		ID: session.ID, AgentID: session.AgentID, CreatedAt: session.CreatedAt, UpdatedAt: session.UpdatedAt, Metadata: metadata,
	})
}

// expectMetadata wants exactly these metadata at the vendor, besides the marker
// and keys that hold null.
func (b *testBox) expectMetadata(t *testing.T, id string, want map[string]any) {
	t.Helper()
	session, _ := b.Session(sandbox.UponAI, id)
	got := maps.Clone(session.Metadata)
	maps.DeleteFunc(got, func(key string, value any) bool { return value == nil || key == client.MarkerKey })
	if len(got)+len(want) > 0 && !reflect.DeepEqual(got, want) {
		t.Errorf("the metadata at the vendor are %v, want %v", got, want)
	}
}

// expectChats wants the state to hold what the configuration says, and the vendor
// that and what the application wrote, beside a marker that never changes and is
// in no attribute.
func (b *testBox) expectChats(t *testing.T, w *workspace, step metadataStep, theirs map[string]any, markers map[string]string) {
	t.Helper()
	for name, metadata := range step {
		attributes := w.sessions()["chat_session."+name]
		id, _ := attributes["session_id"].(string)
		session, _ := b.Session(sandbox.UponAI, id)
		marker, _ := session.Metadata[client.MarkerKey].(string)
		if before, seen := markers[id]; marker == "" || (seen && before != marker) {
			t.Errorf("%s: the marker is %q and was %q", name, marker, before)
		}
		markers[id] = marker
		if text := fmt.Sprint(attributes); strings.Contains(text, marker) || strings.Contains(text, client.MarkerKey) {
			t.Errorf("%s: the state shows the marker: %s", name, text)
		}
		// The state knows null from an empty map.
		got, present := attributes["metadata"].(map[string]any)
		if present != (metadata != nil) || fmt.Sprint(got) != fmt.Sprint(metadata) {
			t.Errorf("%s: the metadata in the state are %v, want %v", name, attributes["metadata"], metadata)
		}
		want := map[string]any{}
		maps.Copy(want, theirs)
		for key, value := range metadata {
			want[key] = value
		}
		b.expectMetadata(t, id, want)
	}
}

// exactly is the check for a map of strings.
func exactly(values map[string]string) knownvalue.Check {
	checks := map[string]knownvalue.Check{}
	for key, value := range values {
		checks[key] = knownvalue.StringExact(value)
	}
	return knownvalue.MapExact(checks)
}
