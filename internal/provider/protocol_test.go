package provider

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// engine plays Terraform's part and calls the provider's protocol directly: for
// what the installed Terraform does not do yet, and for tables that would take a
// run of Terraform a row. No diagnostic that it is given may hold a secret.
type engine struct {
	t *testing.T
	tfprotov6.ProviderServer
	schemas                    *tfprotov6.GetProviderSchemaResponse
	providerType, identityType tftypes.Type
	// resource is the type of resource that the calls are about, and resourceType
	// its attributes: chat_session, or that of an engine from of.
	resource     string
	resourceType tftypes.Type
}

// values are attributes by name. nil is null, and so is a name that is missing.
type values = map[string]any

// notKnown is a value that is known only after an apply.
type notKnown struct{}

// object is a session as Terraform keeps it between two calls.
type object struct {
	state    tftypes.Value
	private  []byte
	identity *tfprotov6.ResourceIdentityData
}

// startEngine serves a provider that sees the variables of env and no others.
func startEngine(t *testing.T, env map[string]string) *engine {
	t.Helper()
	return startEngineOf(t, &chatProvider{version: "test", getenv: func(name string) string { return env[name] }, tune: quick})
}

func startEngineOf(t *testing.T, p *chatProvider) *engine {
	t.Helper()
	e := &engine{t: t, ProviderServer: NewServer(p)}
	schemas, err := e.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	identities, err := e.GetResourceIdentitySchemas(t.Context(), &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		t.Fatal(err)
	}
	e.providerType = schemas.Provider.ValueType()
	e.identityType = identities.IdentitySchemas["chat_session"].ValueType()
	e.schemas = schemas
	return e.of("chat_session")
}

// of is the same engine, for another type of resource.
func (e *engine) of(resource string) *engine {
	other := *e
	other.resource = resource
	other.resourceType = e.schemas.ResourceSchemas[resource].ValueType()
	return &other
}

// configured is an engine whose provider has this configuration.
func configured(t *testing.T, config values) *engine {
	t.Helper()
	e := startEngine(t, nil)
	e.mustSucceed(e.configure(config))
	return e
}

func (e *engine) configure(config values) problems {
	e.t.Helper()
	resp, err := e.ConfigureProvider(e.t.Context(), &tfprotov6.ConfigureProviderRequest{
		TerraformVersion: "1.11.4", Config: e.dynamic(e.providerType, config),
	})
	return e.problems(err, resp.Diagnostics)
}

// nextRun configures the provider anew, as each run of Terraform does, which then knows
// nothing of what the last one has read.
func (e *engine) nextRun(config values) {
	e.t.Helper()
	e.mustSucceed(e.configure(config))
}

func (e *engine) validateProvider(config values) problems {
	e.t.Helper()
	resp, err := e.ValidateProviderConfig(e.t.Context(), &tfprotov6.ValidateProviderConfigRequest{
		Config: e.dynamic(e.providerType, config),
	})
	return e.problems(err, resp.Diagnostics)
}

func (e *engine) validate(config values) problems {
	e.t.Helper()
	resp, err := e.ValidateResourceConfig(e.t.Context(), &tfprotov6.ValidateResourceConfigRequest{
		TypeName: e.resource, Config: e.dynamic(e.resourceType, config),
	})
	return e.problems(err, resp.Diagnostics)
}

// validateData is validate for a type of data source.
func (e *engine) validateData(dataSource string) func(values) problems {
	return func(config values) problems {
		e.t.Helper()
		resp, err := e.ValidateDataResourceConfig(e.t.Context(), &tfprotov6.ValidateDataResourceConfigRequest{
			TypeName: dataSource, Config: e.dynamic(e.schemas.DataSourceSchemas[dataSource].ValueType(), config),
		})
		return e.problems(err, resp.Diagnostics)
	}
}

// plan plans config for the session, or for a new one where prior is nil. The
// proposal is Terraform's: what the configuration leaves out stays as it is.
func (e *engine) plan(prior *object, config values) (*tfprotov6.PlanResourceChangeResponse, problems) {
	e.t.Helper()
	req := &tfprotov6.PlanResourceChangeRequest{
		TypeName: e.resource, Config: e.dynamic(e.resourceType, config),
		PriorState: e.dynamic(e.resourceType, nil), ProposedNewState: e.dynamic(e.resourceType, config),
	}
	if prior != nil {
		proposed := maps.Clone(e.attributes(prior.state))
		for name := range e.resourceType.(tftypes.Object).AttributeTypes {
			if config[name] != nil || !slices.Contains(e.computedAttributes(), name) {
				proposed[name] = e.value(e.resourceType.(tftypes.Object).AttributeTypes[name], config[name])
			}
		}
		req.PriorState = e.dynamic(e.resourceType, prior.state)
		req.ProposedNewState = e.dynamic(e.resourceType, tftypes.NewValue(e.resourceType, proposed))
		req.PriorPrivate, req.PriorIdentity = prior.private, prior.identity
	}
	resp, err := e.PlanResourceChange(e.t.Context(), req)
	return resp, e.problems(err, resp.Diagnostics)
}

// apply carries a plan out; prior is nil for a new session.
func (e *engine) apply(prior *object, plan *tfprotov6.PlanResourceChangeResponse, config values) (*object, problems) {
	e.t.Helper()
	req := &tfprotov6.ApplyResourceChangeRequest{
		TypeName: e.resource, Config: e.dynamic(e.resourceType, config), PriorState: e.dynamic(e.resourceType, nil),
		PlannedState: plan.PlannedState, PlannedPrivate: plan.PlannedPrivate, PlannedIdentity: plan.PlannedIdentity,
	}
	if prior != nil {
		req.PriorState = e.dynamic(e.resourceType, prior.state)
	}
	o, p := e.finish(req)
	if len(p.errors()) == 0 {
		e.mustKeepPromises(plan, o)
	}
	return o, p
}

