package sandbox

import "time"

// UponAIVariants are the open points of UponAI.
type UponAIVariants struct {
	// SecondEnd answers the end of an ended chat: 204, 400, 404, 409 or 422.
	SecondEnd Status
	// UnknownID answers an unknown chat on every call: 404 or 422 (RT).
	UnknownID Status
	// EndedUpdate answers a PATCH of an ended chat: 200, 400, 409 or 422. The contract
	// declares 409 not by number but through its default.
	EndedUpdate Status
	// EndedCompletion answers a message to an ended chat: 400, 404, 409 or 422.
	EndedCompletion Status
	// MetadataPatch is "merge" (keys are added, null removes one; RT) or "replace".
	MetadataPatch MetadataPatch
	// MetadataEcho says how answers carry metadata: "yes", "null" (outside the
	// contract) or "omitted".
	MetadataEcho MetadataEcho
	// IDField names the id: "chatId" (GET) or "chat_id" (guide; outside the contract).
	IDField IDField
	// OngoingStatus and EndedStatus replace the words "ongoing" and "ended" (RT).
	OngoingStatus string
	EndedStatus   string
	// EndedWithoutTime leaves endedAt null although the chat has ended.
	EndedWithoutTime bool
	// Silence is the idle time after which a chat ends by itself: 0 means one hour
	// (RT), a negative one never.
	Silence time.Duration
	// PageSize caps the pages of the chat list below the limit that was asked for; 0
	// does not.
	PageSize int
}

func (v *UponAIVariants) fields() []variantField {
	return []variantField{
		statusField("uponai.second_end", &v.SecondEnd, 204, 400, 404, 409, 422),
		statusField("uponai.unknown_id", &v.UnknownID, 404, 422),
		statusField("uponai.ended_update", &v.EndedUpdate, 200, 400, 409, 422),
		statusField("uponai.ended_completion", &v.EndedCompletion, 400, 404, 409, 422),
		wordField("uponai.metadata_patch", &v.MetadataPatch, PatchMerge, PatchReplace),
		wordField("uponai.metadata_echo", &v.MetadataEcho, EchoYes, EchoNull, EchoOmitted),
		wordField("uponai.id_field", &v.IDField, IDCamel, IDSnake),
		textField("uponai.ongoing_status", &v.OngoingStatus),
		textField("uponai.ended_status", &v.EndedStatus),
		boolField("uponai.ended_without_time", &v.EndedWithoutTime),
		durationField("uponai.silence", &v.Silence),
		countField("uponai.page_size", &v.PageSize),
	}
}

// MetadataPatch is what UponAI's PATCH does with a map.
type MetadataPatch string

// MetadataEcho is how UponAI's answers carry metadata.
type MetadataEcho string

// IDField is UponAI's name for the chat id.
type IDField string

// The words of the UponAI variants.
const (
	PatchMerge   MetadataPatch = "merge"
	PatchReplace MetadataPatch = "replace"

	EchoYes     MetadataEcho = "yes"
	EchoNull    MetadataEcho = "null"
	EchoOmitted MetadataEcho = "omitted"

	IDCamel IDField = "chatId"
	IDSnake IDField = "chat_id"
)
