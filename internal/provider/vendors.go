package provider

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/siteassist"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/talkifai"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/uponai"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/uppzy"
)

// constructors is where the vendors are put together, by name. The values are those
// of the vendor's credentials.
var constructors = map[string]func(values map[string]string, o transport.Options) (client.Vendor, error){
	"uppzy":      uppzy.Connect,
	"talkifai":   talkifai.Connect,
	"siteassist": siteassist.Connect,
	"uponai":     uponai.Connect,
}

// vendors are the vendors of one provider configuration, as resources and the
// other objects get them.
type vendors struct {
	ready map[string]client.Vendor
	// refused has the error for each vendor that cannot be used.
	refused map[string]error

	// salt is that of every fingerprint which this run writes.
	saltOnce sync.Once
	salt     string
	// accountWarned has the vendors whose account is not known and was warned of.
	accountWarned sync.Map
}

// newVendors never fails as a whole: see chatProvider.Configure.
func newVendors(blocks map[string]types.Object, common transport.Options, failFast time.Duration, getenv func(string) string) *vendors {
	v := &vendors{ready: map[string]client.Vendor{}, refused: map[string]error{}}
	for _, info := range client.All() {
		s := resolve(info, blocks[info.Name], getenv)
		switch {
		case s.unknown:
			v.refused[info.Name] = &notKnownError{info: info}
			continue
		case len(s.missing) > 0:
			v.refused[info.Name] = &notConfiguredError{info: info, missing: s.missing}
			continue
		}
		options := common
		options.BaseURL = s.values["base_url"]
		options.RequestsPerSecond = s.requestsPerSecond
		options.AllowInsecureHTTP = s.allowInsecureHTTP
		options.Outage = &client.Outage{Lasts: failFast}
		vendor, err := constructors[info.Name](s.values, options)
		if err != nil {
			v.refused[info.Name] = &settingError{info: info, fromEnv: s.fromEnv, err: err}
			continue
		}
		v.ready[info.Name] = vendor
	}
	return v
}

// vendorsOf takes what Configure of the provider has handed to each of its objects.
// It is nil until the provider is configured, as in terraform validate.
func vendorsOf(providerData any) (*vendors, diag.Diagnostics) {
	if providerData == nil {
		return nil, nil
	}
	configured, ok := providerData.(*vendors)
	if !ok {
		return nil, diag.Diagnostics{diag.NewErrorDiagnostic("Unexpected provider data",
			fmt.Sprintf("Expected *vendors, got %T. This is a bug in the provider: please report it.", providerData))}
	}
	return configured, nil
}

// get returns the vendor, or a *notConfiguredError, *notKnownError or
// *settingError that says why it cannot be used.
func (v *vendors) get(name string) (client.Vendor, error) {
	if vendor, ok := v.ready[name]; ok {
		return vendor, nil
	}
	if err, ok := v.refused[name]; ok {
		return nil, err
	}
	return nil, errors.New("there is no vendor " + strconv.Quote(name) + "; known are " + strings.Join(client.Names(), ", "))
}

// checkUsable fails the plan of what needs a vendor that cannot be used. One whose
// settings are not known yet passes, and so does every one before the provider is
// configured.
func (v *vendors) checkUsable(name string) diag.Diagnostics {
	if v == nil {
		return nil
	}
	if _, err := v.get(name); err != nil && !isNotKnown(err) {
		return diag.Diagnostics{vendorDiagnostic(err)}
	}
	return nil
}
