package client

import (
	"context"
)

// Vendor is one configured account at one chat vendor. What only some vendors
// can do is an interface of its own, asked for with Ability.
//
// Every method may return *Error (the vendor or the way to it failed) and the
// other typed errors of this package. All of them end when ctx ends, except that
// Open goes on after a cancellation, though never after a deadline: it gives a
// creation that is on its way 5 seconds to answer and, where one whose answer is
// lost can be found again (UponAI), searches for it, for 8 seconds by default.
type Vendor interface {
	// Name is the vendor's name in configurations, such as "uppzy".
	Name() string

	// Account is the site, workspace or visitor that the credentials act for; empty
	// where the vendor has none. Where the vendor has to be asked (SiteAssist), it costs
	// one request in the life of the value. Errors: *AccountUnknownError where the
	// vendor does not say; the documented calls work without it.
	Account(ctx context.Context) (string, error)

	// Fingerprint identifies the configured credential without revealing it: the same
	// salt and credential give the same text.
	Fingerprint(salt string) string

	// Open opens a new session, or adopts the one that r names if it is open.
	// A session that is returned beside an error is, or may be, open.
	// Errors: *ClosedError, *NotFoundError, *LostError.
	Open(ctx context.Context, r OpenRequest) (*Session, error)

	// Read returns the session's present state. A session that provably no longer
	// exists is a *NotFoundError. A response that proves nothing gives a session with
	// StatusUnknown and a note.
	Read(ctx context.Context, ref Ref) (*Session, error)

	// Close ends the session. It succeeds only with the vendor's documented
	// confirmation, or with proof that the session is closed or no longer exists. The
	// reason is ignored where the vendor has none.
	Close(ctx context.Context, ref Ref, reason string) (CloseResult, error)
}

// MetadataUpdater is a vendor that changes the metadata of an open session.
type MetadataUpdater interface {
	// UpdateMetadata makes want the metadata of the session, as far as the keys
	// of have and want go: keys that are only in have are removed, and keys in
	// neither are left alone.
	UpdateMetadata(ctx context.Context, ref Ref, have, want map[string]string) (*Session, error)
}

// Ability asks v for an optional interface. The error is an
// *UnsupportedError that names the vendor and what it lacks.
func Ability[T any](v Vendor, ability string) (T, error) {
	got, ok := v.(T)
	if !ok {
		return got, &UnsupportedError{Vendor: v.Name(), Ability: ability}
	}
	return got, nil
}
