// Package talkifai is a client for the text chat API of TalkifAI.
//
// A session has two credentials. The API key opens it. The token that the creation
// returns, once, reads it, sends messages and ends it; it is valid for 24 hours, and
// the API has no list and no other way to the token. A session that is not ended
// expires after 30 idle minutes (S2), but memory ingestion, analysis and billing may
// then be incomplete (ME, CH). Revoking or rotating an API key ends the sessions that
// were opened with it (KEY).
//
// The pages are the only source: the live API was never called, and public reports
// disagree on whether TalkifAI has been discontinued.
//
// Comments name the vendor's pages by these keys, all at docs.talkifai.dev unless
// noted: S2 is api-reference/chat/end-session, OV api-reference/chat/overview, CH
// api-reference/chat, CS api-reference/chat/create-session, SM
// api-reference/chat/send-message, GH api-reference/chat/get-history, GD
// guides/chat-api, IN api-reference/introduction, KEY platform/api-keys. In the
// repository of the documentation, AP is openapi.json, WI guides/widget-integration
// and ME platform/memory.
//
// problem.go has the documented error responses. What a response proves is decided
// where the call is made: open.go, read.go, close.go, history.go and send.go.
package talkifai
