package contract

import (
	"fmt"
	"strings"
)

// Sides of a call that a violation can be on.
const (
	SideRequest  = "request"
	SideResponse = "response"
)

// Violation is one way in which a call broke its contract.
type Violation struct {
	Vendor    string
	Operation string // operationId; empty when the contract knows no such route
	Side      string // SideRequest or SideResponse
	Method    string
	Path      string
	Status    int // of the answer; 0 for a violation on the request
	Reason    string
}

// String puts the violation on one line, fit for t.Error.
func (v Violation) String() string {
	operation := v.Operation
	if operation == "" {
		operation = "no operation"
	}
	status := ""
	if v.Side == SideResponse {
		status = fmt.Sprintf(" answered %d", v.Status)
	}
	reason := strings.Join(strings.Fields(v.Reason), " ")
	return fmt.Sprintf("%s %s (%s %s%s): %s: %s", v.Vendor, operation, v.Method, v.Path, status, v.Side, reason)
}
