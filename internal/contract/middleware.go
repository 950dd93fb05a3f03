package contract

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"

	"github.com/getkin/kin-openapi/openapi3filter"
)

// Middleware checks every call on its way to next and back. Neither the request
// nor the answer is changed: what breaks the contract passes all the same and is
// kept for [Validator.Violations]. An answer that is never finished, because the
// handler took the connection over or aborted, is not checked.
func (v *Validator) Middleware(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, readErr := io.ReadAll(r.Body)
		_ = r.Body.Close() // everything that could be read has been

		input := v.checkRequest(r, body)

		passed := r.WithContext(r.Context())
		passed.Body = replay(body, readErr)
		watched := &watcher{ResponseWriter: w}
		next.ServeHTTP(watched, passed)

		if input != nil && !watched.hijacked {
			v.checkResponse(r.Context(), input, watched)
		}
	})
}

// checkRequest reports what is wrong with the request and returns what the check
// of the answer needs, nil for a route that the contract does not know.
func (v *Validator) checkRequest(r *http.Request, body []byte) *openapi3filter.RequestValidationInput {
	copied := r.Clone(r.Context())
	copied.Body = http.NoBody
	if len(body) > 0 {
		copied.Body = io.NopCloser(bytes.NewReader(body))
	}
	violation := Violation{Side: SideRequest, Method: r.Method, Path: r.URL.EscapedPath()}

	route, params, err := v.router.FindRoute(copied)
	if err != nil {
		violation.Reason = "route: " + err.Error()
		v.report(violation)
		return nil
	}
	violation.Operation = route.Operation.OperationID
	v.count(route.Operation.OperationID)

	input := &openapi3filter.RequestValidationInput{
		Request:    copied,
		PathParams: params,
		Route:      route,
		Options:    v.options,
	}
	if err := openapi3filter.ValidateRequest(r.Context(), input); err != nil {
		violation.Reason = err.Error()
		v.report(violation)
	}
	for _, reason := range v.strayParts(input, body) {
		violation.Reason = reason
		v.report(violation)
	}
	return input
}

// strayParts finds what a request carries although its operation has no place for
// it. The library checks only what is declared.
func (v *Validator) strayParts(input *openapi3filter.RequestValidationInput, body []byte) []string {
	var reasons []string
	if input.Route.Operation.RequestBody == nil && len(body) > 0 {
		reasons = append(reasons, "the operation takes no body")
	}
	for name, values := range input.Request.URL.Query() {
		operation := input.Route.Operation.Parameters.GetByInAndName("query", name)
		shared := input.Route.PathItem.Parameters.GetByInAndName("query", name)
		switch {
		case operation == nil && shared == nil:
			reasons = append(reasons, fmt.Sprintf("query parameter %q is not declared", name))
		case len(values) > 1:
			reasons = append(reasons, fmt.Sprintf("query parameter %q is given %d times", name, len(values)))
		}
	}
	for _, name := range foreignCredentials(input.Route, input.Request.Header) {
		reasons = append(reasons, "the operation asks for no credential in header "+name)
	}
	return reasons
}

// checkResponse reports what is wrong with a finished answer.
func (v *Validator) checkResponse(
	ctx context.Context, input *openapi3filter.RequestValidationInput, answer *watcher,
) {
	violation := Violation{
		Operation: input.Route.Operation.OperationID,
		Side:      SideResponse,
		Method:    input.Request.Method,
		Path:      input.Request.URL.EscapedPath(),
		Status:    answer.statusCode(),
	}
	report := func(reason string) {
		violation.Reason = reason
		v.report(violation)
	}
	responses := input.Route.Operation.Responses
	declared := responses.Status(violation.Status)
	if declared == nil {
		declared = responses.Default()
	}
	switch {
	case declared == nil:
		// Asked here as well, because the library waves some redirects through.
		report("the status is not declared")
		return
	case answer.truncated:
		report(fmt.Sprintf("the body is over %d bytes and was not checked", maxWatchedBody))
		return
	case violation.Status == http.StatusNoContent && answer.body.Len() > 0:
		report("204 with a body")
	}
	err := openapi3filter.ValidateResponse(ctx, &openapi3filter.ResponseValidationInput{
		RequestValidationInput: input,
		Status:                 violation.Status,
		Header:                 answer.Header(),
		Body:                   io.NopCloser(&answer.body),
		Options:                v.options,
	})
	if err != nil {
		report(err.Error())
	}
}

// replay gives the handler the body it would have read itself, down to the error
// that ended it.
func replay(body []byte, err error) io.ReadCloser {
	if err == nil {
		return io.NopCloser(bytes.NewReader(body))
	}
	return io.NopCloser(io.MultiReader(bytes.NewReader(body), failing{err}))
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }
