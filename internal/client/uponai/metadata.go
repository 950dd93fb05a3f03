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
// stay, and null for each key that must go. Nothing is sent where the chat shows the
// changes already.
//
// The response is the changed chat (UPDATE). Any other success, and a chat that shows
// none of the changes, is settled by reading the chat. Where that shows none of them
// either, the vendor has not accepted them, which is an error.
// Session.DifferingMetadata has the keys that are not as sent.
func (v *Vendor) patch(
	ctx context.Context, before *chat, marker string, have, want map[string]string,
) (*client.Session, error) {
	shown := before.Metadata
	pending := shown.differing(changedKeys(have, want), want)
	if shown != nil && len(pending) == 0 {
		return v.session(before), nil
	}
	id := before.id()
	var after chat
	call := transport.Call{
		Operation: "update the metadata of the session", SessionID: id,
		Method: http.MethodPatch, Path: []string{"api", "chats", id},
		Body: updateRequest{
			WorkspaceID: v.workspace, Metadata: shown.changed(marker, have, want),
		},
		Credential: v.credential, Out: &after, Repeat: transport.Safe,
	}
	answer, err := v.http.Do(ctx, call)
	switch {
	case err != nil:
	case after.id() != id, after.Metadata == nil && shown != nil:
		err = v.http.InvalidResponse(call, answer, "it is not the changed chat")
	case shown.unchanged(after.Metadata, pending, have):
		err = v.http.InvalidResponse(call, answer, "the chat has none of the changes")
	}
	if client.IsInvalidResponse(err) {
		after = chat{}
		if v.fetch(ctx, readOperation, id, &after) != nil || after.Metadata == nil && shown == nil {
			return nil, err
		}
		if after.Metadata == nil {
			after.Metadata = freeForm{} // the last key was removed
		}
		if shown.unchanged(after.Metadata, pending, have) {
			return nil, err
		}
	} else if err != nil {
		return nil, err
	}
	session := v.session(&after)
	if after.Metadata != nil {
		session.DifferingMetadata = after.Metadata.differing(shown.sentKeys(have, want), want)
	}
	return session, nil
}

// changedKeys returns the keys, sorted, that differ between have and want, without the
// marker's.
func changedKeys(have, want map[string]string) []string {
	var keys []string
	for key, value := range want {
		if had, ok := have[key]; (!ok || had != value) && key != client.MarkerKey {
			keys = append(keys, key)
		}
	}
	for key := range have {
		if _, stays := want[key]; !stays && key != client.MarkerKey {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	return keys
}

// sentKeys returns the keys, sorted, for which changed does not send what the vendor
// returned: those that differ between have and want, and those that the vendor lacks.
func (f freeForm) sentKeys(have, want map[string]string) []string {
	keys := changedKeys(have, want)
	for key := range want {
		if _, ok := textOf(f[key]); !ok && key != client.MarkerKey {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// differing returns those of the keys that f has otherwise than want.
func (f freeForm) differing(keys []string, want map[string]string) []string {
	var differing []string
	for _, key := range keys {
		text, ok := textOf(f[key])
		wanted, stays := want[key]
		if ok != stays || text != wanted {
			differing = append(differing, key)
		}
	}
	return differing
}

// lacksAll reports whether the vendor returned an object without any of the keys of sent.
func (f freeForm) lacksAll(sent map[string]string) bool {
	keys := changedKeys(nil, sent)
	return f != nil && len(keys) > 0 && !slices.ContainsFunc(keys, func(key string) bool {
		_, ok := textOf(f[key])
		return ok
	})
}

// unchanged reports whether after, which followed f, proves that the vendor has ignored
// a change of the keys. Where f already had a key otherwise than have, that the vendor
// shows the same again proves nothing: it may store both values so.
func (f freeForm) unchanged(after freeForm, keys []string, have map[string]string) bool {
	if after == nil {
		return false
	}
	proven := false
	for _, key := range keys {
		was, had := textOf(f[key])
		is, has := textOf(after[key])
		if was != is || had != has {
			return false
		}
		text, known := have[key]
		proven = proven || !known || had && was == text
	}
	return proven
}

// changed is the metadata to send so that want takes the place of have: null for keys
// that are in have alone, the values of want that are new or other than in have, and
// everything else as the vendor returned it, so that no type is changed. The marker stays
// as the vendor returned it, or as given where the vendor returned none.
func (f freeForm) changed(marker string, have, want map[string]string) map[string]any {
	metadata := make(map[string]any, len(f)+len(want)+1)
	for key, value := range f {
		if _, ok := textOf(value); ok {
			metadata[key] = value
		}
	}
	for key := range have {
		if _, stays := want[key]; !stays {
			metadata[key] = nil
		}
	}
	for key, value := range want {
		text, ok := textOf(f[key])
		had, same := have[key]
		if ok && (text == value || same && had == value) {
			continue
		}
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
