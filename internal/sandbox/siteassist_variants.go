package sandbox

import "time"

// SiteAssistVariants are the open points of SiteAssist.
type SiteAssistVariants struct {
	// StartStatus answers a new conversation: 201 (CODES) or 200.
	StartStatus Status
	// SecondClose answers the close of a closed conversation: 200 (R-close) or 409.
	SecondClose Status
	// SecondCloseReason lets a second close replace the reason of the first.
	SecondCloseReason bool
	// UnknownID answers an id that does not exist: 404 (src) or 403.
	UnknownID Status
	// ForeignID answers another visitor's conversation: 403 (src) or 404.
	ForeignID Status
	// MalformedID answers an id that is no UUID: 400, 404 or 422.
	MalformedID Status
	// Interaction spells the interaction field: "lastInteractionAt" (R-*) or
	// "lastInterationAt" (O-*).
	Interaction InteractionSpelling
	// CloseSuccess says what a close that answers 200 reports and does: "true", or
	// "false_closed" and "false_open", which both report success false, after closing
	// and without.
	CloseSuccess CloseSuccess
	// ClosedMessage answers a message to a closed conversation: 409, 400, 403 or 422.
	ClosedMessage Status
	// TokenLifetime is how long a visitor token of identity/init lives: 0 means 24
	// hours. AUTH calls it short and gives no number.
	TokenLifetime time.Duration
}

func (v *SiteAssistVariants) fields() []variantField {
	return []variantField{
		statusField("siteassist.start_status", &v.StartStatus, 201, 200),
		statusField("siteassist.second_close", &v.SecondClose, 200, 409),
		boolField("siteassist.second_close_reason", &v.SecondCloseReason),
		statusField("siteassist.unknown_id", &v.UnknownID, 404, 403),
		statusField("siteassist.foreign_id", &v.ForeignID, 403, 404),
		statusField("siteassist.malformed_id", &v.MalformedID, 400, 404, 422),
		wordField("siteassist.interaction", &v.Interaction, InteractionAt, InterationAt),
		wordField("siteassist.close_success", &v.CloseSuccess, CloseTrue, CloseFalseDone, CloseFalseOpen),
		statusField("siteassist.closed_message", &v.ClosedMessage, 409, 400, 403, 422),
		durationField("siteassist.token_lifetime", &v.TokenLifetime),
	}
}

// InteractionSpelling is SiteAssist's name for the time of the last interaction.
type InteractionSpelling string

// The spellings of the interaction field.
const (
	InteractionAt InteractionSpelling = "lastInteractionAt"
	InterationAt  InteractionSpelling = "lastInterationAt"
)

// CloseSuccess is what SiteAssist's close reports and does.
type CloseSuccess string

// What SiteAssist's close can report and do.
const (
	CloseTrue      CloseSuccess = "true"
	CloseFalseDone CloseSuccess = "false_closed"
	CloseFalseOpen CloseSuccess = "false_open"
)
