package provider

import (
	"context"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// listedSession is one result of a query.
type listedSession struct {
	name     string
	identity map[string]string
	// state is nil where the resource was not asked for.
	state *tftypes.Value
}

// validateList is validate for the list resource chat_session.
func (e *engine) validateList(config values) problems {
	e.t.Helper()
	resp, err := e.lists().ValidateListResourceConfig(e.t.Context(), &tfprotov6.ValidateListResourceConfigRequest{
		TypeName: "chat_session", Config: e.dynamic(e.schemas.ListResourceSchemas["chat_session"].ValueType(), config),
	})
	return e.problems(err, resp.Diagnostics)
}

// query lists sessions. It takes results while wants, which may be nil, holds of
// their number.
func (e *engine) query(config values, limit int64, include bool, wants func(taken int) bool) ([]listedSession, problems) {
	e.t.Helper()
	return e.queryIn(e.t.Context(), config, limit, include, wants)
}

// queryIn is query in a context of its own.
func (e *engine) queryIn(ctx context.Context, config values, limit int64, include bool, wants func(taken int) bool) ([]listedSession, problems) {
	e.t.Helper()
	stream, err := e.lists().ListResource(ctx, &tfprotov6.ListResourceRequest{
		TypeName: "chat_session", Config: e.dynamic(e.schemas.ListResourceSchemas["chat_session"].ValueType(), config),
		Limit: limit, IncludeResource: include,
	})
	if err != nil {
		e.t.Fatal(err)
	}
	var found []listedSession
	var all problems
	for result := range stream.Results {
		all = append(all, e.problems(nil, result.Diagnostics)...)
		if result.Identity == nil {
			continue
		}
		one := listedSession{name: result.DisplayName, identity: e.identity(result.Identity)}
		if result.Resource != nil {
			state := e.state(result.Resource)
			one.state = &state
		}
		found = append(found, one)
		if wants != nil && !wants(len(found)) {
			break
		}
	}
	return found, all
}

// listServer is the part of a provider server that its interface does not have yet.
type listServer interface {
	ValidateListResourceConfig(context.Context, *tfprotov6.ValidateListResourceConfigRequest) (*tfprotov6.ValidateListResourceConfigResponse, error)
	ListResource(context.Context, *tfprotov6.ListResourceRequest) (*tfprotov6.ListResourceServerStream, error)
}

func (e *engine) lists() listServer {
	e.t.Helper()
	server, ok := e.ProviderServer.(listServer)
	if !ok {
		e.t.Fatal("the provider serves no lists")
	}
	return server
}

func listedIDs(found []listedSession) []string {
	ids := []string{}
	for _, one := range found {
		ids = append(ids, one.identity["session_id"])
	}
	return ids
}

// mustList is query without a limit, which must work.
func (e *engine) mustList(t *testing.T, config values) []string {
	t.Helper()
	found, p := e.query(config, 0, false, nil)
	if len(p) > 0 {
		t.Fatalf("refused: %v", p)
	}
	return listedIDs(found)
}
