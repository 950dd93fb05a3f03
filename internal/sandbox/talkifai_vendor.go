package sandbox

import "time"

// TalkifAI is the vendor's name. Comments cite its pages: S2 is the end session page, CS
// create session, SM send message, GH get history, OV the overview, IN the introduction, CH
// and GD the chat page and guide, AP its OpenAPI file, WI the widget guide.
const TalkifAI = "talkifai"

// What TalkifAI knows in a sandbox.
const (
	// TalkifAIAPIKey opens createSession, and nothing else (OV).
	TalkifAIAPIKey = "tk_live_sandbox-talkifai-secret-2c8d5ee1b794"
	// TalkifAINoCreditsAPIKey belongs to an organization without credits: 402 (OV).
	TalkifAINoCreditsAPIKey = "tk_live_sandbox-talkifai-nocredits-secret-88aa"
	// TalkifAIAgentID is a text agent that greets, TalkifAIQuietAgentID one that lets
	// the user speak first (greeting null), TalkifAIVoiceAgentID one that is no text
	// agent (400 not_text_agent). Any other id, such as TalkifAIForeignAgentID, is
	// unknown or belongs to another organization.
	TalkifAIAgentID      = "5b710eca-ee67-4c3a-aeb6-8b541f451b40"
	TalkifAIQuietAgentID = "5b710eca-ee67-4c3a-aeb6-8b541f451b41"
	TalkifAIVoiceAgentID = "5b710eca-ee67-4c3a-aeb6-8b541f451b42"

	TalkifAIForeignAgentID = "5b710eca-ee67-4c3a-aeb6-8b541f451b49"

	// talkifaiTokenPrefix begins the tokens that are issued while the sandbox runs.
	talkifaiTokenPrefix = "sandbox-talkifai-session-secret-"
)

// How long a session without a message and a token live.
const (
	talkifaiIdle      = 30 * time.Minute // S2
	talkifaiTokenLife = 24 * time.Hour   // OV
)

func talkifaiVendor() vendor {
	return vendor{
		name:        TalkifAI,
		prefix:      "/talkifai/v1/chat",
		credentials: [][]Credential{{{Name: "api_key", Value: TalkifAIAPIKey, Secret: true}}},
		secrets:     []string{TalkifAINoCreditsAPIKey},
		agent:       TalkifAIAgentID,
		arrayMember: "messages",
		start:       func(s *Sandbox) api { return newTalkifai(s) },
		variants:    func(v *Variants) []variantField { return v.TalkifAI.fields() },
		errorBody:   talkifaiSample,
		readings:    talkifaiReadings,
	}
}
