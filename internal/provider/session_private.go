package provider

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// sessionPrivate is what the provider keeps beside the state of a chat_session.
// It holds no secret.
type sessionPrivate struct {
	// Imported is set for a session that was imported, until arguments that no vendor
	// call returns have been stored for it once without replacing it.
	Imported bool `json:"imported,omitempty"`
	// Marker is client.Session.Marker where the vendor does not return it.
	Marker string `json:"marker,omitempty"`
	// Credential is the fingerprint of the credential that the session was last seen
	// with.
	Credential string `json:"credential,omitempty"`
	// Seen is set once the vendor has returned the session, where an id may be reserved
	// without one (Uppzy). It is never cleared.
	Seen bool `json:"seen,omitempty"`
	// OpenedAt is when the session was opened or imported, by the local clock, where its
	// own token expires (TalkifAI).
	OpenedAt time.Time `json:"opened_at,omitzero"`
	// Stored has the metadata that the vendor returns otherwise than it was sent, null
	// for a key that it does not return.
	Stored map[string]*string `json:"stored,omitempty"`
}

// openedPrivate is that of a session which was opened or imported with these credentials.
func (v *vendors) openedPrivate(vendor client.Vendor, s *client.Session) sessionPrivate {
	private := sessionPrivate{Credential: v.fingerprint(vendor)}
	private.see(vendor, s)
	if info, _ := client.Lookup(vendor.Name()); info.Takes(client.SessionToken) {
		private.OpenedAt = time.Now().UTC().Truncate(time.Second)
	}
	if s.KeepMarker {
		private.Marker = s.Marker
	}
	private.store(s, nil, nil)
	return private
}

// see notes that the vendor has returned the session, and reports whether that is new.
func (p *sessionPrivate) see(vendor client.Vendor, s *client.Session) bool {
	info, _ := client.Lookup(vendor.Name())
	if !info.ClientChoosesID || !isShown(s) || p.Seen {
		return false
	}
	p.Seen = true
	return true
}

// isShown reports whether the vendor has returned the session. An id that is only
// reserved is not shown, and the response of an unknown session may be a stranger's.
func isShown(s *client.Session) bool {
	return s.Status == client.StatusOpen || s.Status == client.StatusClosed
}

const sessionPrivateKey = "session"

func readPrivate(ctx context.Context, from privateReader) (sessionPrivate, diag.Diagnostics) {
	return readPrivateAs[sessionPrivate](ctx, from, sessionPrivateKey)
}

func writePrivate(ctx context.Context, to privateWriter, private sessionPrivate) diag.Diagnostics {
	return writePrivateAs(ctx, to, sessionPrivateKey, private)
}
