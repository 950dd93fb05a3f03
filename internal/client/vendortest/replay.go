package vendortest

import (
	"bytes"
	"io"
	"net/http"
	"sync"
)

// Replay asks each question once and answers it from memory from then on. Of the
// requests it knows nothing but method and address.
type Replay struct {
	next  http.RoundTripper
	mu    sync.Mutex
	heard map[string]*recorded
}

// recorded is an answer that was heard.
type recorded struct {
	response http.Response
	body     []byte
}

// NewReplay is a Replay that asks by next.
func NewReplay(next http.RoundTripper) *Replay {
	return &Replay{next: next, heard: map[string]*recorded{}}
}

// RoundTrip implements http.RoundTripper.
func (p *Replay) RoundTrip(r *http.Request) (*http.Response, error) { return RoundTrip(p.answer)(r) }

func (p *Replay) answer(r *http.Request) (*http.Response, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	question := r.Method + " " + r.URL.String()
	kept, known := p.heard[question]
	if !known {
		response, err := p.next.RoundTrip(r)
		if err != nil {
			return nil, err
		}
		body, err := io.ReadAll(response.Body)
		if closed := response.Body.Close(); err == nil {
			err = closed
		}
		if err != nil {
			return nil, err
		}
		kept = &recorded{response: *response, body: body}
		p.heard[question] = kept
	}
	again := kept.response
	again.Request, again.Header = r, kept.response.Header.Clone()
	again.Body = io.NopCloser(bytes.NewReader(kept.body))
	return &again, nil
}

// Largest is the largest body that was heard: the fullest page of a list that was
// walked.
func (p *Replay) Largest() []byte {
	p.mu.Lock()
	defer p.mu.Unlock()
	var largest []byte
	for _, kept := range p.heard {
		if len(kept.body) > len(largest) {
			largest = kept.body
		}
	}
	return largest
}
