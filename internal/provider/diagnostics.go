package provider

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// sessionDiagnostic is statelessDiagnostic for what has a state, or may get one.
func sessionDiagnostic(summary, vendor string, err error) diag.Diagnostic {
	return failureDiagnostic(summary, err, fullDetail(vendor, err)+ownedNote(err))
}

// statelessDiagnostic tells the user what failed, at which vendor and session, in
// the vendor's words, and what to do now.
func statelessDiagnostic(summary, vendor string, err error) diag.Diagnostic {
	return failureDiagnostic(summary, err, fullDetail(vendor, err))
}

// failureDiagnostic is err with its detail, or with repeatedDetail in an outage that was
// shown.
func failureDiagnostic(summary string, err error, detail string) diag.Diagnostic {
	if client.Report(err) {
		detail = repeatedDetail(err)
	}
	return diag.NewErrorDiagnostic(summary, detail)
}

func fullDetail(vendor string, err error) string {
	return sentence(err) + "\n\n" + strings.TrimSpace(advice(vendor, err))
}

// repeatedDetail is the detail of an error that says only what another has said; see
// client.Report.
func repeatedDetail(err error) string {
	var failed *client.Error
	if !errors.As(err, &failed) {
		return sentence(err)
	}
	failed = failed.Answered()
	var skipped *client.SkippedError
	if errors.As(failed.Err, &skipped) {
		failed = skipped.Failure
	}
	vendor := client.Title(failed.Vendor)
	happened := "did not respond"
	switch {
	case failed.CredentialRefused:
		happened = "refused the credentials"
	case failed.Status == 503:
		happened = "is not available"
	case failed.Status == 429, failed.RetryAfter > 0:
		happened = "limits the rate of requests"
	}
	return fmt.Sprintf("%s %s. Another message about %[1]s has the details.", vendor, happened)
}

// ownedNote says that nothing is lost by a failure on the way to the vendor, or by an
// operation that was interrupted.
func ownedNote(err error) string {
	var failed *client.Error
	if !errors.As(err, &failed) || errors.Is(err, client.ErrBadID) || errors.Is(err, context.DeadlineExceeded) {
		return ""
	}
	if errors.Is(err, context.Canceled) || failed.RetryAfter == 0 && (failed.Status >= 500 || failed.Status == 0) {
		return " What Terraform has in its state it still owns."
	}
	return ""
}

// openDiagnostic is sessionDiagnostic for a session that was to be opened or adopted.
func openDiagnostic(vendor string, err error) diag.Diagnostic {
	info, _ := client.Lookup(vendor)
	hint := timeoutNote(err)
	var refused *client.Error
	if errors.As(err, &refused) && refused.SessionID == "" && info.Takes(client.AgentID) &&
		(refused.Status == 400 || refused.Status == 404 || refused.Status == 422) {
		hint = " Check agent_id and the other arguments."
	}
	if refused != nil && refused.Status == 429 && info.NoList != "" {
		hint += fmt.Sprintf(" Where a gateway sent this response after the work was done, a session is open, and ends %s.", info.Ends)
	}
	return failureDiagnostic("Session not opened", err, fullDetail(vendor, err)+ownedNote(err)+hint)
}

// stateDiagnostic is sessionDiagnostic for a session in the state, with a hint of
// its own where there is one. In a destroy Terraform does not say either which
// resource it was about.
func stateDiagnostic(summary string, m *sessionModel, err error, hint string) diag.Diagnostic {
	if client.Report(err) {
		return diag.NewErrorDiagnostic(summary, fmt.Sprintf("The session %q: %s", m.ID.ValueString(), repeatedDetail(err)))
	}
	return stateFailure(summary, m, err, hint)
}

// stateFailure is stateDiagnostic for an error that client.Report wants to be shown.
func stateFailure(summary string, m *sessionModel, err error, hint string) diag.Diagnostic {
	err = about(fmt.Sprintf("the session %q", m.ID.ValueString()), m.SessionID.ValueString(), err)
	detail := fullDetail(m.Vendor.ValueString(), err) + ownedNote(err) + timeoutNote(err) + tokenNote(err)
	if hint != "" {
		detail += "\n\n" + hint
	}
	return diag.NewErrorDiagnostic(summary, detail)
}

// about makes err say what it is about, unless it has the id of that already.
func about(what, id string, err error) error {
	if strings.Contains(err.Error(), id) {
		return err
	}
	return fmt.Errorf("%s: %w", what, err)
}

