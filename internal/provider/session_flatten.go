package provider

import (
	"net/url"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// flatten writes what the vendor tells into the attributes that the vendor
// decides on. What it does not tell keeps the value it had, and an unknown
// becomes null, so that a model that was flattened once can be saved.
func (m *sessionModel) flatten(s *client.Session) {
	m.SessionID = types.StringValue(s.ID)
	m.ID = types.StringValue(sessionAddress(m.Vendor.ValueString(), s.ID))
	m.Status = types.StringValue(string(s.Status))
	m.Account = textOr(s.Account, m.Account)

	m.CreatedAt = timeOr(s.CreatedAt, m.CreatedAt)
	m.OpeningRequestID = textOr(s.OpeningRequestID, m.OpeningRequestID)
	m.SessionToken = textOr(s.Token, m.SessionToken)
	// No vendor changes the agent of a session, and one may spell its id in another
	// way than the configuration does: it is learnt once, by an adoption or an import.
	if m.AgentID.IsUnknown() {
		m.AgentID = pointerOr(s.AgentID, m.AgentID)
	}
}

// flattenPlanned is flatten for a model that was planned: Terraform holds the
// provider to every value that the plan has promised, whatever the vendor tells now.
func (m *sessionModel) flattenPlanned(s *client.Session) {
	planned := *m
	m.flatten(s)
	keep(&m.ID, planned.ID)
	keep(&m.SessionID, planned.SessionID)
	keep(&m.Account, planned.Account)
	keep(&m.SessionToken, planned.SessionToken)
	keep(&m.Status, planned.Status)
	keep(&m.CreatedAt, planned.CreatedAt)
	keep(&m.OpeningRequestID, planned.OpeningRequestID)
}

func keep[T attr.Value](value *T, planned T) {
	if !planned.IsUnknown() {
		*value = planned
	}
}

// flattenDrift writes what was changed elsewhere into the arguments that the vendor
// returns. Only keys of the state are compared: the application under test may add its
// own. Metadata that is not returned says nothing. A value that the vendor has stored
// otherwise than it was sent is no change while it stays as it was stored.
func (m *sessionModel) flattenDrift(s *client.Session, private sessionPrivate) {
	if s.Metadata == nil || m.Metadata.IsNull() || m.Metadata.IsUnknown() {
		return
	}
	elements := map[string]attr.Value{}
	for key, had := range m.Metadata.Elements() {
		value, ok := s.Metadata[key]
		stored, otherwise := private.Stored[key]
		switch {
		case otherwise && isStored(s.Metadata, key, stored):
			elements[key] = had
		case ok:
			elements[key] = types.StringValue(value)
		}
	}
	m.Metadata = types.MapValueMust(types.StringType, elements)
}

// flattenImport writes every argument that the vendor tells, for a session of
// which nothing but the id is known.
func (m *sessionModel) flattenImport(s *client.Session) {
	m.flatten(s)
	m.AgentID = pointerOr(s.AgentID, m.AgentID)
	m.Metadata = importedMap(s.Metadata)
	m.DynamicVariables = importedMap(s.DynamicVariables)
}

// importedMap is null for an empty map: a configuration that sets nothing is
// the likelier one.
func importedMap(values map[string]string) types.Map {
	if len(values) == 0 {
		return types.MapNull(types.StringType)
	}
	elements := map[string]attr.Value{}
	for key, value := range values {
		elements[key] = types.StringValue(value)
	}
	return types.MapValueMust(types.StringType, elements)
}

// sessionAddress is the attribute id, which is also the import id: the session's
// own id is escaped, so that one with a slash stays one part.
func sessionAddress(vendor, sessionID string) string {
	return vendor + "/" + url.PathEscape(sessionID)
}

func textOr(told string, have types.String) types.String {
	if told != "" {
		return types.StringValue(told)
	}
	return nullIfUnknown(have)
}

func pointerOr(told *string, have types.String) types.String {
	if told != nil {
		return types.StringValue(*told)
	}
	return nullIfUnknown(have)
}

func nullIfUnknown(have types.String) types.String {
	if have.IsUnknown() {
		return types.StringNull()
	}
	return have
}

func timeOr(told time.Time, have timetypes.RFC3339) timetypes.RFC3339 {
	if !told.IsZero() || have.IsUnknown() {
		return timeOrNull(told)
	}
	return have
}

func timeOrNull(told time.Time) timetypes.RFC3339 {
	if told.IsZero() {
		return timetypes.NewRFC3339Null()
	}
	return timetypes.NewRFC3339TimeValue(told.UTC())
}
