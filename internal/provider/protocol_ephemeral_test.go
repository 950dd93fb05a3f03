package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// openedEphemeral is an ephemeral session as Terraform keeps it between Open and Close, in its
// memory alone.
type openedEphemeral struct {
	result  tftypes.Value
	private []byte
}

func (e *engine) ephemeralType() tftypes.Type {
	return e.schemas.EphemeralResourceSchemas["chat_session"].ValueType()
}

// validateEphemeral is validate for the ephemeral resource.
func (e *engine) validateEphemeral(config values) problems {
	e.t.Helper()
	resp, err := e.ValidateEphemeralResourceConfig(e.t.Context(), &tfprotov6.ValidateEphemeralResourceConfigRequest{
		TypeName: "chat_session", Config: e.dynamic(e.ephemeralType(), config),
	})
	return e.problems(err, resp.Diagnostics)
}

// tryEphemeral opens an ephemeral session; it is nil after an error, when Terraform keeps
// nothing. The result is known and has the configuration as it is, as Terraform and
// OpenTofu want it.
func (e *engine) tryEphemeral(ctx context.Context, config values) (*openedEphemeral, problems) {
	e.t.Helper()
	resp, err := e.OpenEphemeralResource(ctx, &tfprotov6.OpenEphemeralResourceRequest{
		TypeName: "chat_session", Config: e.dynamic(e.ephemeralType(), config),
	})
	p := e.problems(err, resp.Diagnostics)
	if len(p.errors()) > 0 {
		return nil, p
	}
	result, err := resp.Result.Unmarshal(e.ephemeralType())
	if err != nil {
		e.t.Fatal(err)
	}
	if !result.IsFullyKnown() {
		e.t.Errorf("the result is not known: %s", result)
	}
	given, told := e.attributes(e.value(e.ephemeralType(), config)), e.attributes(result)
	for name := range config {
		if !given[name].Equal(told[name]) {
			e.t.Errorf("%s is configured as %s and told as %s", name, given[name], told[name])
		}
	}
	return &openedEphemeral{result: result, private: resp.Private}, p
}

// openEphemeral is tryEphemeral for a session that must be opened.
func (e *engine) openEphemeral(config values) *openedEphemeral {
	e.t.Helper()
	e.mustSucceed(e.validateEphemeral(config))
	l, p := e.tryEphemeral(e.t.Context(), config)
	e.mustSucceed(p)
	return l
}

// closeEphemeral closes an ephemeral session.
func (e *engine) closeEphemeral(ctx context.Context, l *openedEphemeral) problems {
	e.t.Helper()
	resp, err := e.CloseEphemeralResource(ctx, &tfprotov6.CloseEphemeralResourceRequest{TypeName: "chat_session", Private: l.private})
	return e.problems(err, resp.Diagnostics)
}

// ephemeralConfig has everything that an ephemeral session of the vendor takes.
func ephemeralConfig(info client.Info) values {
	config := with(fullConfig(info), values{"timeouts": values{"open": "1m"}})
	delete(config, "recreate_when_closed")
	return config
}
