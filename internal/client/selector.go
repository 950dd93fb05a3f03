package client

// Selector is an argument by which sessions are picked from a vendor's list.
type Selector string

// The selectors, named as in the configuration.
const (
	ByUserIdentifier  Selector = "user_identifier"
	ByStatus          Selector = "status"
	BySessionIDPrefix Selector = "session_id_prefix"
	ByAgentID         Selector = "agent_id"
	ByMetadata        Selector = "metadata"
	ByInactiveFor     Selector = "inactive_for"
	ByCreatedAfter    Selector = "created_after"
	ByCreatedBefore   Selector = "created_before"
)

// Selectors lists them in the order of the documentation.
func Selectors() []Selector {
	return []Selector{
		ByUserIdentifier, ByStatus, BySessionIDPrefix, ByAgentID, ByMetadata,
		ByInactiveFor, ByCreatedAfter, ByCreatedBefore,
	}
}
