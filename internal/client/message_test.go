package client_test

import (
	"context"
	"errors"
	"iter"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// talker is a vendor that takes messages and tells them.
type talker struct {
	client.Vendor
	ref     client.Ref
	request client.SendRequest
	told    []*client.Message
	err     error
}

func (*talker) Name() string { return "siteassist" }

func (v *talker) Send(_ context.Context, ref client.Ref, r client.SendRequest) (*client.Reply, error) {
	v.ref, v.request = ref, r
	if v.err != nil {
		return nil, v.err
	}
	return &client.Reply{Delivery: client.DeliveryAnswered}, nil
}

func (v *talker) Messages(_ context.Context, ref client.Ref) iter.Seq2[*client.Message, error] {
	v.ref = ref
	return func(yield func(*client.Message, error) bool) {
		for _, m := range v.told {
			if !yield(m, nil) {
				return
			}
		}
		if v.err != nil {
			yield(nil, v.err)
		}
	}
}

func TestSend(t *testing.T) {
	ref := client.Ref{ID: "s-1", Token: "t"}
	request := client.SendRequest{Text: "hi", UserIdentifier: "user@example.com", ResponseLanguage: "en", PageURL: "https://example.com", Async: true}
	v := &talker{}
	reply, err := client.Send(t.Context(), v, ref, request)
	if err != nil || reply.Delivery != client.DeliveryAnswered || v.ref != ref || v.request != request {
		t.Errorf("got %+v, %v; sent %+v to %+v", reply, err, v.request, v.ref)
	}
	v.err = &client.ClosedError{Vendor: "siteassist", SessionID: "s-1"}
	if reply, err := client.Send(t.Context(), v, ref, request); reply != nil || !errors.Is(err, v.err) {
		t.Errorf("got %+v, %v", reply, err)
	}
	reply, err = client.Send(t.Context(), unlisted{}, ref, request)
	if _, ok := errors.AsType[*client.UnsupportedError](err); !ok || reply != nil || err.Error() != "TalkifAI cannot take messages" {
		t.Errorf("got %+v, %v", reply, err)
	}
}
