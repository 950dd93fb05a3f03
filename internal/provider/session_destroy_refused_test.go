package provider

import (
	"maps"
	"net/http"
	"slices"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// refusal is an error answer with a vendor's own words.
func refusal(vendor, operation string, status int, body string) sandbox.Fault {
	return sandbox.Fault{Vendor: vendor, Operation: operation, Kind: sandbox.FaultStatus, Status: status, Body: body}
}

// What is not confirmed to be closed stays in the state, with an error that names
// the vendor, the session and the answer, and the next destroy finishes.
func TestAccSession_destroyNotConfirmed(t *testing.T) {
	t.Parallel()
	all := slices.Sorted(maps.Keys(fourAddresses))
	tests := []struct {
		name     string
		refresh  string
		variants sandbox.Variants
		faults   []sandbox.Fault
		// words has what the error of each vendor that must fail says.
		words map[string][]string
	}{
		{
			name: "the close is forbidden", refresh: "-refresh=true",
			faults: []sandbox.Fault{
				refusal(sandbox.Uppzy, "closeSession", 403, `{"error": "api_access_not_available_on_plan"}`),
				refusal(sandbox.TalkifAI, "endSession", 403, `{"detail": "Conversation ID does not match session token"}`),
				refusal(sandbox.SiteAssist, "closeConversation", 403, `{"error": {"message": "Not yours", "code": "FORBIDDEN"}}`),
				refusal(sandbox.UponAI, "endChat", 403, `{"status": "error", "message": "No access to this workspace."}`),
			},
			words: map[string][]string{
				sandbox.Uppzy:      {"Uppzy", "status 403: api_access_not_available_on_plan", "UPPZY_API_KEY"},
				sandbox.TalkifAI:   {"TalkifAI", "status 403: Conversation ID does not match session token", "session_token"},
				sandbox.SiteAssist: {"SiteAssist", "status 403 FORBIDDEN: Not yours", "SITEASSIST_TOKEN"},
				sandbox.UponAI:     {"UponAI", "status 403: No access to this workspace.", "UPONAI_TOKEN"},
			},
		},
		{
			name: "the credentials are void", refresh: "-refresh=false",
			faults: []sandbox.Fault{
				refusal(sandbox.Uppzy, "closeSession", 401, `{"error": "invalid_api_key"}`),
				refusal(sandbox.SiteAssist, "closeConversation", 401, `{"error": {"message": "Token expired", "code": "UNAUTHORIZED"}}`),
				refusal(sandbox.UponAI, "endChat", 401, `{"status": "error", "message": "API key is missing or invalid."}`),
			},
			words: map[string][]string{
				sandbox.Uppzy:      {"status 401: invalid_api_key", "Check api_key"},
				sandbox.SiteAssist: {"status 401 UNAUTHORIZED: Token expired", "publishable_key"},
				sandbox.UponAI:     {"status 401: API key is missing or invalid.", "UPONAI_TOKEN"},
			},
		},
		{
			name: "the credentials are void for the refresh as well", refresh: "-refresh=true",
			faults: []sandbox.Fault{
				refusal(sandbox.Uppzy, "", 401, `{"error": "invalid_api_key"}`),
				refusal(sandbox.TalkifAI, "", 403, `{"detail": "Conversation ID does not match session token"}`),
				refusal(sandbox.SiteAssist, "", 401, `{"error": {"message": "Token expired", "code": "UNAUTHORIZED"}}`),
				refusal(sandbox.UponAI, "", 403, `{"status": "error", "message": "No access to this workspace."}`),
			},
			words: map[string][]string{
				sandbox.Uppzy: {"status 401"}, sandbox.TalkifAI: {"status 403"},
				sandbox.SiteAssist: {"status 401"}, sandbox.UponAI: {"status 403"},
			},
		},
		{
			name: "it could be about an ended session, but this one goes on", refresh: "-refresh=true",
			faults: []sandbox.Fault{
				refusal(sandbox.Uppzy, "closeSession", 404, `{"error": "session not found"}`),
				refusal(sandbox.TalkifAI, "endSession", 500, `{"detail": "Failed to end session"}`),
				refusal(sandbox.SiteAssist, "closeConversation", 409, `{"error": {"message": "Busy", "code": "CONFLICT"}}`),
				refusal(sandbox.UponAI, "endChat", 422, `{"status": "error", "message": "asset not found under this key"}`),
			},
			words: map[string][]string{
				sandbox.Uppzy:      {"status 404: session not found"},
				sandbox.TalkifAI:   {"status 500: Failed to end session"},
				sandbox.SiteAssist: {"status 409 CONFLICT: Busy"},
				sandbox.UponAI:     {"status 422: asset not found under this key"},
			},
		},
		{
			name: "a success that is none", refresh: "-refresh=false",
			variants: sandbox.Variants{
				TalkifAI:   sandbox.TalkifAIVariants{EndSuccess: sandbox.CloseFalseOpen},
				SiteAssist: sandbox.SiteAssistVariants{CloseSuccess: sandbox.CloseFalseOpen},
			},
			faults: []sandbox.Fault{
				refusal(sandbox.Uppzy, "closeSession", 400, `{"error": "invalid session_id"}`),
				refusal(sandbox.UponAI, "endChat", 409, `{"status": "error", "message": "Chat is busy."}`),
			},
			words: map[string][]string{
				sandbox.Uppzy:      {"status 400: invalid session_id"},
				sandbox.TalkifAI:   {"status 200 with an invalid response"},
				sandbox.SiteAssist: {"Conversation could not be closed."},
				sandbox.UponAI:     {"status 409: Chat is busy."},
			},
		},
		{
			name: "the page of a proxy", refresh: "-refresh=false",
			faults: []sandbox.Fault{{Kind: sandbox.FaultForeign404}},
			words: map[string][]string{
				sandbox.TalkifAI: {"TALKIFAI_BASE_URL", "terraform state rm"},
				sandbox.Uppzy:    {"UPPZY_BASE_URL"}, sandbox.SiteAssist: {"SITEASSIST_BASE_URL"}, sandbox.UponAI: {"UPONAI_BASE_URL"},
			},
		},
		{
			// Here each vendor is asked about its session and says that it is there.
			name: "the page of a proxy for the close alone", refresh: "-refresh=true",
			faults: []sandbox.Fault{
				{Vendor: sandbox.Uppzy, Operation: "closeSession", Kind: sandbox.FaultForeign404},
				{Vendor: sandbox.TalkifAI, Operation: "endSession", Kind: sandbox.FaultForeign404},
				{Vendor: sandbox.SiteAssist, Operation: "closeConversation", Kind: sandbox.FaultForeign404},
				{Vendor: sandbox.UponAI, Operation: "endChat", Kind: sandbox.FaultForeign404},
			},
			words: map[string][]string{
				sandbox.TalkifAI: {"TALKIFAI_BASE_URL"},
				sandbox.Uppzy:    {"UPPZY_BASE_URL"}, sandbox.SiteAssist: {"SITEASSIST_BASE_URL"}, sandbox.UponAI: {"UPONAI_BASE_URL"},
			},
		},
		{
			name: "the page of a proxy, also for the refresh", refresh: "-refresh=true",
			faults: []sandbox.Fault{{Kind: sandbox.FaultForeign404}},
			words: map[string][]string{
				sandbox.TalkifAI: {"TALKIFAI_BASE_URL"},
				sandbox.Uppzy:    {"UPPZY_BASE_URL"}, sandbox.SiteAssist: {"SITEASSIST_BASE_URL"}, sandbox.UponAI: {"UPONAI_BASE_URL"},
			},
		},
	}
	box := startBox(t, sandbox.Variants{})
	w := startWorkspace(t, box.provider()+fourSessions)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := w.in(t)
			w.apply().mustSucceed(t)
			box.SetVariants(tt.variants)
			for _, fault := range tt.faults {
				box.Inject(fault)
			}
			var words [][]string
			var kept []string
			ids := map[string]string{}
			for _, vendor := range all {
				ids[vendor] = w.sessionID(fourAddresses[vendor])
				if says, ok := tt.words[vendor]; ok {
					words = append(words, append(says, client.Title(vendor), w.sessionID(fourAddresses[vendor])))
					kept = append(kept, fourAddresses[vendor])
				}
			}
			w.destroy(tt.refresh).mustFail(t, words...)
			w.expectState(kept...)
			for vendor := range tt.words {
				if box.open(vendor) == 0 {
					t.Errorf("the test has not kept the session at %s open", vendor)
				}
			}
			box.ClearFaults()
			box.SetVariants(sandbox.Variants{})
			w.destroy().mustSucceed(t)
			w.expectState()
			for vendor := range tt.words {
				if session, _ := box.Session(vendor, ids[vendor]); session.Open {
					t.Errorf("the session is still open at %s", vendor)
				}
			}
		})
	}
}

// A page that is not the vendor's proves nothing by itself. Where a control call
// shows that address and credentials are right, what it was about is gone; but at
// Uppzy a session that the list lacks may be there all the same, so that its close
// is not confirmed before it reaches Uppzy.
func TestAccSession_destroyBehindAProxy(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	w := startWorkspace(t, box.provider()+fourSessions)
	w.apply().mustSucceed(t)
	for vendor, address := range fourAddresses {
		box.RemoveSession(vendor, w.sessionID(address))
		box.Inject(sandbox.Fault{Vendor: vendor, Operation: callsOf[vendor].closing, Kind: sandbox.FaultForeign404})
	}
	uppzy := fourAddresses[sandbox.Uppzy]
	w.destroy("-refresh=false").mustFail(t, []string{"Session not closed", "Uppzy", w.sessionID(uppzy), "status 404", "UPPZY_BASE_URL"})
	w.expectState(uppzy)
	for vendor := range fourAddresses {
		if got := box.answers(vendor); !slices.Contains(got, http.StatusNotFound) {
			t.Errorf("%s has answered %v", vendor, got)
		}
	}
	box.ClearFaults()
	w.destroy("-refresh=false").mustSucceed(t).expectWarnings(t)
	w.expectState()
}
