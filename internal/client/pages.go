package client

import (
	"context"
	"iter"
)

// Pages reads a list, a page at a time. It may be used by one goroutine at a time,
// and not any more once it has failed or has no page left.
type Pages[T any] interface {
	// Next reads the next page. What it returns beside an error is good, and the
	// walk is not complete.
	Next(ctx context.Context) ([]T, error)
	// Left is how many pages are left: 0 after the last one, and below 0 where there
	// are more and the vendor does not tell how many.
	Left() int
}

// Why the walk of a list is given up, as the end of a sentence about its response.
const (
	RepeatedPages = "its pages repeat"
	EndlessPages  = "it has more pages than are read"
)

// Items walks to the end of the list. An error comes last, beside a zero item: a
// walk without one was complete.
func Items[T any](ctx context.Context, w Pages[T]) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for w.Left() != 0 {
			items, err := w.Next(ctx)
			for _, item := range items {
				if !yield(item, nil) {
					return
				}
			}
			if err != nil {
				var none T
				yield(none, err)
				return
			}
		}
	}
}

// MapPages is a list whose items are made of those of another.
func MapPages[From, To any](pages Pages[From], item func(From) To) Pages[To] {
	return mappedPages[From, To]{pages, item}
}

type mappedPages[From, To any] struct {
	pages Pages[From]
	item  func(From) To
}

func (m mappedPages[From, To]) Left() int { return m.pages.Left() }

func (m mappedPages[From, To]) Next(ctx context.Context) ([]To, error) {
	items, err := m.pages.Next(ctx)
	made := make([]To, 0, len(items))
	for _, item := range items {
		made = append(made, m.item(item))
	}
	return made, err
}
