// Package contract holds the vendors' API contracts and checks live HTTP
// traffic against them.
//
// The contracts are OpenAPI documents written from the vendors' public pages;
// what a page does not state is marked there with x-assumed. A [Validator] sits
// as middleware in front of a test server, lets every byte pass unchanged and
// collects what breaks the contract:
//
//	v, err := contract.New("uppzy", server.URL)
//	handler = v.Middleware(handler)
//	…
//	for _, violation := range v.Violations() { t.Error(violation) }
//
// It is a tool for tests. Nothing that ends up in the provider imports it.
package contract
