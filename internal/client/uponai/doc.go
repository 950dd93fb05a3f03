// Package uponai is a client of the UponAI Platform API, where a session is a chat of an
// agent in a workspace.
//
// open.go, read.go, close.go, list.go, metadata.go and messages.go have the calls and
// what each response means. wire.go has the JSON, session.go converts a chat to a
// client.Session.
//
// No error response is documented, so none proves anything about a chat. That a chat
// does not exist is proven by a complete walk of the list alone; see page.end.
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
