// Package schemajson writes a provider's schemas as the JSON document that
// `terraform providers schema -json` prints, without a Terraform binary.
//
// An older Terraform leaves out what it does not know (identities before 1.12,
// list resources and actions before 1.14). This document always has every kind, so
// that the documentation made from it does not depend on the installed version.
package schemajson
