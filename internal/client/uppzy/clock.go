package uppzy

import (
	"context"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

var _ client.Clock = (*Vendor)(nil)

// Clock tells Uppzy's time by one request for the list, which changes nothing and
// needs the key and the site.
func (v *Vendor) Clock(ctx context.Context) (time.Time, error) {
	_, answer, err := v.sessions(ctx, "")
	if err != nil {
		return time.Time{}, err
	}
	return answer.Date, nil
}
