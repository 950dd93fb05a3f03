package sandbox

import (
	"strconv"
	"time"
)

// UponAI is the vendor's name. Comments cite its pages: src is the end chat page, CREATE,
// GET, LIST, UPDATE, COMPL and AGENT are the reference pages, RT is the public contract
// of Retell AI, on which UponAI looks to be built, SITE the code of UponAI's website.
const UponAI = "uponai"

// What UponAI knows in a sandbox.
const (
	// UponAIToken reaches the workspaces UponAIWorkspaceID and UponAIOtherWorkspaceID.
	UponAIToken            = "sandbox-uponai-secret-a90c4f27e8b3"
	UponAIWorkspaceID      = 42
	UponAIOtherWorkspaceID = 43
	// UponAIForeignWorkspaceID is one that the token cannot reach, as any other number.
	UponAIForeignWorkspaceID = 44
	// UponAIAgentID and UponAIOtherAgentID are the chat agents of both workspaces, and so
	// are UponAISampleAgentID, with an id as CREATE prints it, and UponAIRetellAgentID,
	// with one as SITE and RT have it.
	UponAIAgentID       = "chat_agent_sandbox_concierge"
	UponAIOtherAgentID  = "chat_agent_sandbox_support"
	UponAISampleAgentID = "chat_agent_01hzk4q6dr3n0d4qzpw9z6gth6"
	UponAIRetellAgentID = "agent_12331b2178f004579a99eb30d5"
)

// uponaiSilence is how long a chat lasts without a message (RT).
const uponaiSilence = time.Hour

func uponaiVendor() vendor {
	return vendor{
		name:   UponAI,
		prefix: "/uponai",
		credentials: [][]Credential{{
			{Name: "token", Value: UponAIToken, Secret: true},
			{Name: "workspace_id", Value: UponAIWorkspaceID},
		}},
		account:      strconv.Itoa(UponAIWorkspaceID),
		otherAccount: []Credential{{Name: "workspace_id", Value: UponAIOtherWorkspaceID}},
		agent:        UponAIAgentID,
		arrayMember:  "data",
		start:        func(s *Sandbox) api { return newUponai(s) },
		variants:     func(v *Variants) []variantField { return v.UponAI.fields() },
		errorBody:    uponaiSample,
		readings:     uponaiReadings,
		documentedShapes: map[string][]string{
			"listWorkspaces": {"json-array", "json-object", "list-data"}, // its form is not documented
			"listChatAgents": {"list-data"},
		},
	}
}
