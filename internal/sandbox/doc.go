// Package sandbox runs the chat APIs of four vendors (Uppzy, TalkifAI, SiteAssist
// and UponAI) in memory, on one loopback listener.
//
// It follows the vendors' public pages, not any client: sessions are opened, take
// messages, answer, expire and close as those pages say. Where a page is silent,
// [Variants] names the open point and lets a test choose the answer. [Fault] breaks
// calls on purpose, [Sandbox.Advance] moves the clock, [Sandbox.Requests] shows what
// came in.
//
//	box, err := sandbox.Start(sandbox.Options{})
//	defer box.Close()
//	baseURL := box.BaseURL("uppzy") // with sandbox.UppzyAPIKey and sandbox.UppzySiteID
//
// Doc comments cite the vendors' pages by short keys:
//
//   - Uppzy: S0 the session close page, S1 the chat endpoints guide, FB the feedback
//     page, ERR the error catalog, AW the async worker playbook
//   - TalkifAI: S2 the end session page, CS create session, SM send message, GH get
//     history, OV the overview, IN the introduction
//   - SiteAssist: src the close conversation page, R-* and O-* the current and the
//     older reference pages, CODES the status code page, AUTH the authentication page
//   - UponAI: src the end chat page, CREATE, GET, LIST, UPDATE, COMPL and AGENT the
//     reference pages, RT the public contract of Retell AI, on which UponAI looks to be
//     built
package sandbox
