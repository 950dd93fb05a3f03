package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// find lists what would be closed now. Where the account is not confirmed, it refuses
// unless trusted is set: other credentials list the sessions of another account.
// Errors: *client.AccountError, *unconfirmedAccountError, *noScopeError, *tooManyError,
// and those of the list.
func (m *closeModel) find(ctx context.Context, vendor client.Vendor, trusted bool) (client.Listing, error) {
	info, _ := client.Lookup(vendor.Name())
	if err := m.checkScope(info); err != nil {
		return client.Listing{}, &noScopeError{err}
	}
	confirmed, err := client.CheckAccount(ctx, vendor, "", m.Account.ValueString())
	if err == nil && !confirmed && !trusted {
		err = unconfirmed(ctx, vendor, m.Account.ValueString())
	}
	if err != nil {
		return client.Listing{}, err
	}
	filter, err := m.selectors().filter(ctx, vendor)
	if err != nil {
		return client.Listing{}, err
	}
	filter.NotClosed = true
	found, err := client.List(ctx, vendor, filter, 0)
	if err != nil {
		return client.Listing{}, err
	}
	if n := len(found.Sessions); int64(n) > m.most() {
		return client.Listing{}, &tooManyError{vendor: vendor.Name(), matching: n, max: m.most()}
	}
	return found, nil
}

// count says in a plan what would be closed now. A vendor that cannot be asked now may
// answer when it is applied, where the same is checked again.
func (m *closeModel) count(ctx context.Context, from *vendors, trusted func(client.Vendor) bool, words closeWords) diag.Diagnostics {
	if from == nil {
		return nil
	}
	ctx, cancel := client.Operation(ctx, defaultListTimeout)
	defer cancel()
	vendor, err := from.get(m.Vendor.ValueString())
	if isNotKnown(err) {
		return diag.Diagnostics{words.notCounted(m, err)}
	}
	if err != nil {
		return diag.Diagnostics{vendorDiagnostic(err)}
	}
	found, err := m.find(ctx, vendor, trusted(vendor))
	if refused := words.refused(m, err); refused != nil {
		return diag.Diagnostics{refused}
	}
	if err != nil {
		return diag.Diagnostics{words.notCounted(m, err)}
	}
	return append(leftOpen(m, found.Undecided), words.willClose(m, found.Sessions)...)
}

func sessionIDs(sessions []*client.Session) []string {
	ids := make([]string, 0, len(sessions))
	for _, s := range sessions {
		ids = append(ids, s.ID)
	}
	return ids
}

// tooManyError is more sessions than may be closed.
type tooManyError struct {
	vendor   string
	matching int
	max      int64
}

func (e *tooManyError) Error() string {
	return fmt.Sprintf("%d open sessions at %s match, and max_sessions = %d allows no more than that many to be closed",
		e.matching, client.Title(e.vendor), e.max)
}

// noScopeError is a selector that is needed and missing.
type noScopeError struct{ err error }

func (e *noScopeError) Error() string { return e.err.Error() }

func (e *noScopeError) Unwrap() error { return e.err }
