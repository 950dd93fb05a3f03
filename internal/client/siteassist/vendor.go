package siteassist

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/shared"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

// name is the vendor in configurations and in client.Lookup.
const name = "siteassist"

// Config says for which visitor to speak: by a Token, or by a PublishableKey and
// a VisitorID that a token is fetched with, and fetched again when it ends.
type Config struct {
	// Token is a visitor's session token, or a private key.
	Token string

	// PublishableKey belongs to one assistant.
	PublishableKey string
	// VisitorID is the device id ("saVid") of 1 to 100 characters. The same id is
	// always the same visitor; another id does not see its conversations (R-init).
	VisitorID string

	// Transport is completed by New: Vendor, Problem and Secrets, and BaseURL
	// where it is empty.
	Transport transport.Options
}

// Vendor is one visitor at SiteAssist.
type Vendor struct {
	http *transport.Transport

	// fixed is the grant of a configured token; nil where grants are fetched.
	fixed *grant
	// request is what grants are fetched with, and grants the one in use.
	request initRequest
	grants  shared.Value[grant]
	// visitor is whom a configured token stands for.
	visitor shared.Value[string]
	reads   shared.Reads
}

var _ client.Vendor = (*Vendor)(nil)

// New checks the configuration and sends nothing. The error is a sentence for the
// user and holds no secret.
func New(c Config) (*Vendor, error) {
	if err := c.check(); err != nil {
		return nil, err
	}
	options := c.Transport
	options.Vendor = name
	options.Problem = problem
	options.Secrets = append(slices.Clone(options.Secrets), c.Token, c.PublishableKey)
	http, err := transport.New(options)
	if err != nil {
		return nil, fmt.Errorf("base_url %w", err)
	}
	v := &Vendor{http: http, request: initRequest{APIKey: c.PublishableKey, SaVid: c.VisitorID}}
	if c.Token != "" {
		v.fixed = &grant{token: c.Token}
	}
	v.reads = shared.Reads{Single: v.read, Pages: v.sharedPages, Writes: http.Writes, Key: strings.ToLower}
	return v, nil
}

// Connect is New for the values of the vendor's credentials, by their names in the table
// of vendors.
func Connect(values map[string]string, o transport.Options) (client.Vendor, error) {
	v, err := New(Config{
		Token: values["token"], PublishableKey: values["publishable_key"], VisitorID: values["visitor_id"], Transport: o,
	})
	if err != nil {
		return nil, err // not v, which would be no nil as a client.Vendor
	}
	return v, nil
}

// Name implements client.Vendor.
func (v *Vendor) Name() string { return name }

func (c Config) check() error {
	if c.Token != "" {
		if c.PublishableKey != "" || c.VisitorID != "" {
			return errors.New("token stands alone; give either token, or publishable_key and visitor_id")
		}
		if err := transport.CheckCredential(c.Token); err != nil {
			return fmt.Errorf("token %w", err)
		}
		return nil
	}
	if err := transport.CheckCredential(c.PublishableKey); err != nil {
		return fmt.Errorf("publishable_key %w", err)
	}
	if c.VisitorID == "" {
		return errors.New("visitor_id must not be empty")
	}
	if err := client.FormatMaxLength(100)(c.VisitorID); err != nil {
		return fmt.Errorf("visitor_id %w", err)
	}
	return nil
}
