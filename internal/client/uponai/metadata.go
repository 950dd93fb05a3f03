package uponai

import (
	"context"
	"net/http"
	"slices"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

// UpdateMetadata implements client.MetadataUpdater. It reads the chat first, for the
// keys of others. What the application writes between that read and the change is lost
// where the vendor replaces metadata. The response to a change of a chat that has ended
// is not documented; an error is returned as it is. Errors: *client.NotFoundError.
func (v *Vendor) UpdateMetadata(
	ctx context.Context, ref client.Ref, have, want map[string]string,
) (*client.Session, error) {
	var shown chat
	if err := v.get(ctx, readOperation, ref, &shown); err != nil {
		return nil, err
	}
	return v.patch(ctx, &shown, ref.Marker, have, want)
}

// patch changes the metadata of a chat from have to want. Whether the vendor merges or
// replaces metadata is not documented (UPDATE), so the request has every key that must
// stay, and null for each key that must go. Nothing is sent where the chat shows want
// already.
//
// The response is the changed chat (UPDATE). Any other success is settled by reading
// the chat. A chat that shows none of the changes has not accepted them, which is an
// error. Session.DifferingMetadata has the keys that are not as sent.
func (v *Vendor) patch(
	ctx context.Context, before *chat, marker string, have, want map[string]string,
) (*client.Session, error) {
	pending := before.Metadata.pending(have, want)
	if before.Metadata != nil && len(pending) == 0 {
		return v.session(before), nil
	}
	id := before.id()
	var after chat
	call := transport.Call{
		Operation: "update the metadata of the session", SessionID: id,
		Method: http.MethodPatch, Path: []string{"api", "chats", id},
		Body: updateRequest{
			WorkspaceID: v.workspace, Metadata: before.Metadata.changed(marker, have, want),
		},
		Credential: v.credential, Out: &after, Repeat: transport.Safe,
	}
	answer, err := v.http.Do(ctx, call)
	if err == nil && (after.id() != id || after.Metadata == nil && before.Metadata != nil) {
		err = v.http.InvalidResponse(call, answer, "it is not the changed chat")
	}
	if client.IsInvalidResponse(err) {
		after = chat{}
		if v.fetch(ctx, readOperation, id, &after) != nil || after.Metadata == nil && before.Metadata == nil {
			return nil, err
		}
		if after.Metadata == nil {
			after.Metadata = freeForm{} // the last key was removed
		}
	} else if err != nil {
		return nil, err
	}
	session := v.session(&after)
	if after.Metadata == nil {
		// The vendor returns no metadata in any response.
		return session, nil
	}
	if len(pending) > 0 && !after.Metadata.differs(before.Metadata, pending) {
		if err == nil {
			err = v.http.InvalidResponse(call, answer, "the chat has none of the changes")
		}
		return nil, err
	}
	session.DifferingMetadata = after.Metadata.pending(have, want)
	return session, nil
}

// pending returns the keys, sorted, that have to change for want to take the place of
// have: those of want that are missing or have another value, and those that are in have
// alone and are still there.
func (f freeForm) pending(have, want map[string]string) []string {
	var keys []string
	for key, value := range want {
		if text, ok := textOf(f[key]); (!ok || text != value) && key != client.MarkerKey {
			keys = append(keys, key)
		}
	}
	for key := range have {
		_, stays := want[key]
		if _, ok := textOf(f[key]); ok && !stays && key != client.MarkerKey {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	return keys
}

// differs reports whether any of the keys has another value than in before.
func (f freeForm) differs(before freeForm, keys []string) bool {
	return slices.ContainsFunc(keys, func(key string) bool {
		was, had := textOf(before[key])
		is, has := textOf(f[key])
		return was != is || had != has
	})
}

// changed is the metadata to send so that want takes the place of have: what the vendor
// returned, null for keys that are in have alone, and want. The marker stays as the
// vendor returned it, or as given where the vendor returned none.
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
