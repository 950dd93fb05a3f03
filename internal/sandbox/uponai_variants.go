package sandbox

import "slices"

// UponAIVariants are the open points of UponAI. The numbers are those of the marks in its
// contract.
type UponAIVariants struct {
	// SecondEnd is the response to the end of an ended chat: 204, 400, 404, 409 or 422
	// [05, 27].
	SecondEnd Status `json:"second_end,omitzero" values:"204 400 404 409 422"`
	// UnknownID is the response to an unknown chat on every call: 404 or 422 (RT) [26].
	UnknownID Status `json:"unknown_id,omitzero" values:"404 422"`
	// ForeignWorkspace is the response to a workspace that the token cannot reach: 403,
	// 401 or 404 [25].
	ForeignWorkspace Status `json:"foreign_workspace,omitzero" values:"403 401 404"`
	// ErrorShape is the form of error bodies: "status" (status and message, RT), "error",
	// "other" (other JSON) or "text" (no JSON) [20].
	ErrorShape string `json:"error_shape,omitzero" values:"status error other text"`
	// EndedUpdate is the response to a PATCH of an ended chat: 200, 400, 409 or 422. The
	// contract declares 409 not by number but through its default [03].
	EndedUpdate Status `json:"ended_update,omitzero" values:"200 400 409 422"`
	// EndedCompletion is the response to a message to an ended chat: 400, 404, 409 or
	// 422 [06].
	EndedCompletion Status `json:"ended_completion,omitzero" values:"400 404 409 422"`
	// MetadataPatch is "merge" (keys are added, null removes one; RT) or "replace" [13].
	MetadataPatch string `json:"metadata_patch,omitzero" values:"merge replace"`
	// PatchResponse is the response to a PATCH: "chat", "normalized" (texts are trimmed
	// and in lower case, and stored so), "unchanged" (the chat before the change) or
	// "empty" (an object without fields; outside the contract). The change is stored in
	// any case.
	PatchResponse string `json:"patch_response,omitzero" values:"chat normalized unchanged empty"`
	// MetadataEcho says how responses carry metadata: "yes", "null" (outside the
	// contract) or "omitted" [15].
	MetadataEcho string `json:"metadata_echo,omitzero" values:"yes null omitted"`
	// IDField names the id: "chatId" (GET) or "chat_id" (guide; outside the contract) [15].
	IDField string `json:"id_field,omitzero" values:"chatId chat_id"`
	// ChatID is the form of the ids: "hex", "escaped", which has to be escaped in a path
	// [11], or "empty" in every response (outside the contract) [16].
	ChatID string `json:"chat_id,omitzero" values:"hex escaped empty"`
	// ChatFields are the fields of a chat: "all" or "id_only" [15].
	ChatFields string `json:"chat_fields,omitzero" values:"all id_only"`
	// ListShape is the form of the chat list: "data" with pagination_key, "no_last_key"
	// without pagination_key on the last page, or "items" with has_more (RT; outside the
	// contract) [18].
	ListShape string `json:"list_shape,omitzero" values:"data no_last_key items"`
	// OngoingStatus and EndedStatus replace the words "ongoing" and "ended" (RT) [17].
	OngoingStatus string `json:"ongoing_status,omitzero" values:"text"`
	EndedStatus   string `json:"ended_status,omitzero" values:"text"`
	// EndedWithoutTime leaves endedAt null although the chat has ended [33].
	EndedWithoutTime bool `json:"ended_without_time,omitzero" values:"false true"`
	// Workspaces is the list of workspaces: "array", "data" (an object with data) or
	// "cut" (an array without the default workspace) [09, 10].
	Workspaces string `json:"workspaces,omitzero" values:"array data cut"`
	// Silence is the idle time after which a chat ends: 0 means one hour (RT), a
	// negative one never.
	Silence Duration `json:"silence,omitzero" values:"duration"`
	// PageSize limits the pages of the chat list below the limit that was asked for; 0
	// does not.
	PageSize int `json:"page_size,omitzero" values:"number"`
}