// otherAccount is an action for another account than that of the provider. It has no
// state that could be kept or given up.
func otherAccount(info client.Info, err *client.AccountError) diag.Diagnostic {
	return diag.NewErrorDiagnostic("Sessions of another "+info.Account, fmt.Sprintf("%s\n\nNothing was closed. Configure the provider for the %s %q, "+
		"or leave account out to close what belongs to the configured one.%s", sentence(err), info.Account, err.Session, accountNote(info)))
}

// tokenNote is how another token of a session in state takes effect.
func tokenNote(err error) string {
	if client.Means(err, client.MeaningTokenInvalid) || client.Means(err, client.MeaningTokenMismatch) {
		return " Then run terraform apply -refresh=false."
	}
	return ""
}

// forget is how a configuration gives something up that stays as it is.
const forget = "a removed block with lifecycle { destroy = false }"

// vendorDiagnostic is a vendor that cannot be used, on the argument that asks for it.
func vendorDiagnostic(err error) diag.Diagnostic {
	summary := "Vendor not usable"
	var notConfigured *notConfiguredError
	var notKnown *notKnownError
	text := sentence(err)
	switch {
	case errors.As(err, &notConfigured):
		summary = "Vendor not configured"
	case errors.As(err, &notKnown):
		text += " Apply what they depend on first, for instance with -target."
	}
	return diag.NewAttributeErrorDiagnostic(path.Root("vendor"), summary, text)
}

// stateVendorDiagnostic is vendorDiagnostic for a session in the state.
func stateVendorDiagnostic(m *sessionModel, err error) diag.Diagnostic {
	failed := vendorDiagnostic(err)
	return diag.NewAttributeErrorDiagnostic(path.Root("vendor"), failed.Summary(), failed.Detail()+fmt.Sprintf(
		"\n\nThe session %q stays in the state until its vendor can be used.", m.ID.ValueString()))
}

// notCheckedDiagnostic is a session that could not be read, since it is not
// known yet where to ask.
func notCheckedDiagnostic(m *sessionModel, err *notKnownError) diag.Diagnostic {
	return diag.NewWarningDiagnostic("Session not checked", fmt.Sprintf(
		"The session %q was not read: %s. Its state is kept as it is, and the vendor is asked once they are known.",
		m.ID.ValueString(), err))
}

// notReadDiagnostic is a session that could not be read in an outage that was shown. It
// is a warning, and the same for all sessions, so that Terraform prints it once. Whether
// the run fails is up to the first message.
func notReadDiagnostic(m *sessionModel, err error) diag.Diagnostic {
	return diag.NewWarningDiagnostic("Session not checked", fmt.Sprintf("The session %q was not read. %s", m.ID.ValueString(), repeatedDetail(err)))
}

// noteDiagnostics warns of a session of which the vendor's answer proves nothing.
func noteDiagnostics(m *sessionModel, s *client.Session) diag.Diagnostics {
	if client.ReportWarning(s.Refused) {
		return diag.Diagnostics{notReadDiagnostic(m, s.Refused)}
	}
	if s.Note == "" {
		return nil
	}
	summary, remains := "Session status not certain", " The session remains in state."
	if s.Status == client.StatusOpen {
		summary, remains = "Session opened, response unclear", ""
	}
	return diag.Diagnostics{diag.NewWarningDiagnostic(named(summary, m.ID.ValueString()),
		fmt.Sprintf("The session %q: %s%s", m.ID.ValueString(), sentence(errors.New(s.Note)), remains))}
}

// advice is what the user can do about err.
func advice(vendor string, err error) string {
	info, _ := client.Lookup(vendor)
	var account *client.AccountError
	var lost *client.LostError
	var closed *client.ClosedError
	var notFound *client.NotFoundError
	var notShown *notShownError
	var mismatch *client.MismatchError
	var notStored *client.NotStoredError
	var failed *client.Error
	switch {
	case errors.As(err, &account):
		return fmt.Sprintf("Nothing was done, and the state is kept. Configure the provider for the %s %q again, "+
			"or let Terraform forget it, which touches nothing at the vendor: %s.%s",
			client.AccountNoun(vendor), account.Session, forget, accountNote(info))
	case errors.As(err, &lost):
		return lostAdvice(info, lost)
	case errors.As(err, &closed):
		text := "A closed session takes no messages and cannot be opened again, also one that a replacement has just closed. Use another session_id; a chat_session without one opens a new session."
		if info.Takes(client.SessionToken) {
			text += fmt.Sprintf(" At %s, a session_token that is not the session's own looks the same: check it.", info.Title)
		}
		return text
	case errors.As(err, &notFound):
		return "Check the id, and that the provider is configured for the account that the session belongs to."
	case errors.As(err, &notShown):
		return "Nothing was imported. Import the session again once that is settled."
	case errors.As(err, &mismatch):
		return fmt.Sprintf("Set %s to the session's own value, or adopt another session.", mismatch.What)
	case errors.As(err, &notStored):
		return fmt.Sprintf("Remove what is not stored from the configuration, or ask %s why it is not stored.", info.Title)
	case errors.As(err, &failed):
		return failureAdvice(info, failed.Answered())
	}
	return "Nothing was changed."
}

