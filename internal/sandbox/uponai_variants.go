package sandbox

import "time"

// UponAIVariants are the open points of UponAI. The numbers are those of the marks in its
// contract.
type UponAIVariants struct {
	// SecondEnd is the response to the end of an ended chat: 204, 400, 404, 409 or 422
	// [05, 27].
	SecondEnd Status
	// UnknownID is the response to an unknown chat on every call: 404 or 422 (RT) [26].
	UnknownID Status
	// ForeignWorkspace is the response to a workspace that the token cannot reach: 403,
	// 401 or 404 [25].
	ForeignWorkspace Status
	// ErrorShape is the form of error bodies: "status" (status and message, RT), "error",
	// "other" (other JSON) or "text" (no JSON) [20].
	ErrorShape UponAIErrorShape
	// EndedUpdate is the response to a PATCH of an ended chat: 200, 400, 409 or 422. The
	// contract declares 409 not by number but through its default [03].
	EndedUpdate Status
	// EndedCompletion is the response to a message to an ended chat: 400, 404, 409 or
	// 422 [06].
	EndedCompletion Status
	// MetadataPatch is "merge" (keys are added, null removes one; RT) or "replace" [13].
	MetadataPatch MetadataPatch
	// PatchResponse is the response to a PATCH: "chat", "normalized" (texts are trimmed
	// and in lower case, and stored so), "unchanged" (the chat before the change) or
	// "empty" (an object without fields; outside the contract). The change is stored in
	// any case.
	PatchResponse PatchResponse
	// MetadataEcho says how responses carry metadata: "yes", "null" (outside the
	// contract) or "omitted" [15].
	MetadataEcho MetadataEcho
	// IDField names the id: "chatId" (GET) or "chat_id" (guide; outside the contract) [15].
	IDField IDField
	// ChatID is the form of the ids: "hex", "escaped", which has to be escaped in a path
	// [11], or "empty" in every response (outside the contract) [16].
	ChatID ChatID
	// ChatFields are the fields of a chat: "all", "id_only" [15], or "retell", RT's names
	// and times (outside the contract).
	ChatFields ChatFields
	// ListShape is the form of the chat list: "data" with pagination_key, "no_last_key"
	// without pagination_key on the last page, or "items" with has_more (RT; outside the
	// contract) [18].
	ListShape UponAIListShape
	// OngoingStatus and EndedStatus replace the words "ongoing" and "ended" (RT) [17].
	OngoingStatus string
	EndedStatus   string
	// EndedWithoutTime leaves endedAt null although the chat has ended [33].
	EndedWithoutTime bool
	// Workspaces is the list of workspaces: "array", "data" (an object with data) or
	// "cut" (an array without the default workspace) [09, 10].
	Workspaces Workspaces
	// Silence is the idle time after which a chat ends: 0 means one hour (RT), a
	// negative one never.
	Silence time.Duration
	// PageSize limits the pages of the chat list below the limit that was asked for; 0
	// does not.
	PageSize int
}

func (v *UponAIVariants) fields() []variantField {
	return []variantField{
		statusField("uponai.second_end", &v.SecondEnd, 204, 400, 404, 409, 422),
		statusField("uponai.unknown_id", &v.UnknownID, 404, 422),
		statusField("uponai.foreign_workspace", &v.ForeignWorkspace, 403, 401, 404),
		wordField("uponai.error_shape", &v.ErrorShape, UponAIErrorStatus, UponAIErrorError, UponAIErrorOther, UponAIErrorText),
		statusField("uponai.ended_update", &v.EndedUpdate, 200, 400, 409, 422),
		statusField("uponai.ended_completion", &v.EndedCompletion, 400, 404, 409, 422),
		wordField("uponai.metadata_patch", &v.MetadataPatch, PatchMerge, PatchReplace),
		wordField("uponai.patch_response", &v.PatchResponse, PatchChat, PatchNormalized, PatchUnchanged, PatchEmpty),
		wordField("uponai.metadata_echo", &v.MetadataEcho, EchoYes, EchoNull, EchoOmitted),
		wordField("uponai.id_field", &v.IDField, IDCamel, IDSnake),
		wordField("uponai.chat_id", &v.ChatID, ChatIDHex, ChatIDEscaped, ChatIDEmpty),
		wordField("uponai.chat_fields", &v.ChatFields, ChatFieldsAll, ChatFieldsID, ChatFieldsRetell),
		wordField("uponai.list_shape", &v.ListShape, UponAIListData, UponAIListNoLastKey, UponAIListItems),
		textField("uponai.ongoing_status", &v.OngoingStatus),
		textField("uponai.ended_status", &v.EndedStatus),
		boolField("uponai.ended_without_time", &v.EndedWithoutTime),
		wordField("uponai.workspaces", &v.Workspaces, WorkspacesArray, WorkspacesData, WorkspacesCut),
		durationField("uponai.silence", &v.Silence),
		countField("uponai.page_size", &v.PageSize),
	}
}

// UponAIErrorShape is the form of UponAI's error bodies.
type UponAIErrorShape string

// MetadataPatch is what UponAI's PATCH does with a map.
type MetadataPatch string

// PatchResponse is the response to UponAI's PATCH.
type PatchResponse string

// MetadataEcho is how UponAI's responses carry metadata.
type MetadataEcho string

// IDField is UponAI's name for the chat id.
type IDField string

// ChatID is the form of UponAI's chat ids.
type ChatID string

// ChatFields says which fields a chat of UponAI has.
type ChatFields string

// UponAIListShape is the form of UponAI's chat list.
type UponAIListShape string

// Workspaces is the form of UponAI's list of workspaces.
type Workspaces string

// The words of the UponAI variants.
const (
	UponAIErrorStatus UponAIErrorShape = "status"
	UponAIErrorError  UponAIErrorShape = "error"
	UponAIErrorOther  UponAIErrorShape = "other"
	UponAIErrorText   UponAIErrorShape = "text"

	PatchMerge   MetadataPatch = "merge"
	PatchReplace MetadataPatch = "replace"

	PatchChat       PatchResponse = "chat"
	PatchNormalized PatchResponse = "normalized"
	PatchUnchanged  PatchResponse = "unchanged"
	PatchEmpty      PatchResponse = "empty"

	EchoYes     MetadataEcho = "yes"
	EchoNull    MetadataEcho = "null"
	EchoOmitted MetadataEcho = "omitted"

	IDCamel IDField = "chatId"
	IDSnake IDField = "chat_id"

	ChatIDHex     ChatID = "hex"
	ChatIDEscaped ChatID = "escaped"
	ChatIDEmpty   ChatID = "empty"

	ChatFieldsAll    ChatFields = "all"
	ChatFieldsID     ChatFields = "id_only"
	ChatFieldsRetell ChatFields = "retell"

	UponAIListData      UponAIListShape = "data"
	UponAIListNoLastKey UponAIListShape = "no_last_key"
	UponAIListItems     UponAIListShape = "items"

	WorkspacesArray Workspaces = "array"
	WorkspacesData  Workspaces = "data"
	WorkspacesCut   Workspaces = "cut"
)