// Values of the UponAI variants.
const (
	UponAIErrorError    = "error"
	UponAIErrorOther    = "other"
	UponAIErrorText     = "text"
	PatchMerge          = "merge"
	PatchReplace        = "replace"
	PatchChat           = "chat"
	PatchNormalized     = "normalized"
	PatchUnchanged      = "unchanged"
	PatchEmpty          = "empty"
	EchoYes             = "yes"
	EchoNull            = "null"
	EchoOmitted         = "omitted"
	IDCamel             = "chatId"
	IDSnake             = "chat_id"
	ChatIDEscaped       = "escaped"
	ChatIDEmpty         = "empty"
	ChatFieldsID        = "id_only"
	UponAIListData      = "data"
	UponAIListNoLastKey = "no_last_key"
	UponAIListItems     = "items"
	WorkspacesData      = "data"
	WorkspacesCut       = "cut"
)

func uponaiReadings() []Reading {
	const create, list, get, update, end, complete, workspaces = "createChat", "listChats", "getChat", "updateChat", "endChat", "createChatCompletion", "listWorkspaces"
	foreignWorkspace := credentials(
		Credential{Name: "token", Value: UponAIToken, Secret: true},
		Credential{Name: "workspace_id", Value: UponAIForeignWorkspaceID},
	)
	ended := on(end, 204)
	return slices.Concat(
		statuses("uponai-03", "uponai.ended_update", func(s int) evidence { return after(ended, on(update, s)) }, 200, 400, 409, 422),
		statuses("uponai-05", "uponai.second_end", func(s int) evidence { return after(ended, on(end, s)) }, 204, 400, 404, 409, 422),
		statuses("uponai-06", "uponai.ended_completion", func(s int) evidence { return after(ended, on(complete, s)) }, 400, 404, 409, 422),
		reading("uponai-09", "one answer with all workspaces", one(on(workspaces, 200), got(`"id":42`))),
		reading("uponai-09", "a cut list", one(on(workspaces, 200), lacks(`"id":42`)), set("uponai.workspaces=cut")),
		reading("uponai-10", "an array", one(on(workspaces, 200), begins("["))),
		reading("uponai-10", "an object with data", one(on(workspaces, 200), begins(`{"data":[`)), set("uponai.workspaces=data")),
		reading("uponai-11", "any text, escaped in the path", one(on(get, 200), to("/api/chats/chat%2F")), set("uponai.chat_id=escaped")),
		reading("uponai-12", "chat_agent_ and 26 characters", one(on(create, 201), sent(UponAISampleAgentID)), agent(UponAISampleAgentID)),
		reading("uponai-12", "agent_ and 26 hex digits", one(on(create, 201), sent(`"`+UponAIRetellAgentID)), agent(UponAIRetellAgentID)),
		reading("uponai-12", "any other text", one(on(create, 201), sent(UponAIAgentID))),
		reading("uponai-13", "the map is replaced", one(on(update, 200), sent(`"b":"2"`), got(`"metadata":{"b":"2"}`)), set("uponai.metadata_patch=replace")),
		reading("uponai-13", "the map is merged and null removes a key",
			after(all(on(update, 200), got(`"metadata":{"a":"1","b":"2"}`)), all(on(update, 200), got(`"metadata":{"b":"2"}`)))),
		reading("uponai-15", "all fields present", one(on(get, 200), got(`"chatId"`, `"agentId"`, `"status"`, `"metadata":{`, `"transcript"`))),
		reading("uponai-15", "only chatId present", one(on(get, 200), got(`"chatId"`), lacks(`"agentId"`, `"status"`)), set("uponai.chat_fields=id_only")),
		reading("uponai-15", "chat_id instead of chatId", one(on(get, 200), got(`"chat_id"`), lacks(`"chatId"`)), set("uponai.id_field=chat_id")),
		reading("uponai-15", "null for an object", one(on(get, 200), got(`"metadata":null`)), set("uponai.metadata_echo=null")),
		reading("uponai-16", "a text", one(on(create, 201), got(`"chatId":"`), lacks(`"chatId":""`))),
		reading("uponai-16", "an empty text: unusable", one(on(create, 201), got(`"chatId":""`)), set("uponai.chat_id=empty")),
		reading("uponai-17", "ongoing", one(on(get, 200), got(`"status":"ongoing"`))),
		reading("uponai-17", "ended", one(on(get, 200), got(`"status":"ended"`))),
		reading("uponai-17", "error", one(on(get, 200), got(`"status":"error"`)), set("uponai.ended_status=error")),
		reading("uponai-17", "any other word: unknown", one(on(get, 200), got(`"status":"thinking"`)), set("uponai.ongoing_status=thinking")),
		reading("uponai-18", "data and pagination_key", one(on(list, 200), got(`"data":[`, `"pagination_key":null`))),
		reading("uponai-18", "no pagination_key on the last page", one(on(list, 200), got(`"data":[`), lacks(`"pagination_key"`)), set("uponai.list_shape=no_last_key")),
		reading("uponai-18", "items, has_more and pagination_key", one(on(list, 200), got(`"items":[`, `"has_more":`)), set("uponai.list_shape=items")),
		reading("uponai-20", "status and message", one(failed, got(`"message":"`, `"status":"error"`))),
		reading("uponai-20", "error", one(failed, begins(`{"error":`)), set("uponai.error_shape=error")),
		reading("uponai-20", "any other JSON", one(failed, begins(`[`)), set("uponai.error_shape=other")),
		reading("uponai-20", "a body that is no JSON", one(failed, isNotJSON), set("uponai.error_shape=text")),
		reading("uponai-21", "429 without Retry-After", one(status(429), noRetryAfter), fault(429, ErrorBody(UponAI, 429))),
		reading("uponai-21", "429 with Retry-After", one(status(429), retryAfter), fault(429, ErrorBody(UponAI, 429), "Retry-After", "1")),
		reading("uponai-22", "400", one(status(400)), fault(400, `{"status":"error","message":"Invalid request format."}`)),
		reading("uponai-23", "401", one(status(401)), fault(401, ErrorBody(UponAI, 401))),
		reading("uponai-24", "402", one(status(402)), fault(402, ErrorBody(UponAI, 402))),
		reading("uponai-25", "403", one(status(403)), foreignWorkspace),
		reading("uponai-25", "401", one(on(create, 401)), foreignWorkspace, set("uponai.foreign_workspace=401")),
		reading("uponai-25", "404", one(on(create, 404)), foreignWorkspace, set("uponai.foreign_workspace=404")),
		statuses("uponai-26", "uponai.unknown_id", func(s int) evidence { return one(on(get, s)) }, 404, 422),
		reading("uponai-27", "409", after(ended, on(end, 409)), set("uponai.second_end=409")),
		reading("uponai-27", "another status of the same meaning", after(ended, all(on(end, 400), got("already ended"))), set("uponai.second_end=400")),
		reading("uponai-28", "422 for a bad request", one(status(422), got("Invalid request format.")), fault(422, `{"status":"error","message":"Invalid request format."}`)),
		reading("uponai-28", "422 for an unknown id", one(on(get, 422)), set("uponai.unknown_id=422")),
		reading("uponai-29", "429", one(status(429)), fault(429, ErrorBody(UponAI, 429))),
		reading("uponai-30", "500", one(status(500)), fault(500, ErrorBody(UponAI, 500))),
		reading("uponai-30", "another 5xx", one(status(503)), fault(503, ErrorBody(UponAI, 503))),
		reading("uponai-31", "any status, any body", one(status(418)), fault(418, "<html>")),
		reading("uponai-33", "as printed", one(on(get, 200), got(`"status":"ended"`, `"endedAt":"`))),
		reading("uponai-33", "endedAt null although ended", one(on(get, 200), got(`"status":"ended"`, `"endedAt":null`)), set("uponai.ended_without_time=true")),
	)
}
