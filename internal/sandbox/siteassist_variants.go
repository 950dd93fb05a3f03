package sandbox

import "time"

// SiteAssistVariants are the open points of SiteAssist. The numbers are those of the
// marks in its contract.
type SiteAssistVariants struct {
	// StartStatus is the status of a new conversation: 201 (CODES) or 200 [01].
	StartStatus Status
	// SecondClose is the response to the close of a closed conversation: 200 (R-close)
	// or 409.
	SecondClose Status
	// SecondCloseReason lets a second close replace the reason of the first [04].
	SecondCloseReason bool
	// UnknownID is the response to an id that does not exist: 404 (src) or 403.
	UnknownID Status
	// ForeignID is the response to another visitor's conversation: 403 (src) or 404 [20].
	ForeignID Status
	// MalformedID is the response to an id that is no UUID: 400, 422 or 404 [19].
	MalformedID Status
	// Interaction spells the interaction field: "lastInteractionAt" (R-*),
	// "lastInterationAt" (O-*), or "absent" where neither is there.
	Interaction InteractionSpelling
	// CloseSuccess says what a close that answers 200 reports and does: "true", or
	// "false_closed" and "false_open", which both report success false, after closing
	// and without [13].
	CloseSuccess CloseSuccess
	// ClosedMessage is the response to a message to a closed conversation: 409, 400,
	// 403 or 422 [05].
	ClosedMessage Status
	// Queued is the 202 of a message that waits for a human: "text" (text/plain without
	// quotes), "quoted_text" (with quotes) or "json" [06].
	Queued Queued
	// Times are "rfc3339" or "other", a text of another form (outside the contract)
	// [11, 12].
	Times TimeFormat
	// TokenLifetime is how long a visitor token of identity/init lives: 0 means 24
	// hours. AUTH calls it short and gives no number.
	TokenLifetime time.Duration
	// EmptyToken makes identity/init return an empty token (outside the contract) [17].
	EmptyToken bool
	// InitWithoutOrigin is the response to identity/init without the Origin header of an
	// allowed website, [SiteAssistOrigin]: 200, 401 or 403. Another website's Origin is
	// refused in any case (START) [08].
	InitWithoutOrigin Status
	// PrivateKey says what [SiteAssistPrivateKey] does: it acts for the default
	// "visitor", for the whole "project", or is refused with "401" or "403" [10].
	PrivateKey PrivateKey
	// PrivateKeyMe is the response to identity/me with the private key: 200 with the
	// default visitor, 401, 403 or 404 [09].
	PrivateKeyMe Status
}

func (v *SiteAssistVariants) fields() []variantField {
	return []variantField{
		statusField("siteassist.start_status", &v.StartStatus, 201, 200),
		statusField("siteassist.second_close", &v.SecondClose, 200, 409),
		boolField("siteassist.second_close_reason", &v.SecondCloseReason),
		statusField("siteassist.unknown_id", &v.UnknownID, 404, 403),
		statusField("siteassist.foreign_id", &v.ForeignID, 403, 404),
		statusField("siteassist.malformed_id", &v.MalformedID, 400, 422, 404),
		wordField("siteassist.interaction", &v.Interaction, InteractionAt, InterationAt, InteractionAbsent),
		wordField("siteassist.close_success", &v.CloseSuccess, CloseTrue, CloseFalseDone, CloseFalseOpen),
		statusField("siteassist.closed_message", &v.ClosedMessage, 409, 400, 403, 422),
		wordField("siteassist.queued", &v.Queued, QueuedText, QueuedQuotedText, QueuedJSON),
		wordField("siteassist.times", &v.Times, TimesRFC3339, TimesOther),
		durationField("siteassist.token_lifetime", &v.TokenLifetime),
		boolField("siteassist.empty_token", &v.EmptyToken),
		statusField("siteassist.init_without_origin", &v.InitWithoutOrigin, 200, 401, 403),
		wordField("siteassist.private_key", &v.PrivateKey, KeyOfVisitor, KeyOfProject, KeyUnauthorized, KeyForbidden),
		statusField("siteassist.private_key_me", &v.PrivateKeyMe, 200, 401, 403, 404),
	}
}

// Queued is the form of SiteAssist's 202.
type Queued string

// TimeFormat is the form of SiteAssist's timestamps.
type TimeFormat string

// PrivateKey is what SiteAssist's private key does.
type PrivateKey string

// The words of the SiteAssist variants.
const (
	QueuedText       Queued = "text"
	QueuedQuotedText Queued = "quoted_text"
	QueuedJSON       Queued = "json"

	TimesRFC3339 TimeFormat = "rfc3339"
	TimesOther   TimeFormat = "other"

	KeyOfVisitor    PrivateKey = "visitor"
	KeyOfProject    PrivateKey = "project"
	KeyUnauthorized PrivateKey = "401"
	KeyForbidden    PrivateKey = "403"
)

// InteractionSpelling is SiteAssist's name for the time of the last interaction.
type InteractionSpelling string

// The spellings of the interaction field.
const (
	InteractionAt InteractionSpelling = "lastInteractionAt"
	InterationAt  InteractionSpelling = "lastInterationAt"

	InteractionAbsent InteractionSpelling = "absent"
)

// CloseSuccess is what a close that answers 200 reports and does.
type CloseSuccess string

// What such a close can report and do.
const (
	CloseTrue      CloseSuccess = "true"
	CloseFalseDone CloseSuccess = "false_closed"
	CloseFalseOpen CloseSuccess = "false_open"
)
