package client

import (
	"context"
	"iter"
	"slices"
	"strings"
)

// Lister is a vendor that lists the sessions of its account.
type Lister interface {
	// Sessions walks the sessions that f picks as far as the vendor can tell, and
	// maybe others: whoever walks asks Filter.Match. The newest come first where
	// the vendor says in which order it lists. Pages are asked for as the walk
	// needs them. A session may come twice when others are opened meanwhile. An
	// error comes last, beside a nil session; a walk without one was complete.
	Sessions(ctx context.Context, f Filter) iter.Seq2[*Session, error]
}

// MostPages is how many pages of a list of sessions are read before it is taken to have
// no end.
const MostPages = 2000

// Listing is what List found.
type Listing struct {
	// Sessions are in a stable order: the newest first, those of the same time
	// by id, those without a time last.
	Sessions []*Session
	// Undecided are the ids of sessions that the filter could not decide on.
	Undecided []string
}

// Walk goes over the sessions that f picks, over every page, each once, in the order
// of the vendor's list. A page is asked for when the sessions before it are used up.
// undecided, where it is not nil, is told the id of each session that the filter cannot decide on. An error
// comes last, beside a nil session: that of the walk, or an *UnsupportedError.
func Walk(ctx context.Context, v Vendor, f Filter, undecided func(id string)) iter.Seq2[*Session, error] {
	return func(yield func(*Session, error) bool) {
		lister, err := Ability[Lister](v, "list sessions")
		if err != nil {
			yield(nil, err)
			return
		}
		seen := map[string]bool{}
		for s, err := range lister.Sessions(ctx, f) {
			if err != nil {
				yield(nil, err)
				return
			}
			if seen[s.ID] {
				continue
			}
			seen[s.ID] = true
			picked, unclear := f.Match(s)
			if unclear && undecided != nil {
				undecided(s.ID)
			}
			if picked && !yield(s, nil) {
				return
			}
		}
	}
}

// List collects the sessions that f picks, over every page, each once. A limit
// above zero ends the walk as soon as so many are found. The error is that of
// the walk, or an *UnsupportedError.
func List(ctx context.Context, v Vendor, f Filter, limit int) (Listing, error) {
	var found Listing
	undecided := func(id string) { found.Undecided = append(found.Undecided, id) }
	for s, err := range Walk(ctx, v, f, undecided) {
		if err != nil {
			return Listing{}, err
		}
		found.Sessions = append(found.Sessions, s)
		if limit > 0 && len(found.Sessions) == limit {
			break
		}
	}
	slices.SortFunc(found.Sessions, newestFirst)
	return found, nil
}

func newestFirst(a, b *Session) int {
	if order := b.CreatedAt.Compare(a.CreatedAt); order != 0 {
		return order
	}
	return strings.Compare(a.ID, b.ID)
}
