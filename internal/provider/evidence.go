package provider

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// What a not-found response proves depends on whose credentials got it. This file has
// what the provider knows of that: the account, and a fingerprint of the credential in
// private state.

// fingerprint identifies the configured credential of a vendor for private state,
// without revealing it: a salt of this run and the vendor's hash with that salt.
func (v *vendors) fingerprint(vendor client.Vendor) string {
	v.saltOnce.Do(func() { v.salt = rand.Text() })
	return v.salt + "." + vendor.Fingerprint(v.salt)
}

// sameCredential reports whether a fingerprint is that of the configured credential.
func sameCredential(vendor client.Vendor, fingerprint string) bool {
	salt, hash, found := strings.Cut(fingerprint, ".")
	return found && subtle.ConstantTimeCompare([]byte(vendor.Fingerprint(salt)), []byte(hash)) == 1
}

// accountKnown reports whether the account of the configured credentials can be
// determined.
func accountKnown(ctx context.Context, vendor client.Vendor) bool {
	account, err := vendor.Account(ctx)
	return err == nil && account != ""
}

// accountWarning is one warning a run and vendor that the account of the configured
// credentials cannot be determined; nothing where it can.
func (v *vendors) accountWarning(ctx context.Context, vendor client.Vendor) diag.Diagnostics {
	var unknown *client.AccountUnknownError
	if _, err := vendor.Account(ctx); !errors.As(err, &unknown) {
		return nil
	}
	if _, warned := v.accountWarned.LoadOrStore(vendor.Name(), true); warned {
		return nil
	}
	info, _ := client.Lookup(vendor.Name())
	return diag.Diagnostics{diag.NewWarningDiagnostic(named("Account not known", info.Title), fmt.Sprintf(
		"%s did not return the %s of the configured credentials: %s. Keep these credentials for as long as the sessions that they open.\n\n"+
			"The attribute account is null for them. With other credentials, a session that %[1]s does not find remains in state, since it may belong to another %[2]s.",
		info.Title, info.Account, client.Reason(unknown.Err)))}
}

// readSession is Vendor.Read, and gives an unknown session also where the response for
// its token or its account proves nothing: an error would stop a destroy of everything
// else. An unknown session that other credentials opened says so.
func readSession(ctx context.Context, vendor client.Vendor, ref client.Ref) (*client.Session, error) {
	session, err := vendor.Read(ctx, ref)
	if unproven(err) {
		session, err = unknownSession(ref.ID, err), nil
	}
	return session, err
}

// unproven reports whether err is a response that proves nothing, also one to the call
// for a token or for the account.
func unproven(err error) bool {
	var failed *client.Error
	return errors.As(err, &failed) && client.Unproven(failed.Answered())
}

// unknownSession is a session whose state err does not prove.
func unknownSession(id string, err error) *client.Session {
	return &client.Session{
		ID: id, Status: client.StatusUnknown, Refused: client.Refusal(err),
		Note: strings.TrimRight(client.Plain(err), ".!") + ". Check base_url and the credentials",
	}
}

// otherCredentialsNote is a sentence where a not-found response does not count, since
// neither the account nor the credential is known to be the session's; else empty.
func otherCredentialsNote(vendor client.Vendor, ref client.Ref) string {
	info, _ := client.Lookup(vendor.Name())
	if info.Account == "" || ref.Trusted() {
		return ""
	}
	return fmt.Sprintf(" The configured credentials are not those that the session was last seen with, and %s does not confirm that they are of the same %s. "+
		"Configure the former ones.", info.Title, info.Account)
}

// unconfirmedAccountError is an account that has to be confirmed and cannot be
// determined.
type unconfirmedAccountError struct {
	vendor, account string
	err             error
}

// unconfirmed is the error for an account that vendor does not confirm.
func unconfirmed(ctx context.Context, vendor client.Vendor, account string) error {
	_, err := vendor.Account(ctx)
	return &unconfirmedAccountError{vendor: vendor.Name(), account: account, err: err}
}

func (e *unconfirmedAccountError) Error() string {
	noun := client.AccountNoun(e.vendor)
	if e.account != "" {
		noun += fmt.Sprintf(" %q", e.account)
	}
	text := fmt.Sprintf("%s did not confirm that the configured credentials are those of the %s", client.Title(e.vendor), noun)
	if e.err != nil {
		text += ": " + client.Plain(e.err)
	}
	return text
}

// Unwrap returns why the account cannot be determined.
func (e *unconfirmedAccountError) Unwrap() error { return e.err }
