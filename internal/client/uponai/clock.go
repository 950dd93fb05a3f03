package uponai

import (
	"context"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

var _ client.Clock = (*Vendor)(nil)

// Clock tells the vendor's time by one request for a page of one chat.
func (v *Vendor) Clock(ctx context.Context) (time.Time, error) {
	_, answer, err := v.page(ctx, "", 1, transport.Safe)
	if err != nil {
		return time.Time{}, err
	}
	return answer.Date, nil
}
