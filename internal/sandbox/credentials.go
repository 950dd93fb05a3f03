package sandbox

import (
	"fmt"
	"slices"
	"strings"
)

// Credential is a field of what lets a client in. The values are fixed, they open
// nothing but a sandbox, and every secret among them holds the text "secret", so that
// a scan of logs and state finds it without doubt.
type Credential struct {
	// Name is the field in a configuration, such as "api_key".
	Name string
	// Value is a string, or an int where the vendor wants a number.
	Value  any
	Secret bool
}

// Credentials are what lets a client of the vendor in. Each inner list is enough by
// itself, and the first has no token that expires. It panics for a name that is no
// vendor.
func Credentials(vendor string) [][]Credential { return mustFind(vendor).credentials }

// OtherAccount is what takes the place of a credential to reach another account of the
// vendor; nil where the vendor has no accounts. It panics for a name that is no vendor.
func OtherAccount(vendor string) []Credential { return mustFind(vendor).otherAccount }

// Variable is the environment variable for a field of the vendor's configuration, such
// as UPPZY_API_KEY.
func Variable(vendor, field string) string { return strings.ToUpper(vendor + "_" + field) }

// Environment has the variables by which the provider finds the sandbox, as NAME=value.
func (s *Sandbox) Environment() []string {
	var variables []string
	for _, vendor := range Vendors() {
		for _, c := range Credentials(vendor)[0] {
			variables = append(variables, Variable(vendor, c.Name)+"="+fmt.Sprint(c.Value))
		}
		variables = append(variables, Variable(vendor, "base_url")+"="+s.BaseURL(vendor))
	}
	return variables
}

// Secrets lists every credential that the sandbox knows at the moment: the fixed
// ones and all session and visitor tokens issued so far. A leak scan wants them all.
func (s *Sandbox) Secrets() []string {
	var secrets []string
	for _, v := range vendors() {
		for _, c := range slices.Concat(v.credentials...) {
			if c.Secret {
				secrets = append(secrets, fmt.Sprint(c.Value))
			}
		}
		secrets = append(secrets, v.secrets...)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return append(secrets, s.issued...)
}
