package client

// Status is what is known of a session's state at its vendor.
type Status string

const (
	// StatusOpen is a session that takes messages. At TalkifAI it says no more
	// than that the vendor still answers for the session.
	StatusOpen Status = "open"
	// StatusClosed is a session that was closed, ended, expired or failed: it
	// never takes messages again.
	StatusClosed Status = "closed"
	// StatusNotStarted is an id that is reserved and has no message yet. Only
	// Uppzy has it: there a session begins with its first message.
	StatusNotStarted Status = "not_started"
	// StatusUnknown is a session of which the vendor's answer proves neither
	// that it is open nor that it is closed. It counts as open.
	StatusUnknown Status = "unknown"
)
