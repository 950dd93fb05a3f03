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

// sharedWalk is the list as shared.Reads wants it.
func (v *Vendor) sharedWalk() client.Pages[*client.Session] { return &sessionWalk{v.walk()} }

type sessionWalk struct{ *walk }

// Next implements client.Pages. The sessions have no account.
func (w *sessionWalk) Next(ctx context.Context) ([]*client.Session, error) {
	told, err := w.walk.Next(ctx)
	sessions := make([]*client.Session, 0, len(told))
	for _, c := range told {
		sessions = append(sessions, w.v.session(*c, string(c.ID)))
	}
	return sessions, err
}
