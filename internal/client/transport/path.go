package transport

import (
	"errors"
	"fmt"
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

// CheckID refuses an id in the response to call that must not be stored: one that cannot
// be sent in a later call, and one with a credential in it. The error is an invalid
// response, and shows the id without the credential.
func (t *Transport) CheckID(call Call, answer Answer, id string) error {
	if id == "" {
		return t.InvalidResponse(call, answer, "it has no id")
	}
	err := client.CheckID(id)
	if err == nil && t.HasCredential(id) {
		err = errors.New("must not contain a credential")
	}
	if err == nil {
		return nil
	}
	return t.InvalidResponse(call, answer, fmt.Sprintf("its id %q %s", t.redactor.Redact(id), err))
}
