package vendortest

import (
	"github.com/google/go-cmp/cmp"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// Diff compares sessions; of a note it is only compared whether there is one.
func Diff(got, want *client.Session) string {
	return cmp.Diff(got, want, cmp.FilterPath(
		func(p cmp.Path) bool { return p.Last().String() == ".Note" },
		cmp.Comparer(func(a, b string) bool { return (a == "") == (b == "") })))
}
