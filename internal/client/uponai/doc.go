// Package uponai speaks to the UponAI Platform API, where a chat session is a chat
// of an agent in a workspace.
//
// Each call has a file: open.go (and search.go for a creation whose answer was
// lost), read.go, close.go, metadata.go, send.go and history.go say what is done
// with a chat and what each answer means. The rest is wire.go (what travels),
// session.go, freeform.go and turns.go (in the words of all vendors), list.go
// (walking every chat), problem.go (errors, none of which the vendor documents) and
// clock.go.
//
// Rules name the vendor's page that they come from:
//
//	src      the page of the end operation, which goes before all others
//	CREATE, GET, LIST, UPDATE, COMPL
//	         documentation.uponai.com/api-reference/chats/…
//	GUIDE    documentation.uponai.com/Deploy/create-chat-completion
//	RT       the API of Retell AI, which this one looks like; a guess throughout
//
// There is no call that deletes a chat.
package uponai
