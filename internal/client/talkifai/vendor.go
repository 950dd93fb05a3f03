package talkifai

import (
	"context"
	"fmt"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

const (
	name = "talkifai"

	// expires is what becomes of a session that is not ended (S2).
	expires = "it expires after 30 idle minutes"
)

// Config configures New.
type Config struct {
	// APIKey is the secret key, tk_live_…, which opens sessions and nothing else.
	APIKey string
	// Transport says how requests are sent. New fills Vendor, Problem and
	// Secrets, and BaseURL where it is empty.
	Transport transport.Options
	// Now is the local clock, which decides whether a token must have expired; nil is
	// time.Now.
	Now func() time.Time
}

// Vendor is one key at TalkifAI. It may be used by any number of goroutines.
type Vendor struct {
	http *transport.Transport
	key  transport.Credential
	now  func() time.Time
}

var (
	_ client.Vendor    = (*Vendor)(nil)
	_ client.Messenger = (*Vendor)(nil)
	_ client.Historian = (*Vendor)(nil)
)

// New checks the configuration; it sends nothing. The error is a sentence for
// the user that names the field and repeats no secret.
func New(c Config) (*Vendor, error) {
	if err := transport.CheckCredential(c.APIKey); err != nil {
		return nil, fmt.Errorf("the api_key of TalkifAI %w", err)
	}
	options := c.Transport
	options.Vendor = name
	options.Problem = problem
	options.Secrets = append([]string{c.APIKey}, options.Secrets...)
	stack, err := transport.New(options)
	if err != nil {
		return nil, fmt.Errorf("the base_url of TalkifAI %w", err)
	}
	v := &Vendor{
		http: stack,
		// IN has the key as a bearer token; the chat pages have X-API-Key (CS, OV).
		key: transport.Credential{Header: "X-API-Key", Value: c.APIKey},
		now: c.Now,
	}
	if v.now == nil {
		v.now = time.Now
	}
	return v, nil
}

// Connect is New for the values of the vendor's credentials, by their names in the table
// of vendors.
func Connect(values map[string]string, o transport.Options) (client.Vendor, error) {
	v, err := New(Config{APIKey: values["api_key"], Transport: o})
	if err != nil {
		return nil, err // v is a nil *Vendor, which is not a nil client.Vendor
	}
	return v, nil
}

// Name implements client.Vendor.
func (v *Vendor) Name() string { return name }

// Fingerprint implements client.Vendor.
func (v *Vendor) Fingerprint(salt string) string {
	return transport.Fingerprint(salt, v.key.Value)
}

// Account is empty: the session's own token selects the session, whatever key is
// configured.
func (v *Vendor) Account(context.Context) (string, error) { return "", nil }
