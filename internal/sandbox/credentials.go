package sandbox

import (
	"github.com/google/uuid"
)

// Vendor names, as they are used all over this package.
const (
	Uppzy      = "uppzy"
	TalkifAI   = "talkifai"
	SiteAssist = "siteassist"
	UponAI     = "uponai"
)

// Vendors lists the vendor names in their fixed order.
func Vendors() []string { return []string{Uppzy, TalkifAI, SiteAssist, UponAI} }

// Credentials and identifiers that the sandbox knows. They are fixed, they open
// nothing but a sandbox, and every secret among them holds the text "secret", so that
// a scan of logs and state finds it without doubt.
const (
	// UppzyAPIKey opens both Uppzy sites.
	UppzyAPIKey = "sandbox-uppzy-secret-7f3a91c05be24d68"
	// UppzyNoPlanAPIKey is a known key whose plan has no API access: 403.
	UppzyNoPlanAPIKey = "sandbox-uppzy-noplan-secret-1b6e40d97c52"
	// UppzySiteID is the default site; UppzyOtherSiteID is a second one with
	// sessions of its own. Any other site is a 404.
	UppzySiteID      = "site_sandbox"
	UppzyOtherSiteID = "site_sandbox_other"

	// TalkifAIAPIKey opens createSession, and nothing else (OV).
	TalkifAIAPIKey = "tk_live_sandbox-talkifai-secret-2c8d5ee1b794"
	// TalkifAINoCreditsAPIKey belongs to an organization without credits: 402 (OV).
	TalkifAINoCreditsAPIKey = "tk_live_sandbox-talkifai-nocredits-secret-88aa"
	// TalkifAIAgentID is a text agent that greets, TalkifAIQuietAgentID one that lets
	// the user speak first (greeting null), TalkifAIVoiceAgentID one that is no text
	// agent (400 not_text_agent). Any other id is a 404.
	TalkifAIAgentID      = "5b710eca-ee67-4c3a-aeb6-8b541f451b40"
	TalkifAIQuietAgentID = "5b710eca-ee67-4c3a-aeb6-8b541f451b41"
	TalkifAIVoiceAgentID = "5b710eca-ee67-4c3a-aeb6-8b541f451b42"

	// SiteAssistPublishableKey buys visitor tokens from identity/init.
	SiteAssistPublishableKey = "sa_pk_sandbox-siteassist-secret-4e19f7a3c6d0"
	// SiteAssistVisitorID is the device id (saVid) of the default visitor. Any other
	// device id of 1 to 100 characters is another visitor.
	SiteAssistVisitorID = "sandbox-visitor"
	// SiteAssistToken is a visitor token of the default visitor. It has no lifetime:
	// only ExpireTokens ends it.
	SiteAssistToken = "sandbox-siteassist-token-secret-d35b60f8a1e2"

	// UponAIToken reaches the workspaces UponAIWorkspaceID and UponAIOtherWorkspaceID.
	UponAIToken            = "sandbox-uponai-secret-a90c4f27e8b3"
	UponAIWorkspaceID      = 42
	UponAIOtherWorkspaceID = 43
	// UponAIAgentID and UponAIOtherAgentID are the chat agents of both workspaces.
	UponAIAgentID      = "chat_agent_sandbox_concierge"
	UponAIOtherAgentID = "chat_agent_sandbox_support"
)

// Marker words. A message that contains one makes the assistant behave accordingly.
const (
	// FailMarker makes the answer fail: an asynchronous Uppzy request ends as failed
	// and a synchronous one is a 500, TalkifAI streams an error event, SiteAssist
	// answers 502, and the chat at UponAI ends as "error" behind a 500.
	FailMarker = "[sandbox:fail]"
	// EndMarker makes TalkifAI's agent ask for the end: stream_end has end_session
	// true (SM). The session itself stays open until the client ends it (S2).
	EndMarker = "[sandbox:end]"
	// ToolMarker makes TalkifAI's agent run a tool and hand over before it answers.
	ToolMarker = "[sandbox:tool]"
	// HumanMarker makes SiteAssist queue the message for a human: 202 (CODES).
	HumanMarker = "[sandbox:human]"
)

// Prefixes of the tokens that the sandbox issues while it runs.
const (
	talkifaiTokenPrefix   = "sandbox-talkifai-session-secret-"
	siteassistTokenPrefix = "sandbox-siteassist-visitor-secret-"
)

// visitorSpace makes the ids of visitors a function of their device id.
var visitorSpace = uuid.MustParse("6f0b1c55-6a0e-4d3e-9a53-0c7d8d5e2a11")

// SiteAssistAccount gives the visitor id (a UUID) behind a device id. It is what
// identity/init and identity/me answer, and the Account of the visitor's sessions.
func SiteAssistAccount(deviceID string) string {
	return uuid.NewSHA1(visitorSpace, []byte(deviceID)).String()
}

// Secrets lists every credential that the sandbox knows at the moment: the fixed
// ones and all session and visitor tokens issued so far. A leak scan wants them all.
func (s *Sandbox) Secrets() []string {
	secrets := []string{
		UppzyAPIKey, UppzyNoPlanAPIKey, TalkifAIAPIKey, TalkifAINoCreditsAPIKey,
		SiteAssistPublishableKey, SiteAssistToken, UponAIToken,
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return append(secrets, s.issued...)
}
