// Package sandbox runs the chat APIs of all vendors in memory, on one loopback listener.
//
// It follows the vendors' public pages, not any client: sessions are opened, take
// messages, answer, expire and close as those pages say. Where a page is silent,
// [Variants] names the open point and lets a test choose the answer, and [Readings] lists
// the answers by the marks of the contracts. [Fault] breaks calls on purpose, also as a
// gateway in between would ([GatewayShapes]). [Sandbox.Advance] moves the clock, and
// [Sandbox.Requests] shows what came in and what was answered.
//
//	box, err := sandbox.Start(sandbox.Options{})
//	defer box.Close()
//	baseURL := box.BaseURL("uppzy") // with sandbox.UppzyAPIKey and sandbox.UppzySiteID
//
// What a vendor is, and which of its pages comments cite by which short keys, is in a
// file of its own, such as uppzy_vendor.go; the files that begin with its name are all
// that it has. The vendors are put together in vendors.go.
package sandbox
