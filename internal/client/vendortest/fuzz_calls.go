package vendortest

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

// fuzzCall is one call of a vendor, with what must hold of what it returns.
type fuzzCall struct {
	name    string
	account FuzzedAccount
	secrets []string
	do      func(*trial, client.Vendor)
}

// calls are all calls that the vendor has, for each of its accounts.
func (target *Target) calls(t testing.TB) []fuzzCall {
	t.Helper()
	var calls []fuzzCall
	for n, account := range target.Accounts {
		v := account.New(t, transport.Options{})
		token := ""
		add := func(name string, has bool, do func(*trial, client.Vendor)) {
			if !has {
				return
			}
			c := fuzzCall{name: fmt.Sprint(name, " by account ", n), account: account, secrets: account.Secrets, do: do}
			if token != "" {
				c.secrets = append(slices.Clone(c.secrets), token)
			}
			calls = append(calls, c)
		}
		add("account", true, (*trial).checkAccount)
		add("clock", is[client.Clock](v), (*trial).checkClock)
		add("list", is[client.Lister](v), (*trial).checkList)
		for i, r := range target.Opens {
			token = r.SessionToken
			add(fmt.Sprint("open ", i), true, func(x *trial, v client.Vendor) { x.checkOpen(v, r) })
		}
		for i, ref := range target.Refs {
			token = ref.Token
			add(fmt.Sprint("read ", i), true, func(x *trial, v client.Vendor) { x.checkRead(v, ref) })
			add(fmt.Sprint("close ", i), true, func(x *trial, v client.Vendor) { x.checkClose(v, ref) })
		}
		ref := target.Refs[0]
		token = ref.Token
		for i, r := range target.Sends {
			add(fmt.Sprint("send ", i), is[client.Messenger](v), func(x *trial, v client.Vendor) { x.checkSend(v, ref, r) })
		}
		add("history", is[client.Historian](v), func(x *trial, v client.Vendor) { x.checkHistory(v, ref) })
		add("metadata", is[client.MetadataUpdater](v), func(x *trial, v client.Vendor) { x.checkMetadata(v, ref) })
		add("request", is[client.RequestReader](v), func(x *trial, v client.Vendor) { x.checkRequest(v, client.ReadRequest) })
		add("wait", is[client.RequestReader](v), func(x *trial, v client.Vendor) { x.checkRequest(v, await) })
		add("rate", is[client.Rater](v), (*trial).checkRate)
		add("clear rating", is[client.RatingClearer](v), (*trial).checkClearRating)
		add("read rating", is[client.RatingReader](v), (*trial).checkReadRating)
	}
	return calls
}

func is[T any](v client.Vendor) bool {
	_, ok := v.(T)
	return ok
}

// await gives a request some time.
func await(ctx context.Context, v client.Vendor, id string) (*client.Request, error) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	return client.AwaitRequest(ctx, v, id, 5*time.Second)
}
