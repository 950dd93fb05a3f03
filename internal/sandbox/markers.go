package sandbox

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
