// Package uppzy speaks the M2M chat API of Uppzy.
//
// A session there has no call of its own: it begins with the first message
// under an id that the client chooses (inferred, since no page has a call that
// creates one), it is seen in the site's session list alone, and it lasts until
// somebody closes it. The account is the site.
//
// Comments name the vendor's pages by these keys: S0 is
// docs.uppzy.com/api-reference/endpoint/m2m-chat-session-close, S1 is
// docs.uppzy.com/developer/m2m-chat-endpoints, FB is
// docs.uppzy.com/api-reference/endpoint/m2m-chat-feedback, AW is
// docs.uppzy.com/developer/playbook-async-worker, ERR is
// docs.uppzy.com/developer/error-handling-catalog, AUT is
// docs.uppzy.com/developer/api-authentication.
//
// What an answer means is decided where the call is made: open.go, read.go and
// close.go for a session, send.go, requests.go and feedback.go for its messages;
// problem.go says which error answers are Uppzy's own.
package uppzy