func failureAdvice(info client.Info, err *client.Error) string {
	request := ""
	if err.Method != "" && err.Path != "" {
		request = fmt.Sprintf("Request: %s %s.", err.Method, err.Path)
	}
	switch {
	case errors.Is(err, client.ErrBadID):
		return "Check the id of the session."
	case errors.Is(err, context.Canceled):
		return "Run again. " + request
	case errors.Is(err, context.DeadlineExceeded) && err.RetryAfter == 0:
		return "Run again once the vendor answers in time. " + request
	case err.Meaning == client.MeaningTokenInvalid, err.Meaning == client.MeaningTokenMismatch:
		return fmt.Sprintf("The vendor refused the session's own token. Set session_token to the token of this very session. The session ends %s. %s", info.Ends, request)
	case (err.Status == 401 || err.Status == 403) && (err.SessionID == "" || !info.Takes(client.SessionToken)):
		return credentialAdvice(info, err) + " " + request
	case err.Status == 402:
		return "The vendor wants the account's plan or credit settled first. " + request
	case err.Status == 503 && err.RetryAfter > 0:
		return "The vendor is not available, and has said when to ask again. Run again then. " + request
	case err.Status == 429 || err.RetryAfter > 0:
		return fmt.Sprintf("The vendor limits the rate of requests. Run again later, increase timeouts, or set requests_per_second in the provider's %s block. %s", info.Name, request)
	case err.Status == 0 && !err.Sent:
		return fmt.Sprintf("There was no connection to the vendor. Check base_url in the provider's %s block, %s and the way there, such as a proxy or a name server. Then run again. %s",
			info.Name, baseURLVariable(info.Name), request)
	case err.Status >= 500 || err.Status == 0:
		return "The vendor or the way to it failed. Run again. " + request
	case !err.VendorShape && err.Status >= 400, err.Status >= 300 && err.Status < 400, err.InvalidResponse, undocumented(err.Status),
		err.SessionID != "" && err.Meaning == client.MeaningNone && (err.Status == 401 || err.Status == 403 || err.Status == 404):
		return fmt.Sprintf("The answer is not one that %s documents. If it is somebody else's, check base_url in the provider's %s block, %s and any proxy on the way; "+
			"if it is the vendor's, ask %[1]s what it means. %[4]s", info.Title, info.Name, baseURLVariable(info.Name), request)
	}
	if err.Status == 404 && err.SessionID == "" {
		return fmt.Sprintf("Check %s. Where that is not the cause, ask %s. %s", credentialNames(info), info.Title, request)
	}
	return fmt.Sprintf("Where the vendor's words do not tell the cause, ask %s. %s", info.Title, request)
}

// timeoutNote names the way out of an operation that ran out of time.
func timeoutNote(err error) string {
	if !errors.Is(err, context.DeadlineExceeded) {
		return ""
	}
	return " The timeouts block sets how long an operation may take."
}

// accountNote says which of several names of an account is meant.
func accountNote(info client.Info) string {
	if info.AccountNote == "" {
		return ""
	}
	return fmt.Sprintf(" The %s is %s.", info.Account, info.AccountNote)
}

// credentialNames says where the credentials of a vendor come from.
func credentialNames(info client.Info) string {
	var ways []string
	for _, kind := range info.Credentials {
		var fields []string
		for _, f := range kind {
			fields = append(fields, fmt.Sprintf("%s (or %s)", f.Name, f.Env))
		}
		ways = append(ways, strings.Join(fields, " and "))
	}
	return strings.Join(ways, ", or ") + " of " + info.Name + " in the provider block"
}

// sentence makes an error's text one: a capital first, a full stop last.
func sentence(err error) string {
	return stopped(capitalized(client.Plain(err)))
}
