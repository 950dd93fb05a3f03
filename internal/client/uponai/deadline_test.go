package uponai_test

import (
	"context"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/uponai"
)

// A creation that takes all the time of the operation is cut, so that there is
// time left to search for it.
func TestCreationLeavesTimeForTheSearch(t *testing.T) {
	for name, c := range map[string]struct{ deadline, searchFor, creation time.Duration }{
		"long":  {deadline: 20 * time.Second, creation: 12 * time.Second},
		"short": {deadline: 10 * time.Second, creation: 5 * time.Second},
		"own":   {deadline: 10 * time.Second, searchFor: 2 * time.Second, creation: 8 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithTimeout(t.Context(), c.deadline)
				defer cancel()
				begun := time.Now()
				l := &lossy{appears: c.creation + time.Second/10}
				l.spoil = func(r *http.Request) (*http.Response, error) {
					<-r.Context().Done()
					if took := time.Since(begun); took != c.creation {
						t.Errorf("the creation got %s, want %s", took, c.creation)
					}
					return nil, r.Context().Err()
				}
				s, err := open(ctx, offline(t, uponai.Config{SearchFor: c.searchFor}, l.RoundTrip))
				if err != nil || s.ID != id || l.creates != 1 {
					t.Errorf("got %+v, %v after %d creates", s, err, l.creates)
				}
			})
		})
	}
}
