// Package talkifai speaks the text chat API of TalkifAI.
//
// Two credentials are in the life of a session: the API key opens it, and the
// token that comes back, the only copy, reads and ends it. There is no list and
// no second way to the token. A session ends by itself after 30 idle minutes,
// with the same clean-up as an explicit end (S2), so that what cannot be ended
// here is a warning and no error.
//
// Comments name the vendor's pages by these keys: S2 is
// docs.talkifai.dev/api-reference/chat/end-session, OV .../chat/overview, CS
// .../chat/create-session, SM .../chat/send-message, GH .../chat/get-history, IN
// docs.talkifai.dev/api-reference/introduction.
//
// What an answer means is decided where the call is made: open.go, read.go,
// close.go, send.go and messages.go; stream.go has the events of an answer, and
// problem.go says which error answers are TalkifAI's own.
package talkifai
