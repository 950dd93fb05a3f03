package sandbox

import "strings"

func uponaiReadings() []Reading {
	const create, list, get, update, end, complete, workspaces = "createChat", "listChats", "getChat", "updateChat", "endChat", "createChatCompletion", "listWorkspaces"
	foreignWorkspace := credentials(
		Credential{Name: "token", Value: UponAIToken, Secret: true},
		Credential{Name: "workspace_id", Value: UponAIForeignWorkspaceID},
	)
	ended := on(end, 204)
	failed := func(r Request) bool { return r.Status >= 400 }
	return []Reading{
		reading("uponai-03", "200", after(ended, on(update, 200))),
		reading("uponai-03", "400", after(ended, on(update, 400)), set("uponai.ended_update=400")),
		reading("uponai-03", "409", after(ended, on(update, 409)), set("uponai.ended_update=409")),
		reading("uponai-03", "422", after(ended, on(update, 422)), set("uponai.ended_update=422")),
		reading("uponai-05", "204", after(ended, on(end, 204))),
		reading("uponai-05", "400", after(ended, on(end, 400)), set("uponai.second_end=400")),
		reading("uponai-05", "404", after(ended, on(end, 404)), set("uponai.second_end=404")),
		reading("uponai-05", "409", after(ended, on(end, 409)), set("uponai.second_end=409")),
		reading("uponai-05", "422", after(ended, on(end, 422)), set("uponai.second_end=422")),
		reading("uponai-06", "400", after(ended, on(complete, 400))),
		reading("uponai-06", "404", after(ended, on(complete, 404)), set("uponai.ended_completion=404")),
		reading("uponai-06", "409", after(ended, on(complete, 409)), set("uponai.ended_completion=409")),
		reading("uponai-06", "422", after(ended, on(complete, 422)), set("uponai.ended_completion=422")),
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
		reading("uponai-26", "404", one(on(get, 404))),
		reading("uponai-26", "422", one(on(get, 422)), set("uponai.unknown_id=422")),
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
	}
}

// begins passes a response whose body begins with the text.
func begins(text string) check {
	return func(r Request) bool { return strings.HasPrefix(r.ResponseBody, text) }
}
