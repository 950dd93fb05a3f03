package sandbox_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// Every shape has its own name, answers as it says, and closes nothing.
func TestGatewayShapes(t *testing.T) {
	b := newBench(t, sandbox.Variants{})
	session := b.Seed(sandbox.UponAI, sandbox.Seed{})
	path := "/api/chats/" + session.ID + "/end"
	seen := map[string]bool{}
	for _, shape := range sandbox.GatewayShapes() {
		if seen[shape.Name] {
			t.Errorf("shape %s is listed twice", shape.Name)
		}
		seen[shape.Name] = true
		remove := b.Inject(sandbox.Fault{Kind: sandbox.FaultGateway, Shape: shape.Name})
		r := b.upon("POST", path, inWorkspace)
		remove()
		if r.status != shape.Status || r.header.Get("Content-Type") != shape.ContentType {
			t.Errorf("%s: status %d, content type %q", shape.Name, r.status, r.header.Get("Content-Type"))
		}
		if want := strings.Contains(shape.Body, "{path}"); strings.Contains(r.body, "/uponai"+path) != want || strings.Contains(r.body, "{method}") {
			t.Errorf("%s: body %s", shape.Name, r.body)
		}
		if isJSON := strings.Contains(shape.ContentType, "json"); isJSON != json.Valid([]byte(r.body)) {
			t.Errorf("%s: content type %q with %s", shape.Name, shape.ContentType, r.body)
		}
		if got, _ := b.Session(sandbox.UponAI, session.ID); !got.Open {
			t.Fatalf("%s: the session was closed", shape.Name)
		}
	}
}

// A shape that the vendor documents for a call is not used for that call.
func TestGatewayShapes_documented(t *testing.T) {
	var documented []string
	for _, vendor := range sandbox.Vendors() {
		for _, operation := range sandbox.Operations(vendor) {
			for _, shape := range sandbox.GatewayShapes() {
				f := sandbox.Fault{Kind: sandbox.FaultGateway, Vendor: vendor, Operation: operation, Shape: shape.Name}
				if (f.Validate() != nil) != shape.Documented(vendor, operation) {
					t.Errorf("%s at %s of %s: %v", shape.Name, operation, vendor, f.Validate())
				}
				if shape.Documented(vendor, operation) {
					documented = append(documented, vendor+" "+operation+" "+shape.Name)
				}
			}
		}
	}
	if want := []string{
		"uppzy listSessions json-array", "uppzy closeSession health-status-ok",
		"siteassist sendMessage queued-202", "siteassist listMessages list-openai",
		"uponai listChatAgents list-data",
		"uponai listWorkspaces json-array", "uponai listWorkspaces json-object", "uponai listWorkspaces list-data",
	}; !slices.Equal(documented, want) {
		t.Errorf("documented: %q, want %q", documented, want)
	}

	b := newBench(t, sandbox.Variants{})
	b.Seed(sandbox.Uppzy, sandbox.Seed{ID: "s"})
	b.Inject(sandbox.Fault{Kind: sandbox.FaultGateway, Shape: "health-status-ok"})
	if r := b.uppzy("GET", "/sessions", ""); r.status != http.StatusOK || r.body != `{"status":"ok"}` {
		t.Errorf("list: %+v", r)
	}
	b.want(b.uppzy("POST", "/chat/session/close", `{"session_id":"s"}`), 200)
	if got, _ := b.Session(sandbox.Uppzy, "s"); got.Open {
		t.Error("the close was answered by the gateway")
	}
}
