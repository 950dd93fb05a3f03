package client_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// pages are what a walk brings, and err comes beside the last of them.
type pages struct {
	pages [][]string
	err   error
	read  int
}

func (p *pages) Next(context.Context) ([]string, error) {
	page := p.pages[p.read]
	p.read++
	if p.read == len(p.pages) {
		return page, p.err
	}
	return page, nil
}

func (p *pages) Left() int { return len(p.pages) - p.read }

func TestItemsWalksToTheEnd(t *testing.T) {
	broken := errors.New("broken")
	for name, cause := range map[string]error{"complete": nil, "broken": broken} {
		t.Run(name, func(t *testing.T) {
			walk := &pages{pages: [][]string{{"a", "b"}, nil, {"c"}}, err: cause}
			var got []string
			var failed error
			for item, err := range client.Items(t.Context(), walk) {
				if err != nil {
					failed = err
					continue
				}
				got = append(got, item)
			}
			if !slices.Equal(got, []string{"a", "b", "c"}) || !errors.Is(failed, cause) {
				t.Errorf("got %v and %v", got, failed)
			}
		})
	}
}

func TestItemsReadsNoPageTooMany(t *testing.T) {
	walk := &pages{pages: [][]string{{"a", "b"}, {"c"}}}
	for item, err := range client.Items(t.Context(), walk) {
		if err != nil {
			t.Fatal(err)
		}
		if item == "b" {
			break
		}
	}
	if walk.read != 1 {
		t.Errorf("%d pages", walk.read)
	}
}

func TestMapPages(t *testing.T) {
	broken := errors.New("broken")
	mapped := client.MapPages(&pages{pages: [][]string{{"a", "bb"}, {"ccc"}}, err: broken}, func(s string) int { return len(s) })
	var got []int
	var failed error
	for item, err := range client.Items(t.Context(), mapped) {
		if err != nil {
			failed = err
			continue
		}
		got = append(got, item)
	}
	if !slices.Equal(got, []int{1, 2, 3}) || !errors.Is(failed, broken) || mapped.Left() != 0 {
		t.Errorf("got %v and %v", got, failed)
	}
}
