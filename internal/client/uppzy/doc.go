// Package uppzy is a client for the M2M chat API of Uppzy.
//
// The API has no call that creates a session. A session begins with the first message
// under an id that the client chooses (inferred), the site's session list is the only
// place that shows it, and it stays open until it is closed. The account is the site.
//
// Comments name the vendor's pages by these keys, all at docs.uppzy.com: S0 is
// api-reference/endpoint/m2m-chat-session-close, S1 developer/m2m-chat-endpoints, FB
// api-reference/endpoint/m2m-chat-feedback, AW developer/playbook-async-worker, ERR
// developer/error-handling-catalog, AUT developer/api-authentication, SDK
// developer/sdk-client-helpers.
//
// problem.go has the documented error responses, list.go says which lists are valid.
// What a response proves is decided where the call is made: open.go, read.go and
// close.go for a session, send.go and requests.go for its messages.
package uppzy
