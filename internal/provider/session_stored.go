package provider

import (
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// store notes the metadata that the vendor returns otherwise than it was sent, after a
// change from have to want. A key that the change is not about stays noted while the
// vendor returns it as before. store returns the keys that the user has not been warned
// of.
func (p *sessionPrivate) store(s *client.Session, have, want map[string]string) []string {
	stored := map[string]*string{}
	known := map[string]bool{}
	for key, value := range p.Stored {
		had, before := have[key]
		wanted, after := want[key]
		if before && after && had == wanted && (s.Metadata == nil || isStored(s.Metadata, key, value)) {
			stored[key], known[key] = value, true
		}
	}
	for _, key := range s.DifferingMetadata {
		stored[key] = nil
		if value, ok := s.Metadata[key]; ok {
			stored[key] = &value
		}
	}
	p.Stored = stored
	return slices.DeleteFunc(slices.Clone(s.DifferingMetadata), func(key string) bool { return known[key] })
}

// isStored reports whether the vendor returns the key with the value, or does not return
// it where value is nil.
func isStored(metadata map[string]string, key string, value *string) bool {
	returned, ok := metadata[key]
	return ok == (value != nil) && (!ok || returned == *value)
}

// differingDiagnostics warns of these keys of the metadata that the vendor has returned
// otherwise than they were sent, and of the other arguments of which that is so.
func differingDiagnostics(m *sessionModel, s *client.Session, metadata []string) diag.Diagnostics {
	var diags diag.Diagnostics
	id, title := m.ID.ValueString(), client.Title(m.Vendor.ValueString())
	if len(metadata) > 0 {
		diags.AddAttributeWarning(path.Root(string(client.Metadata)), named("Metadata stored with other values", id), fmt.Sprintf(
			"%s returned other values than were sent, or none, for these keys of the metadata of the session %q: %s. "+
				"Configure the values that it returns, which the data source chat_session shows, or ignore this: the provider reports a change only when they change again.",
			title, id, idList(metadata)))
	}
	if len(s.DifferingDynamicVariables) > 0 {
		diags.AddAttributeWarning(path.Root(string(client.DynamicVariables)), named("Variables stored with other values", id), fmt.Sprintf(
			"%s returned other values than were sent, or none, for these keys of the dynamic_variables of the session %q: %s. "+
				"Configure the values that it returns, which replaces the session, or ignore this: the provider does not compare them again.",
			title, id, idList(s.DifferingDynamicVariables)))
	}
	if s.DifferingAgentID != "" {
		diags.AddAttributeWarning(path.Root(string(client.AgentID)), named("Another agent returned", id), fmt.Sprintf(
			"%s returned the agent %q for the session %q, and agent_id is %q. Check agent_id, or ignore this where both name the same agent.",
			title, s.DifferingAgentID, id, m.AgentID.ValueString()))
	}
	return diags
}
