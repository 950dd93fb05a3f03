package provider

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// validateAction is validate for a type of action.
func (e *engine) validateAction(name string) func(values) problems {
	return func(config values) problems {
		e.t.Helper()
		resp, err := e.actions().ValidateActionConfig(e.t.Context(), &tfprotov6.ValidateActionConfigRequest{
			ActionType: name, Config: e.dynamic(e.actionType(name), config),
		})
		return e.problems(err, resp.Diagnostics)
	}
}

// planAction plans to invoke an action.
func (e *engine) planAction(name string) func(values) problems {
	return func(config values) problems {
		e.t.Helper()
		resp, err := e.actions().PlanAction(e.t.Context(), &tfprotov6.PlanActionRequest{
			ActionType: name, Config: e.dynamic(e.actionType(name), config),
		})
		return e.problems(err, resp.Diagnostics)
	}
}

// invoke invokes an action and returns what it has told meanwhile.
func (e *engine) invoke(ctx context.Context, name string, config values) ([]string, problems) {
	e.t.Helper()
	return e.invokeAnd(ctx, name, config, func(string) {})
}

// invokeAnd is invoke, and calls heard with all that the action tells.
func (e *engine) invokeAnd(ctx context.Context, name string, config values, heard func(string)) ([]string, problems) {
	e.t.Helper()
	stream, err := e.actions().InvokeAction(ctx, &tfprotov6.InvokeActionRequest{
		ActionType: name, Config: e.dynamic(e.actionType(name), config),
	})
	if err != nil {
		e.t.Fatal(err)
	}
	var told []string
	var all problems
	for event := range stream.Events {
		switch event := event.Type.(type) {
		case tfprotov6.ProgressInvokeActionEventType:
			if strings.Contains(event.Message, "secret") {
				e.t.Errorf("a secret is told: %s", event.Message)
			}
			told = append(told, event.Message)
			heard(event.Message)
		case tfprotov6.CompletedInvokeActionEventType:
			all = append(all, e.problems(nil, event.Diagnostics)...)
		}
	}
	return told, all
}

func (e *engine) actionType(name string) tftypes.Type {
	e.t.Helper()
	schema := e.schemas.ActionSchemas[name]
	if schema == nil {
		e.t.Fatalf("there is no action %s", name)
	}
	return schema.Schema.ValueType()
}

// actionServer is the part of a provider server that its interface does not have yet.
type actionServer interface {
	ValidateActionConfig(context.Context, *tfprotov6.ValidateActionConfigRequest) (*tfprotov6.ValidateActionConfigResponse, error)
	PlanAction(context.Context, *tfprotov6.PlanActionRequest) (*tfprotov6.PlanActionResponse, error)
	InvokeAction(context.Context, *tfprotov6.InvokeActionRequest) (*tfprotov6.InvokeActionServerStream, error)
}

func (e *engine) actions() actionServer {
	e.t.Helper()
	server, ok := e.ProviderServer.(actionServer)
	if !ok {
		e.t.Fatal("the provider serves no actions")
	}
	return server
}