// mustKeepPromises holds the provider to its plan, as Terraform does: what was
// known then is the same now, and nothing is unknown any more.
func (e *engine) mustKeepPromises(plan *tfprotov6.PlanResourceChangeResponse, o *object) {
	e.t.Helper()
	now := e.attributes(o.state)
	for name, planned := range e.attributes(e.state(plan.PlannedState)) {
		if !now[name].IsFullyKnown() {
			e.t.Errorf("%s is not known after the apply", name)
		}
		if planned.IsFullyKnown() && !planned.Equal(now[name]) {
			e.t.Errorf("%s was planned as %s and is %s", name, planned, now[name])
		}
	}
}

// planDestroy plans to destroy what o is.
func (e *engine) planDestroy(o *object) problems {
	e.t.Helper()
	resp, err := e.PlanResourceChange(e.t.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: e.resource, Config: e.dynamic(e.resourceType, nil), PriorState: e.dynamic(e.resourceType, o.state),
		ProposedNewState: e.dynamic(e.resourceType, nil), PriorPrivate: o.private, PriorIdentity: o.identity,
	})
	return e.problems(err, resp.Diagnostics)
}

func (e *engine) destroy(o *object) (*object, problems) {
	e.t.Helper()
	return e.finish(&tfprotov6.ApplyResourceChangeRequest{
		TypeName: e.resource, Config: e.dynamic(e.resourceType, nil), PriorState: e.dynamic(e.resourceType, o.state),
		PlannedState: e.dynamic(e.resourceType, nil), PlannedPrivate: o.private, PlannedIdentity: o.identity,
	})
}

func (e *engine) finish(req *tfprotov6.ApplyResourceChangeRequest) (*object, problems) {
	e.t.Helper()
	resp, err := e.ApplyResourceChange(e.t.Context(), req)
	p := e.problems(err, resp.Diagnostics)
	return &object{state: e.state(resp.NewState), private: resp.Private, identity: resp.NewIdentity}, p
}

func (e *engine) read(o *object) (*object, problems) {
	e.t.Helper()
	resp, err := e.ReadResource(e.t.Context(), &tfprotov6.ReadResourceRequest{
		TypeName: e.resource, CurrentState: e.dynamic(e.resourceType, o.state), Private: o.private, CurrentIdentity: o.identity,
	})
	p := e.problems(err, resp.Diagnostics)
	return &object{state: e.state(resp.NewState), private: resp.Private, identity: resp.NewIdentity}, p
}

// readData reads a data source of the type.
func (e *engine) readData(dataSource string, config values) (tftypes.Value, problems) {
	e.t.Helper()
	of := e.schemas.DataSourceSchemas[dataSource].ValueType()
	resp, err := e.ReadDataSource(e.t.Context(), &tfprotov6.ReadDataSourceRequest{TypeName: dataSource, Config: e.dynamic(of, config)})
	p := e.problems(err, resp.Diagnostics)
	if resp.State == nil {
		return tftypes.NewValue(of, nil), p
	}
	state, err := resp.State.Unmarshal(of)
	if err != nil {
		e.t.Fatal(err)
	}
	return state, p
}

// importBy imports by the import id, or by identity where id is empty.
func (e *engine) importBy(id string, identity values) (*object, problems) {
	e.t.Helper()
	req := &tfprotov6.ImportResourceStateRequest{TypeName: e.resource, ID: id}
	if identity != nil {
		req.Identity = &tfprotov6.ResourceIdentityData{IdentityData: e.dynamic(e.identityType, identity)}
	}
	resp, err := e.ImportResourceState(e.t.Context(), req)
	p := e.problems(err, resp.Diagnostics)
	if len(resp.ImportedResources) == 0 {
		return nil, p
	}
	imported := resp.ImportedResources[0]
	return &object{state: e.state(imported.State), private: imported.Private, identity: imported.Identity}, p
}

// open plans and applies a new session, which must work.
func (e *engine) open(config values) *object {
	e.t.Helper()
	e.mustSucceed(e.validate(config))
	plan, p := e.plan(nil, config)
	e.mustSucceed(p)
	o, p := e.apply(nil, plan, config)
	e.mustSucceed(p)
	return o
}

// problems reads an answer of the provider, which must not hold a secret.
func (e *engine) problems(err error, diagnostics []*tfprotov6.Diagnostic) problems {
	e.t.Helper()
	if err != nil {
		e.t.Fatal(err)
	}
	var all problems
	for _, d := range diagnostics {
		record(strings.ToLower(d.Severity.String()), pathText(d.Attribute), d.Summary, d.Detail)
		checkReadable(e.t, d.Summary, d.Detail)
		p := problem{warning: d.Severity == tfprotov6.DiagnosticSeverityWarning, at: pathText(d.Attribute), text: d.Summary + ": " + d.Detail}
		if strings.Contains(p.text, "secret") {
			e.t.Errorf("a secret is shown: %s", p.text)
		}
		all = append(all, p)
	}
	return all
}

func (e *engine) mustSucceed(p problems) {
	e.t.Helper()
	if errs := p.errors(); len(errs) > 0 {
		e.t.Fatalf("refused: %v", errs)
	}
}
