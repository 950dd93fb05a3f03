package uponai_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/uponai"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
)

func offline(t *testing.T, c uponai.Config, f vendortest.RoundTrip) *uponai.Vendor {
	t.Helper()
	c.Token, c.WorkspaceID, c.Transport.RoundTripper = token, workspace, f
	v, err := uponai.New(c)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// lossy is a vendor that carries a creation out and spoils its answer.
type lossy struct {
	// spoil is the answer to the creation.
	spoil func(r *http.Request) (*http.Response, error)
	// appears is when after the creation the list has the chat; 0 is never.
	appears time.Duration
	// list is the answer before that; nil is an empty page.
	list func(r *http.Request) (*http.Response, error)

	creates, lists int
	marker         string
	born           time.Time
}

func (l *lossy) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Method == http.MethodPost {
		body, _ := io.ReadAll(r.Body)
		l.creates++
		_, l.marker, _ = strings.Cut(string(body), `"`+client.MarkerKey+`":"`)
		l.marker = l.marker[:36]
		l.born = time.Now()
		return l.spoil(r)
	}
	l.lists++
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	if l.appears != 0 && time.Since(l.born) >= l.appears {
		return vendortest.Answer(200, pageJSON("null", `{"chatId":"other","metadata":{"`+client.MarkerKey+`":"x"}}`,
			chatJSON(`"status":"ongoing","metadata":{"`+client.MarkerKey+`":"`+l.marker+`","a":"1"}`))), nil
	}
	if l.list != nil {
		return l.list(r)
	}
	return vendortest.Answer(200, pageJSON("null")), nil
}

var errCut = errors.New("connection reset by peer")

func cut(*http.Request) (*http.Response, error) { return nil, errCut }

func says(status int, body string) func(*http.Request) (*http.Response, error) {
	return func(*http.Request) (*http.Response, error) { return vendortest.Answer(status, body), nil }
}

func open(ctx context.Context, v *uponai.Vendor) (*client.Session, error) {
	return v.Open(ctx, client.OpenRequest{AgentID: agent, Metadata: map[string]string{"a": "1"}})
}
