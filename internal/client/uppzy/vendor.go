package uppzy

import (
	"context"
	"fmt"
	"sync"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

const name = "uppzy"

// Config configures New.
type Config struct {
	// APIKey is the key of a plan with M2M access (AUT).
	APIKey string
	// SiteID is the site that has the sessions; it is the account.
	SiteID string
	// Transport says how requests are sent. New fills Vendor, Problem and
	// Secrets, and BaseURL where it is empty.
	Transport transport.Options
}

// Vendor is one site at Uppzy. It may be used by any number of goroutines.
type Vendor struct {
	http       *transport.Transport
	credential transport.Credential
	site       string
	lists      lists
	// sent has the ids of the sessions that messages were sent to.
	sent sync.Map
}

var _ client.Vendor = (*Vendor)(nil)

// New checks the configuration; it sends nothing. The error is a sentence for
// the user that names the field and repeats no secret.
func New(c Config) (*Vendor, error) {
	if err := transport.CheckCredential(c.APIKey); err != nil {
		return nil, fmt.Errorf("the api_key of Uppzy %w", err)
	}
	if err := client.CheckID(c.SiteID); err != nil {
		return nil, fmt.Errorf("the site_id of Uppzy %w", err)
	}
	options := c.Transport
	options.Vendor = name
	options.Problem = problem
	options.Secrets = append([]string{c.APIKey}, options.Secrets...)
	stack, err := transport.New(options)
	if err != nil {
		return nil, fmt.Errorf("the base_url of Uppzy %w", err)
	}
	return &Vendor{
		http:       stack,
		credential: transport.Credential{Header: "X-API-Key", Value: c.APIKey},
		site:       c.SiteID,
	}, nil
}

// Connect is New for the values of the vendor's credentials, by their names in the table
// of vendors.
func Connect(values map[string]string, o transport.Options) (client.Vendor, error) {
	v, err := New(Config{APIKey: values["api_key"], SiteID: values["site_id"], Transport: o})
	if err != nil {
		return nil, err // v is a nil *Vendor, which is not a nil client.Vendor
	}
	return v, nil
}

// Name implements client.Vendor.
func (v *Vendor) Name() string { return name }

// Fingerprint implements client.Vendor.
func (v *Vendor) Fingerprint(salt string) string {
	return transport.Fingerprint(salt, v.credential.Value)
}

// Account is the site. It is configured, so no request is sent.
func (v *Vendor) Account(context.Context) (string, error) { return v.site, nil }

// path is the path of a call below the site.
func (v *Vendor) path(segments ...string) []string {
	return append([]string{"m2m", "sites", v.site}, segments...)
}
