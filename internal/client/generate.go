package client

import "github.com/google/uuid"

// DefaultSessionIDPrefix begins the ids that are made up where the user gives
// neither an id nor a prefix.
const DefaultSessionIDPrefix = "terraform-"

// GenerateSessionID makes an id that no other session has.
func GenerateSessionID(prefix string) string {
	if prefix == "" {
		prefix = DefaultSessionIDPrefix
	}
	return prefix + uuid.NewString()
}
