package talkifai

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

// probe asks for one message of the session's history, the only read there is
// (GH). Whatever JSON comes back, the vendor still answers for the session; more
// than that it does not say, since no page tells whether the history outlives
// the session.
func (v *Vendor) probe(ctx context.Context, id, token string, repeat transport.Repeat) error {
	v.http.Hide(token)
	var history json.RawMessage
	_, err := v.http.Do(ctx, transport.Call{
		Operation:  "read the session",
		SessionID:  id,
		Method:     http.MethodGet,
		Path:       []string{"sessions", id, "messages"},
		Query:      url.Values{"limit": {"1"}},
		Credential: transport.Bearer(token),
		Out:        &history,
		Repeat:     repeat,
	})
	return err
}

// over reports whether an answer means that the session has ended: its token is
// dead (401), or TalkifAI has dropped it (404).
func over(err error) bool {
	return says(err, http.StatusUnauthorized) || says(err, http.StatusNotFound)
}
