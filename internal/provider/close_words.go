package provider

import (
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// closeWords is how messages speak of an object that closes sessions.
type closeWords struct {
	// object is its type, and moment is when it closes them.
	object, moment string
	// tooMany is the way out of max_sessions, and left what becomes of the sessions
	// that could not be closed.
	tooMany, left string
	// unconfirmed is the way out where the account cannot be confirmed.
	unconfirmed string
	// failed is an error of the vendor or of the way to it.
	failed func(summary, vendor string, err error) diag.Diagnostic
	// otherAccount is a provider that is configured for another account.
	otherAccount func(info client.Info, err *client.AccountError) diag.Diagnostic
}

// refused is nil for an error that may pass until the sessions are closed.
func (w closeWords) refused(m *closeModel, err error) diag.Diagnostic {
	var account *client.AccountError
	var tooMany *tooManyError
	var noScope *noScopeError
	var unknown *unconfirmedAccountError
	switch {
	case errors.As(err, &tooMany):
		return diag.NewErrorDiagnostic("More sessions than max_sessions", sentence(err)+"\n\nNone of them was closed. "+w.tooMany)
	case errors.As(err, &noScope):
		return diag.NewErrorDiagnostic("Missing selector", sentence(err))
	case errors.As(err, &unknown):
		return diag.NewErrorDiagnostic("Account not confirmed", sentence(err)+"\n\nNothing was closed. "+w.unconfirmed)
	case errors.As(err, &account):
		info, _ := client.Lookup(m.Vendor.ValueString())
		return w.otherAccount(info, account)
	}
	return nil
}

// diagnostic is an object that has closed nothing.
func (w closeWords) diagnostic(m *closeModel, err error) diag.Diagnostic {
	if refused := w.refused(m, err); refused != nil {
		return refused
	}
	failed := w.failed("No session closed", m.Vendor.ValueString(), err)
	return diag.NewErrorDiagnostic(failed.Summary(), failed.Detail()+timeoutNote(err))
}

// willClose says in a plan what matches now.
func (w closeWords) willClose(m *closeModel, sessions []*client.Session) diag.Diagnostics {
	if len(sessions) == 0 {
		return nil
	}
	return diag.Diagnostics{diag.NewWarningDiagnostic(named(counted(len(sessions))+" will be closed", m.title()), fmt.Sprintf(
		"This %s closes the open sessions at %s that its selectors match when it is %s. Now these are: %s.",
		w.object, client.Title(m.Vendor.ValueString()), w.moment, firstOf(sessionIDs(sessions))))}
}

// notCounted is a vendor that cannot be asked now and may answer later.
func (w closeWords) notCounted(m *closeModel, err error) diag.Diagnostic {
	most := "max_sessions"
	if !m.MaxSessions.IsUnknown() {
		most = fmt.Sprintf("max_sessions = %d", m.most())
	}
	return diag.NewWarningDiagnostic(named("Sessions not counted", m.title()), fmt.Sprintf(
		"How many sessions at %s this %s would close is not known now: %s "+
			"It is counted again when it is %s, and more than %s are not closed.",
		m.vendorTitle(), w.object, stopped(client.Plain(err)), w.moment, most))
}

// leftOpen names sessions that stay open since nobody can tell whether they are meant.
func leftOpen(m *closeModel, ids []string) diag.Diagnostics {
	if len(ids) == 0 {
		return nil
	}
	return diag.Diagnostics{diag.NewWarningDiagnostic(named(counted(len(ids))+" left open", m.title()), fmt.Sprintf(
		"%s does not tell a time that the selectors need of these open sessions, so that they are left open: %s. Close them there if they are meant.",
		client.Title(m.Vendor.ValueString()), firstOf(ids)))}
}
