package siteassist_test

import (
	"strings"
	"sync"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/siteassist"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
)

// Reads that come together cost one page, whichever way the ids are written, and a
// token that is fetched between them makes nothing old.
func TestReadsShareTheList(t *testing.T) {
	v, _ := play(t, byKey, loggedIn("t-1"), lists(list, 2, conversationJSON("open", "null"), other(1)))
	for range 2 {
		var group sync.WaitGroup
		for _, ref := range []string{id, strings.ToUpper(id)} {
			group.Go(func() {
				s, err := v.Read(t.Context(), client.Ref{ID: ref})
				if err != nil || s.ID != ref || s.Status != client.StatusOpen || s.Account != visitor {
					t.Errorf("got %+v, %v", s, err)
				}
			})
		}
		group.Wait()
	}
}

// A list that fails is asked for once, and each read goes on by itself.
func TestReadsWithoutTheList(t *testing.T) {
	s := &vendortest.Script{AnyOrder: true}
	c := byToken
	c.Transport = vendortest.Options(s.Play(t, "siteassist", "/v2", []step{own(list, 500), readsOpen, isMe, readsOpen}))
	v, err := siteassist.New(c)
	if err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	for range 2 {
		group.Go(func() {
			if _, err := v.Read(t.Context(), client.Ref{ID: id}); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
}
