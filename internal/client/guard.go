package client

import (
	"context"
	"iter"
	"time"
)

// Guard returns v with its operations failing at once for a while after one of them has
// given up, since the vendor is not reachable, keeps asking to wait, or refuses the
// configured credential. An operation that succeeds ends that. Operations that are under
// way go on. Errors: those of v, as an *OutageError where they are of that kind.
func Guard(v Vendor, lasts time.Duration) Vendor {
	return &guarded{Vendor: v, outage: outage{vendor: v.Name(), lasts: lasts}}
}

// guarded has all optional abilities; Ability asks the vendor itself whether it has one.
type guarded struct {
	Vendor
	outage outage
}

// during runs an operation, unless there is an outage. ownToken is set where it is sent
// with the session's own token.
func during[T any](g *guarded, ownToken bool, operation func() (T, error)) (T, error) {
	if err := g.outage.check(ownToken); err != nil {
		var none T
		return none, err
	}
	begun := time.Now()
	result, err := operation()
	return result, g.outage.note(begun, ownToken, err, responded(result))
}

// responded reports whether the result of an operation that succeeded is a response of
// the vendor. An account may be known without a request, and a session that nothing is
// known of may be the result of no response.
func responded(result any) bool {
	switch result := result.(type) {
	case string:
		return false
	case *Session:
		return result != nil && result.Status != StatusUnknown
	case CloseResult:
		return result.Warning == ""
	}
	return true
}

// with is during for an optional ability, which Ability has found in the vendor.
func with[A, T any](g *guarded, ownToken bool, operation func(A) (T, error)) (T, error) {
	able, ok := g.Vendor.(A)
	if !ok {
		var none T
		return none, &UnsupportedError{Vendor: g.Name()}
	}
	return during(g, ownToken, func() (T, error) { return operation(able) })
}

// errorOnly makes an operation of one that returns nothing else.
func errorOnly[A any](operation func(A) error) func(A) (struct{}, error) {
	return func(able A) (struct{}, error) { return struct{}{}, operation(able) }
}

// withAll is with for a sequence.
func withAll[A, T any](g *guarded, ownToken bool, sequence func(A) iter.Seq2[T, error]) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		able, ok := g.Vendor.(A)
		if !ok {
			yield(none, &UnsupportedError{Vendor: g.Name()})
			return
		}
		if err := g.outage.check(ownToken); err != nil {
			yield(none, err)
			return
		}
		begun := time.Now()
		for item, err := range sequence(able) {
			if err != nil {
				yield(none, g.outage.note(begun, ownToken, err, false))
				return
			}
			if !yield(item, nil) {
				break
			}
		}
		_ = g.outage.note(begun, ownToken, nil, true) // it is nil
	}
}

// Account implements Vendor.
func (g *guarded) Account(ctx context.Context) (string, error) {
	return during(g, false, func() (string, error) { return g.Vendor.Account(ctx) })
}

// Open implements Vendor.
func (g *guarded) Open(ctx context.Context, r OpenRequest) (*Session, error) {
	return during(g, r.SessionToken != "", func() (*Session, error) { return g.Vendor.Open(ctx, r) })
}

// Read implements Vendor.
func (g *guarded) Read(ctx context.Context, ref Ref) (*Session, error) {
	session, err := during(g, ref.Token != "", func() (*Session, error) {
		session, err := g.Vendor.Read(ctx, ref)
		if err == nil && session.Refused != nil {
			return session, session.Refused
		}
		return session, err
	})
	if session != nil && session.Refused != nil {
		// It is a warning, since an error would stop a destroy of everything else.
		session.Refused, err = err, nil
	}
	return session, err
}

// Close implements Vendor.
func (g *guarded) Close(ctx context.Context, ref Ref, reason string) (CloseResult, error) {
	return during(g, ref.Token != "", func() (CloseResult, error) { return g.Vendor.Close(ctx, ref, reason) })
}

// UpdateMetadata implements MetadataUpdater.
func (g *guarded) UpdateMetadata(ctx context.Context, ref Ref, have, want map[string]string) (*Session, error) {
	return with(g, ref.Token != "", func(v MetadataUpdater) (*Session, error) { return v.UpdateMetadata(ctx, ref, have, want) })
}

// Sessions implements Lister.
func (g *guarded) Sessions(ctx context.Context, f Filter) iter.Seq2[*Session, error] {
	return withAll(g, false, func(v Lister) iter.Seq2[*Session, error] { return v.Sessions(ctx, f) })
}

// Clock implements Clock.
func (g *guarded) Clock(ctx context.Context) (time.Time, error) {
	return with(g, false, func(v Clock) (time.Time, error) { return v.Clock(ctx) })
}

// Send implements Messenger.
func (g *guarded) Send(ctx context.Context, ref Ref, r SendRequest) (*Reply, error) {
	return with(g, ref.Token != "", func(v Messenger) (*Reply, error) { return v.Send(ctx, ref, r) })
}

// Messages implements Historian.
func (g *guarded) Messages(ctx context.Context, ref Ref) iter.Seq2[*Message, error] {
	return withAll(g, ref.Token != "", func(v Historian) iter.Seq2[*Message, error] { return v.Messages(ctx, ref) })
}

// ReadRequest implements RequestReader.
func (g *guarded) ReadRequest(ctx context.Context, sessionID, id string) (*Request, error) {
	return with(g, false, func(v RequestReader) (*Request, error) { return v.ReadRequest(ctx, sessionID, id) })
}

// Rate implements Rater.
func (g *guarded) Rate(ctx context.Context, a RatedAnswer, r Rating) error {
	_, err := with(g, false, errorOnly(func(v Rater) error { return v.Rate(ctx, a, r) }))
	return err
}

// ClearRating implements RatingClearer.
func (g *guarded) ClearRating(ctx context.Context, a RatedAnswer) error {
	_, err := with(g, false, errorOnly(func(v RatingClearer) error { return v.ClearRating(ctx, a) }))
	return err
}

// ReadRating implements RatingReader.
func (g *guarded) ReadRating(ctx context.Context, a RatedAnswer) (Rating, error) {
	return with(g, false, func(v RatingReader) (Rating, error) { return v.ReadRating(ctx, a) })
}
