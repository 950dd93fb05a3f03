package uponai

import (
	"context"
	"net/http"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

// UpdateMetadata implements client.MetadataUpdater. The chat is read first, for the
// keys that are not ours; what the application writes between that read and the
// change is lost where the vendor replaces metadata. On a chat that has ended the
// vendor's answer is not documented; an error of it is returned as it is.
// Errors: *client.NotFoundError.
func (v *Vendor) UpdateMetadata(
	ctx context.Context, ref client.Ref, have, want map[string]string,
) (*client.Session, error) {
	shown, err := v.get(ctx, ref.ID)
	if err != nil {
		return nil, err
	}
	return v.patch(ctx, shown, ref.Marker, have, want)
}

// patch changes the metadata of a chat. Whether the vendor merges what it is sent
// into what it has, or replaces it, is not documented (UPDATE), so all that must
// stay is sent, and null for each key that must go. That may be repeated.
func (v *Vendor) patch(
	ctx context.Context, shown *chat, marker string, have, want map[string]string,
) (*client.Session, error) {
	var updated chat
	id := shown.id()
	_, err := v.http.Do(ctx, transport.Call{
		Operation: "update the metadata of the session", SessionID: id,
		Method: http.MethodPatch, Path: []string{"api", "chats", id},
		Body: updateRequest{
			WorkspaceID: v.workspace, Metadata: shown.Metadata.changed(marker, have, want),
		},
		Credential: v.credential, Out: &updated, MayBeEmpty: true, Repeat: transport.Safe,
	})
	switch {
	case err == nil && updated.id() == id:
		return v.session(&updated), nil
	case err == nil:
		// The change is made; only what the chat looks like now is not told.
		again, err := v.get(ctx, id)
		if err != nil {
			return nil, err
		}
		return v.session(again), nil
	case isGarbled(err):
		// A page is not the vendor's, maybe; the chat shows whether it was.
		if again, readErr := v.get(ctx, id); readErr == nil && again.Metadata.holds(have, want) {
			return v.session(again), nil
		}
	}
	return nil, err
}

// holds reports whether want has taken the place of have.
func (f freeForm) holds(have, want map[string]string) bool {
	texts := f.texts()
	for key := range have {
		if _, stays := want[key]; stays || key == client.MarkerKey {
			continue
		}
		if _, shown := texts[key]; shown {
			return false
		}
	}
	for key, value := range want {
		if shown, ok := texts[key]; (!ok || shown != value) && key != client.MarkerKey {
			return false
		}
	}
	return f != nil
}

// changed is what to send so that want takes the place of have: what the vendor
// shows, null for keys that are only in have, and want. The marker stays as shown,
// or as given where the vendor shows none; nobody else sets that key.
func (f freeForm) changed(marker string, have, want map[string]string) map[string]any {
	metadata := make(map[string]any, len(f)+len(want)+1)
	for key, value := range f {
		if _, ok := textOf(value); ok {
			metadata[key] = value
		}
	}
	for key := range have {
		metadata[key] = nil
	}
	for key, value := range want {
		metadata[key] = value
	}
	delete(metadata, client.MarkerKey)
	if shown, ok := f[client.MarkerKey]; ok && f.marker() != "" {
		metadata[client.MarkerKey] = shown
	} else if marker != "" {
		metadata[client.MarkerKey] = marker
	}
	return metadata
}
