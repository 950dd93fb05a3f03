package client

import "github.com/google/uuid"

// MarkerKey is the key of a session's metadata under which a unique value is
// kept, where that is the only way to find a session again whose creation had no
// answer (UponAI). It belongs to this provider: it is refused as a key in a
// configuration and is never shown among the metadata.
const MarkerKey = "terraform_provider_chat"

// GenerateMarker makes a value that no other session is marked with.
func GenerateMarker() string { return uuid.NewString() }
