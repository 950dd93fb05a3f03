package uponai

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/shared"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

// name is the vendor in configurations and in client.Lookup.
const name = "uponai"

// defaultSearchFor is the default of Config.SearchFor.
const defaultSearchFor = 8 * time.Second

// Config configures one workspace.
type Config struct {
	// Token is a bearer token from the profile settings (src).
	Token string
	// WorkspaceID goes with every call: in the query of a GET, else in the body.
	WorkspaceID int64
	// SearchFor is how long a creation whose response was lost is searched for; 0 is
	// the default of 8 seconds.
	SearchFor time.Duration
	// Transport is completed by New: Vendor, Problem and Secrets, and BaseURL
	// where it is empty.
	Transport transport.Options
}

// Vendor is one workspace at UponAI.
type Vendor struct {
	http       *transport.Transport
	credential transport.Credential
	workspace  int64
	searchFor  time.Duration
	reads      shared.Reads
	// discoveries counts what has made chats known to this process that walks of the
	// list from before may lack: each Open and each listing.
	discoveries atomic.Uint64
}

var (
	_ client.Vendor          = (*Vendor)(nil)
	_ client.MetadataUpdater = (*Vendor)(nil)
)

// New checks the configuration; it sends no request. The error is a sentence for the
// user and holds no secret.
func New(c Config) (*Vendor, error) {
	if err := transport.CheckCredential(c.Token); err != nil {
		return nil, fmt.Errorf("token %w", err)
	}
	if c.WorkspaceID == 0 {
		return nil, errors.New("workspace_id must not be 0")
	}
	options := c.Transport
	options.Vendor = name
	options.Problem = problem
	options.NotFound = []int{http.StatusNotFound, http.StatusUnprocessableEntity}
	options.Secrets = append(slices.Clone(options.Secrets), c.Token)
	stack, err := transport.New(options)
	if err != nil {
		return nil, fmt.Errorf("base_url %w", err)
	}
	v := &Vendor{
		http: stack, credential: transport.Bearer(c.Token),
		workspace: c.WorkspaceID, searchFor: c.SearchFor,
	}
	if v.searchFor <= 0 {
		v.searchFor = defaultSearchFor
	}
	v.reads = shared.Reads{
		Vendor: name, Single: v.read, Pages: v.sharedPages, Writes: stack.Writes, Discoveries: v.discoveries.Load, New: stack,
	}
	return v, nil
}

// Connect is New with the credentials by their names in client.Info.
func Connect(values map[string]string, o transport.Options) (client.Vendor, error) {
	workspace, err := strconv.ParseInt(values["workspace_id"], 10, 64)
	if err != nil {
		return nil, errors.New("workspace_id must be a whole number")
	}
	v, err := New(Config{Token: values["token"], WorkspaceID: workspace, Transport: o})
	if err != nil {
		return nil, err // v is a nil pointer, which is not a nil client.Vendor
	}
	return v, nil
}

// Name implements client.Vendor.
func (v *Vendor) Name() string { return name }

// Fingerprint implements client.Vendor.
func (v *Vendor) Fingerprint(salt string) string {
	return transport.Fingerprint(salt, v.credential.Value)
}

// Account is the number of the configured workspace; it costs no request.
func (v *Vendor) Account(context.Context) (string, error) { return v.account(), nil }

func (v *Vendor) account() string { return strconv.FormatInt(v.workspace, 10) }

// workspaceQuery is the query of a GET.
func (v *Vendor) workspaceQuery() url.Values {
	return url.Values{"workspaceId": {v.account()}}
}
