package uponai

import (
	"context"
	"iter"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

var _ client.Historian = (*Vendor)(nil)

// Messages implements client.Historian with one request: a chat comes with all its
// messages (GET), also after its end. Its answers mean what they mean to get; a chat
// that only the list shows does not tell its history, and the error of the read
// stands.
func (v *Vendor) Messages(ctx context.Context, ref client.Ref) iter.Seq2[*client.Message, error] {
	return func(yield func(*client.Message, error) bool) {
		var told conversation
		err := v.fetch(ctx, "read the messages of the session", ref.ID, &told)
		if isAmbiguous(err) {
			if _, absent := v.listed(ctx, ref.ID, err); absent != nil {
				err = absent
			}
		}
		if err != nil {
			yield(nil, err)
			return
		}
		for _, one := range told.Messages {
			m := &client.Message{Role: string(one.Role), Name: string(one.Name), Text: string(one.Content)}
			if !yield(m, nil) {
				return
			}
		}
	}
}
