package uppzy

import (
	"cmp"
	"context"
	"iter"
	"maps"
	"slices"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

var _ client.Lister = (*Vendor)(nil)

// Sessions implements client.Lister with one request: no paging is documented.
// The vendor narrows the list to an end user's e-mail address (S1); the order is
// the provider's own, since none is documented.
func (v *Vendor) Sessions(ctx context.Context, f client.Filter) iter.Seq2[*client.Session, error] {
	return func(yield func(*client.Session, error) bool) {
		listed, _, err := v.sessions(ctx, f.UserIdentifier)
		if err != nil {
			yield(nil, err)
			return
		}
		entries := slices.SortedFunc(maps.Values(listed), func(a, b entry) int {
			return cmp.Or(b.CreatedAt.Compare(a.CreatedAt.Time), cmp.Compare(a.ID, b.ID))
		})
		for _, e := range entries {
			if !yield(e.session(v.site), nil) {
				return
			}
		}
	}
}
