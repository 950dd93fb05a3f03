package transport

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"sync/atomic"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// Transport sends the calls of one vendor's account. It may be used by any
// number of goroutines.
type Transport struct {
	options  Options
	base     *url.URL
	redactor *Redactor
	gate     *gate
	http     *http.Client
	writes   atomic.Uint64
	// opened has the sessions that this process has opened.
	opened openedSessions
	// configured knows the configured credentials, and no token that a vendor issued.
	configured *Redactor
}

// New checks the options. The error says what is wrong with the base URL.
func New(o Options) (*Transport, error) {
	o.setDefaults()
	base, err := client.ParseBaseURL(o.BaseURL, o.AllowInsecureHTTP)
	if err != nil {
		return nil, err
	}
	t := &Transport{options: o, base: base, redactor: NewRedactor(o.Secrets...), configured: NewRedactor(o.Secrets...)}
	try := &attempts{options: &t.options, redactor: t.redactor, next: o.RoundTripper}
	if try.next == nil {
		try.next = newConnections()
		try.traced = true
	}
	t.gate = newGate(o.RequestsPerSecond, try)
	t.http = &http.Client{
		Transport: t.gate,
		// A redirect would carry the credential to another place.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return t, nil
}

// Hide adds a secret that must not be shown, such as a token that a vendor issued.
func (t *Transport) Hide(secret string) { t.redactor.Add(secret) }

// Redact returns an id as it may be shown. See Redactor.
func (t *Transport) Redact(id string) string { return t.redactor.Redact(id) }

// HasCredential reports whether a text contains a credential or an issued token of at least
// eight letters and digits. An id that does must not be stored, shown or sent in a URL.
func (t *Transport) HasCredential(text string) bool {
	return t.redactor.contains(text, minSecret, false)
}

// Words makes one short line of a vendor's text, fit for an error or a note. See Redactor.
func (t *Transport) Words(text string) string { return t.redactor.Words(text) }

// Do sends the call. The error is a *client.Error. A session that this process has just
// opened and that is not found is asked for again; see AwaitNew.
func (t *Transport) Do(ctx context.Context, call Call) (Answer, error) {
	if skipped := t.options.Outage.Skip(ctx, call.Credential.Temporary); skipped != nil {
		return Answer{}, t.Ended(ctx, call, time.Now(), skipped)
	}
	for attempt := 0; ; attempt++ {
		answer, err := t.do(ctx, call)
		if !t.isMissing(call, err) || !t.AwaitNew(ctx, call.SessionID, attempt) {
			return answer, err
		}
	}
}

// do sends the call with its repeats.
func (t *Transport) do(ctx context.Context, call Call) (Answer, error) {
	defer t.noteWrite(call)
	p := newProgress(ctx, &call)
	if ctx.Err() != nil {
		return Answer{}, t.failure(ctx, call, p, ctx.Err())
	}
	ctx, done := t.detach(ctx, p)
	defer done()
	defer p.forget()

	request, err := t.newRequest(withProgress(ctx, p), call)
	if err != nil {
		return Answer{}, t.failure(ctx, call, p, err)
	}
	response, err := t.retrying(p).Do(request)
	if err != nil {
		return Answer{}, t.failure(ctx, call, p, err)
	}
	defer response.Body.Close()
	body := p.body
	if response.StatusCode < 200 || response.StatusCode > 299 {
		return Answer{}, t.refusal(ctx, call, p, response, body)
	}
	answer := Answer{Status: response.StatusCode, Earlier: call.Repeat != Safe && p.carriedOut.Load(), AfterRefusal: p.refused}
	streamed := p.streamed.Load()
	answer.Empty = !streamed && (answer.Status == http.StatusNoContent || len(bytes.TrimSpace(body)) == 0)
	if date, err := http.ParseTime(response.Header.Get("Date")); err == nil {
		answer.Date = date
	}
	switch {
	case call.Stream != nil && !streamed:
		return answer, t.invalidResponse(call, p, answer, body)
	case p.unreadable != nil:
		return answer, t.invalidResponse(call, p, answer, []byte(p.unreadable.Error()))
	case call.Out == nil, answer.Empty && call.MayBeEmpty:
		return answer, nil
	case answer.Empty:
		return answer, t.invalidResponse(call, p, answer, body)
	}
	values, err := checkValues(body, call.MaxValues)
	if err != nil {
		return answer, t.failure(ctx, call, p, err)
	}
	if values > manyValues {
		decoding.Lock()
		defer decoding.Unlock()
	}
	if json.Unmarshal(body, call.Out) != nil {
		return answer, t.invalidResponse(call, p, answer, body)
	}
	return answer, nil
}
