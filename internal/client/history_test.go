package client_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

func TestHistoryKeepsTheOrder(t *testing.T) {
	// One that comes twice is told twice: only the vendor knows which are the same.
	v := &talker{told: []*client.Message{{ID: "b"}, {ID: "a"}, {ID: "a"}, {Text: "no id"}}}
	got, err := client.History(t.Context(), v, client.Ref{ID: "s-1", Token: "t"})
	if diff := cmp.Diff(v.told, got); err != nil || diff != "" || v.ref != (client.Ref{ID: "s-1", Token: "t"}) {
		t.Errorf("of %+v, %v:\n%s", v.ref, err, diff)
	}
	if got, err := client.History(t.Context(), &talker{}, client.Ref{}); err != nil || len(got) > 0 {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestHistoryFailsWithItsWalk(t *testing.T) {
	v := &talker{told: []*client.Message{{ID: "a"}}, err: errors.New("the second page is broken")}
	if got, err := client.History(t.Context(), v, client.Ref{}); !errors.Is(err, v.err) || got != nil {
		t.Errorf("got %v, %v", got, err)
	}
	got, err := client.History(t.Context(), unlisted{}, client.Ref{})
	if _, ok := errors.AsType[*client.UnsupportedError](err); !ok || got != nil || err.Error() != "TalkifAI cannot tell the messages of a session" {
		t.Errorf("got %v, %v", got, err)
	}
}
