package provider

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// find lists what a destroy of the state would close now. Errors: *client.AccountError,
// *noScopeError, *tooManyError, and those of the list.
func (m *teardownModel) find(ctx context.Context, vendor client.Vendor) (client.Listing, error) {
	info, _ := client.Lookup(vendor.Name())
	if err := m.checkScope(info); err != nil {
		return client.Listing{}, &noScopeError{err}
	}
	if err := client.CheckAccount(ctx, vendor, "", m.Account.ValueString()); err != nil {
		return client.Listing{}, err
	}
	now, err := m.selectors().vendorTime(ctx, vendor)
	if err != nil {
		return client.Listing{}, err
	}
	filter := m.selectors().filter(now)
	filter.NotClosed = true
	found, err := client.List(ctx, vendor, filter, 0)
	if err != nil {
		return client.Listing{}, err
	}
	if n := len(found.Sessions); int64(n) > m.MaxSessions.ValueInt64() {
		return client.Listing{}, &tooManyError{vendor: vendor.Name(), matching: n, max: m.MaxSessions.ValueInt64()}
	}
	return found, nil
}

func sessionIDs(sessions []*client.Session) []string {
	ids := make([]string, 0, len(sessions))
	for _, s := range sessions {
		ids = append(ids, s.ID)
	}
	return ids
}

// tooManyError is a teardown that would close more than it may.
type tooManyError struct {
	vendor   string
	matching int
	max      int64
}

func (e *tooManyError) Error() string {
	return fmt.Sprintf("%d open sessions at %s match, and max_sessions = %d allows no more than that many to be closed",
		e.matching, client.Title(e.vendor), e.max)
}

// noScopeError is a teardown without a selector that it needs.
type noScopeError struct{ err error }

func (e *noScopeError) Error() string { return e.err.Error() }

func (e *noScopeError) Unwrap() error { return e.err }

// teardownDiagnostic is a teardown that has closed nothing.
func teardownDiagnostic(m *teardownModel, err error) diag.Diagnostic {
	var tooMany *tooManyError
	var noScope *noScopeError
	switch {
	case errors.As(err, &tooMany):
		return diag.NewErrorDiagnostic("More sessions than max_sessions", sentence(err)+"\n\n"+
			"None of them was closed. If all are meant, raise max_sessions, apply, and destroy again. "+
			"Otherwise narrow the selectors and apply, or let Terraform forget the teardown without closing anything: "+forget+".")
	case errors.As(err, &noScope):
		return diag.NewErrorDiagnostic("Missing selector", sentence(err))
	}
	summary := "No session closed"
	var account *client.AccountError
	if errors.As(err, &account) {
		summary = "Teardown of another " + client.AccountNoun(m.Vendor.ValueString())
	}
	failed := sessionDiagnostic(summary, m.Vendor.ValueString(), err)
	return diag.NewErrorDiagnostic(failed.Summary(), failed.Detail()+timeoutNote(err))
}
