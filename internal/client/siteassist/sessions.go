package siteassist

import (
	"context"
	"iter"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
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

// sharedPages is the list for shared.Reads: each page is tried once, and the sessions
// have no account.
func (v *Vendor) sharedPages() client.Pages[*client.Session] {
	return client.MapPages(v.walk(transport.Once), func(c *conversation) *client.Session {
		return v.session(*c, string(c.ID))
	})
}
