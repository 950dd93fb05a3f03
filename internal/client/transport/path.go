package transport

import (
	"net/url"
	"strings"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// joinPath adds segments to a base URL. Each is escaped whole, so that a slash,
// a percent sign or a question mark in an id stays part of the id. A segment
// that client.CheckID refuses is a client.ErrBadID.
func joinPath(base *url.URL, segments []string) (*url.URL, error) {
	joined := *base
	var plain, escaped strings.Builder
	plain.WriteString(base.Path)
	escaped.WriteString(base.EscapedPath())
	for _, segment := range segments {
		if client.CheckID(segment) != nil {
			return nil, client.ErrBadID
		}
		plain.WriteString("/" + segment)
		escaped.WriteString("/" + url.PathEscape(segment))
	}
	joined.Path, joined.RawPath = plain.String(), escaped.String()
	return &joined, nil
}
