package talkifai

import (
	"context"
	"fmt"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

const (
	name = "talkifai"

	// endsByItself is what becomes of a session that nobody ends (S2).
	endsByItself = "it ends by itself after 30 idle minutes"
)

// Config is what it takes to open sessions.
type Config struct {
	// APIKey is the secret key, tk_live_…, which opens sessions and nothing else.
	APIKey string
	// Transport says how requests are sent. New fills Vendor, Problem and
	// Secrets, and BaseURL where it is empty.
	Transport transport.Options
}

// Vendor is one key at TalkifAI. It may be used by any number of goroutines.
type Vendor struct {
	http *transport.Transport
	key  transport.Credential
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
	// IN has the key as a bearer token; the chat pages have X-API-Key (CS, OV).
	return &Vendor{http: stack, key: transport.Credential{Header: "X-API-Key", Value: c.APIKey}}, nil
}

// Connect is New for the values of the vendor's credentials, by their names in the table
// of vendors.
func Connect(values map[string]string, o transport.Options) (client.Vendor, error) {
	v, err := New(Config{APIKey: values["api_key"], Transport: o})
	if err != nil {
		return nil, err // not v, which would be no nil as a client.Vendor
	}
	return v, nil
}

// Name implements client.Vendor.
func (v *Vendor) Name() string { return name }

// Account is empty: an id at TalkifAI means the same whatever key is configured,
// since the session's own token opens it.
func (v *Vendor) Account(context.Context) (string, error) { return "", nil }
