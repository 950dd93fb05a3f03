package uppzy_test

import (
	"fmt"
	"sync"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

func TestManyAtOnce(t *testing.T) {
	const n = 20
	answers := replies{}
	for range n {
		answers["list"] = append(answers["list"], openEntry, openEntry)
		answers["async"] = append(answers["async"], pending)
		answers["close"] = append(answers["close"], closedNow)
	}
	v, _ := play(t, answers)
	var group sync.WaitGroup
	for i := range n {
		group.Go(func() {
			id := fmt.Sprintf("own-%d", i)
			if _, err := v.Open(t.Context(), client.OpenRequest{SessionID: id, OpeningMessage: "hello"}); err != nil {
				t.Error(err)
			}
			if got, err := v.Read(t.Context(), client.Ref{ID: "s1"}); err != nil || got.Status != client.StatusOpen {
				t.Error(got, err)
			}
			if _, err := v.Close(t.Context(), client.Ref{ID: id}, ""); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
}
