package siteassist

import (
	"context"
	"iter"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

var _ client.Lister = (*Vendor)(nil)

// Sessions implements client.Lister. The list is that of the visitor alone
// (R-list).
func (v *Vendor) Sessions(ctx context.Context, _ client.Filter) iter.Seq2[*client.Session, error] {
	return func(yield func(*client.Session, error) bool) {
		account, err := v.Account(ctx)
		if err != nil {
			yield(nil, err)
			return
		}
		for c, err := range v.conversations(ctx) {
			if err != nil {
				yield(nil, err)
				return
			}
			session := v.session(*c, string(c.ID))
			session.Account = account
			if !yield(session, nil) {
				return
			}
		}
	}
}
