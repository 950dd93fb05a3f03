package transport

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"slices"

	"github.com/hashicorp/go-retryablehttp"
)

func (t *Transport) newRequest(ctx context.Context, call Call) (*retryablehttp.Request, error) {
	target, err := joinPath(t.base, call.Path)
	if err != nil {
		return nil, err
	}
	target.RawQuery = call.Query.Encode()

	var body any
	if call.Body != nil {
		var encoded bytes.Buffer
		encoder := json.NewEncoder(&encoded)
		encoder.SetEscapeHTML(false)
		if err := encoder.Encode(call.Body); err != nil {
			return nil, err
		}
		body = bytes.TrimRight(encoded.Bytes(), "\n")
	}
	request, err := retryablehttp.NewRequestWithContext(ctx, call.Method, target.String(), body)
	if err != nil {
		return nil, errors.New("the request could not be built")
	}
	for name, values := range t.options.Header {
		request.Header[name] = slices.Clone(values)
	}
	request.Header.Set("Accept", "application/json")
	if call.Stream != nil {
		request.Header.Set("Accept", eventStream)
	}
	if call.Body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	if t.options.UserAgent != "" {
		request.Header.Set("User-Agent", t.options.UserAgent)
	}
	if call.Credential.Header != "" {
		t.redactor.Add(credentialSecret(call.Credential))
		request.Header.Set(call.Credential.Header, call.Credential.Value)
	}
	return request, nil
}
