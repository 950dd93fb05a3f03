// Package siteassist speaks to SiteAssist's Developer API v2, where a chat
// session is a conversation of one visitor of a website.
//
// Each call has a file: token.go and account.go say who is speaking, open.go,
// read.go and close.go what is done with a conversation, send.go, messages.go and
// feedback.go what is said in it, clock.go what time it is, and each of them what the
// answers mean. The rest is list.go (walking every conversation), the files with wire in
// their names (what travels) and problem.go (the vendor's errors).
//
// Rules name the vendor's page that they come from:
//
//	src      the page of the close operation, which goes before all others
//	R-…      the reference, docs.siteassist.io/developer-api/reference/operations/…
//	O-…      the older v2 pages, docs.siteassist.io/developer-api/{conversations,identity}/…
//	AUTH     docs.siteassist.io/developer-api/authentication
//	CODES    docs.siteassist.io/developer-api/status-codes
//
// There is no call that changes, reopens or deletes a conversation.
package siteassist
