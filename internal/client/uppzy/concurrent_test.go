package uppzy_test

import (
	"fmt"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
)

// Concurrent calls share the list, and none of them gets a list that was requested
// before a message or a close of this process.
func TestConcurrentSessions(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		lists, sessions := 0, empty
		v := vendorAt(t, "https://uppzy.example", vendortest.RoundTrip(func(r *http.Request) (*http.Response, error) {
			body := sessions.Body
			time.Sleep(100 * time.Millisecond)
			switch callOf(r) {
			case "list":
				lists++
				return vendortest.Answer(200, body), nil
			case "async":
				return vendortest.Answer(200, pending.Body), nil
			}
			return vendortest.Answer(200, closedNow.Body), nil
		}))
		all := func(do func(id string)) {
			var group sync.WaitGroup
			for i := range 20 {
				group.Go(func() { do(fmt.Sprintf("own-%d", i)) })
			}
			group.Wait()
		}
		read := func(status client.Status) {
			all(func(string) {
				if got, err := v.Read(t.Context(), client.Ref{ID: "s1"}); err != nil || got.Status != status {
					t.Error(got, err)
				}
			})
		}
		all(func(id string) {
			if _, err := v.Open(t.Context(), client.OpenRequest{SessionID: id, OpeningMessage: "hello"}); err != nil {
				t.Error(err)
			}
		})
		sessions = openEntry
		read(client.StatusOpen)
		read(client.StatusOpen)
		all(func(id string) {
			if _, err := v.Close(t.Context(), client.Ref{ID: id}, ""); err != nil {
				t.Error(err)
			}
		})
		sessions = closedEntry
		read(client.StatusClosed)
		if lists != 3 {
			t.Errorf("%d lists, want one for the openings, one for the reads, and one after the closes", lists)
		}
	})
}

// A shared list never hides what this process has done to the session.
func TestOpen_afterClose(t *testing.T) {
	v, _ := play(t, replies{"list": {openEntry, closedEntry}, "close": {closedNow}})
	if _, err := v.Open(t.Context(), client.OpenRequest{SessionID: "s1"}); err != nil {
		t.Fatal(err)
	}
	if _, err := v.Close(t.Context(), client.Ref{ID: "s1"}, ""); err != nil {
		t.Fatal(err)
	}
	if _, err := v.Open(t.Context(), client.OpenRequest{SessionID: "s1"}); !vendortest.Is[*client.ClosedError](err) {
		t.Errorf("got %v", err)
	}
	if _, err := v.Open(t.Context(), client.OpenRequest{}); err != nil {
		t.Error(err)
	}
}
