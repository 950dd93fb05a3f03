package siteassist

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/shared"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

// name is the vendor in configurations and in client.Lookup.
const name = "siteassist"

// Config has the credentials of one visitor: a Token, or a PublishableKey and a VisitorID
// with which tokens are fetched.
type Config struct {
	// Token is a visitor's session token, or a private key.
	Token string

	// PublishableKey belongs to one assistant.
	PublishableKey string
	// VisitorID is the device id ("saVid") of 1 to 100 characters. The same id is
	// always the same visitor; another id has other conversations (R-init).
	VisitorID string
	// Origin is the origin of one of the allowed websites of the publishable key
	// (START), which each request is sent with; empty sends none.
	Origin string

	// Transport is completed by New: Vendor, Problem, Header and Secrets, and BaseURL
	// where it is empty.
	Transport transport.Options
}

// Vendor is one visitor at SiteAssist.
type Vendor struct {
	http *transport.Transport

	// fixed is the configured token; nil where tokens are fetched.
	fixed *visitorToken
	// request is what tokens are fetched with, from origin where that is not empty, and
	// tokens the one in use.
	request initRequest
	origin  string
	tokens  shared.Value[visitorToken]
	// account is the visitor of a configured token.
	account shared.Value[account]
	reads   shared.Reads
	// discoveries counts what has made conversations known to this process that walks of
	// the list from before may lack: each Open and each listing.
	discoveries atomic.Uint64
	// starting counts the creations that wait for their response.
	starting atomic.Int64
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
	if c.Origin != "" {
		options.Header = http.Header{"Origin": {c.Origin}}
	}
	stack, err := transport.New(options)
	if err != nil {
		return nil, fmt.Errorf("base_url %w", err)
	}
	v := &Vendor{http: stack, request: initRequest{APIKey: c.PublishableKey, SaVid: c.VisitorID}, origin: c.Origin}
	if c.Token != "" {
		v.fixed = &visitorToken{token: c.Token}
	}
	v.reads = shared.Reads{
		Vendor: name, Single: v.read, Pages: v.sharedPages, Writes: stack.Writes, Discoveries: v.discoveries.Load, Key: strings.ToLower, New: stack,
	}
	return v, nil
}

// Connect is New for credentials by their names in the table of vendors.
func Connect(values map[string]string, o transport.Options) (client.Vendor, error) {
	v, err := New(Config{
		Token: values["token"], PublishableKey: values["publishable_key"], VisitorID: values["visitor_id"],
		Origin: values["origin"], Transport: o,
	})
	if err != nil {
		return nil, err // not v: a nil *Vendor is not a nil client.Vendor
	}
	return v, nil
}

// Name implements client.Vendor.
func (v *Vendor) Name() string { return name }

// Fingerprint implements client.Vendor. It does not depend on fetched tokens or on the
// origin: they change, and the visitor does not.
func (v *Vendor) Fingerprint(salt string) string {
	if v.fixed != nil {
		return transport.Fingerprint(salt, v.fixed.token)
	}
	return transport.Fingerprint(salt, v.request.APIKey, v.request.SaVid)
}

func (c Config) check() error {
	if c.Token != "" {
		if c.PublishableKey != "" || c.VisitorID != "" || c.Origin != "" {
			return errors.New("token stands alone; give either token, or publishable_key and visitor_id and optionally origin")
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
	if c.Origin == "" {
		return nil
	}
	if err := client.FormatOrigin(c.Origin); err != nil {
		return fmt.Errorf("origin %w", err)
	}
	return nil
}
