// Package siteassist is the client of SiteAssist's Developer API v2, where a chat
// session is a conversation of one visitor of a website.
//
// Rules name the page of the vendor's documentation that they come from:
//
//	src      the page of the close operation, the highest authority
//	R-…      the reference, docs.siteassist.io/developer-api/reference/operations/…
//	O-…      the older v2 pages, docs.siteassist.io/developer-api/{conversations,identity}/…
//	AUTH     docs.siteassist.io/developer-api/authentication
//	START    docs.siteassist.io/developer-api/get-started
//	CODES    docs.siteassist.io/developer-api/status-codes
//
// The API has no call that changes, reopens or deletes a conversation.
package siteassist
