// Package provider is the Terraform side of the chat provider: schemas, plans,
// state and diagnostics. What a session is and how vendors are spoken to is in
// package client; the one place that knows the vendors' packages is vendors.go.
package provider
