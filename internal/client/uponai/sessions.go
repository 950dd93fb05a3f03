package uponai

import (
	"context"
	"iter"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

var _ client.Lister = (*Vendor)(nil)

// Sessions implements client.Lister. The list takes no filter at all (LIST).
func (v *Vendor) Sessions(ctx context.Context, _ client.Filter) iter.Seq2[*client.Session, error] {
	return func(yield func(*client.Session, error) bool) {
		for c, err := range v.chats(ctx) {
			if err != nil {
				yield(nil, err)
				return
			}
			if !yield(v.session(c), nil) {
				return
			}
		}
	}
}

// sharedPages is the list for shared.Reads: each page is tried once.
func (v *Vendor) sharedPages() client.Pages[*client.Session] {
	return client.MapPages(v.walk(transport.Once), v.session)
}
