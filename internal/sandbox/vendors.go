package sandbox

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
)

// vendors is where the vendors of the sandbox are put together, in their fixed order.
// A vendor declares itself in a file of its own, and is one line here.
func vendors() []vendor {
	return []vendor{
		uppzyVendor(),
		talkifaiVendor(),
		siteassistVendor(),
		uponaiVendor(),
	}
}

// Variants chooses a behaviour for each point that the vendors' pages leave open. The
// zero value of every field is the default, which the comments name first. A vendor whose
// pages leave nothing open has no line here.
type Variants struct {
	Uppzy      UppzyVariants      `json:"uppzy,omitzero"`
	TalkifAI   TalkifAIVariants   `json:"talkifai,omitzero"`
	SiteAssist SiteAssistVariants `json:"siteassist,omitzero"`
	UponAI     UponAIVariants     `json:"uponai,omitzero"`
}

// vendor is the declaration of one vendor, made by the vendor's own files.
type vendor struct {
	// name is the vendor in configurations, and in every call of this package.
	name string
	// prefix is where its API is mounted: the path of its real base URL behind its name.
	prefix string
	// credentials authorize a client. Each inner list is enough alone.
	credentials [][]Credential
	// account is the account of the credentials; empty where the vendor has no accounts.
	// With otherAccount in their place it is another one.
	account      string
	otherAccount []Credential
	// secrets are known to the vendor beside its credentials.
	secrets []string
	// agent is one that a session can be opened with; empty where none is required.
	agent string
	// acceptsOrigins is set where the client sends the origin of a website, and the API
	// decides which origins it accepts.
	acceptsOrigins bool
	// arrayMember is the member of a response that holds its list or its history.
	arrayMember string
	// start makes the vendor's API for one sandbox.
	start func(*Sandbox) api
	// errorBody is an error in the vendor's own shape.
	errorBody func(status int) *response
	// readings are those of the assumptions in its contract; nil where there are none.
	readings func() []Reading
	// documentedShapes names, by operation, the gateway shapes that its pages describe as
	// a response of its own.
	documentedShapes map[string][]string
}

// api is what a vendor does in one sandbox. The sandbox's lock guards it.
type api interface {
	// routes are the operations of the vendor's contract.
	routes() []route
	// seed fills what the vendor would have chosen of a session that is seeded.
	seed(r *session)
	// idle is the time without a message after which a session ends; 0 or less: none.
	idle() time.Duration
	// expireTokens voids every token that the vendor has issued.
	expireTokens()
}

// lasting is the part of an API whose sessions and tokens do not expire.
type lasting struct{}

func (lasting) idle() time.Duration { return 0 }

func (lasting) expireTokens() {}

// tokens are what a vendor has issued, each with what it gives access to.
type tokens map[string]token

// token gives access to a subject, such as a visitor. A zero expiry never comes.
type token struct {
	subject string
	expires time.Time
}

// subject is what a token gives access to; empty for one that is unknown or has expired.
func (t tokens) subject(text string, now time.Time) string {
	found := t[text]
	if !found.expires.IsZero() && !now.Before(found.expires) {
		return ""
	}
	return found.subject
}

func (t tokens) expireTokens() { clear(t) }

// issue makes a token and remembers it for [Sandbox.Secrets].
func (s *Sandbox) issue(t tokens, prefix, subject string, expires time.Time) string {
	text := prefix + strings.ReplaceAll(uuid.NewString(), "-", "")
	t[text] = token{subject, expires}
	s.issued = append(s.issued, text)
	return text
}

// Vendors lists the vendor names in their fixed order.
func Vendors() []string { return names(vendors()) }

// find looks a vendor up by its name.
func find(name string) (vendor, bool) { return byName(vendors(), name) }

// named is an item of a list that is looked up by name.
type named interface{ itemName() string }

func (v vendor) itemName() string { return v.name }

func (r route) itemName() string { return r.operation }

func byName[T named](items []T, name string) (found T, ok bool) {
	i := slices.IndexFunc(items, func(item T) bool { return item.itemName() == name })
	if i < 0 {
		return found, false
	}
	return items[i], true
}

func names[T named](items []T) []string {
	var all []string
	for _, item := range items {
		all = append(all, item.itemName())
	}
	return all
}

// mustFind panics for a name that is no vendor, and so do the functions that call it.
func mustFind(name string) vendor {
	v, ok := find(name)
	if !ok {
		panic("sandbox: unknown vendor " + strconv.Quote(name))
	}
	return v
}

// BaseURL is the base URL for a client of the vendor.
func (s *Sandbox) BaseURL(vendor string) string { return s.URL() + Prefix(vendor) }

// Prefix is the path under which the vendor's API is mounted: what BaseURL adds to URL.
func Prefix(vendor string) string { return mustFind(vendor).prefix }

// Agent is an agent that a session at the vendor can be opened with; empty where none
// is required.
func Agent(vendor string) string { return mustFind(vendor).agent }

// Account is the account of the vendor's credentials, and of a seeded session that names
// none; empty where the vendor has no accounts.
func Account(vendor string) string { return mustFind(vendor).account }

// Operations are the calls of a vendor's API by the operationId of its contract: what
// the operation of a [Fault] and of a [Request] may be.
func Operations(vendor string) []string {
	v, ok := find(vendor)
	if !ok {
		return nil
	}
	return names(v.start(&Sandbox{}).routes())
}

// ErrorBody is an error body in the vendor's own shape, for the Body of a [Fault]. It has
// the words of the vendor's pages for the status, where they print any.
func ErrorBody(vendor string, status int) string {
	return strings.TrimSpace(mustFind(vendor).errorBody(status).body.String())
}

// Credential is a field of what authorizes a client. The values are fixed and work with
// nothing but a sandbox. Every secret among them contains the text "secret", so that a
// scan of logs and state finds it.
type Credential struct {
	// Name is the field in a configuration, such as "api_key".
	Name string
	// Value is a string, or an int where the vendor requires a number.
	Value  any
	Secret bool
}

// Credentials authorize a client of the vendor. Each inner list is enough alone, and the
// first has no token that expires.
func Credentials(vendor string) [][]Credential { return mustFind(vendor).credentials }

// OtherAccount replaces a credential to reach another account of the vendor; nil where
// the vendor has no accounts.
func OtherAccount(vendor string) []Credential { return mustFind(vendor).otherAccount }

// Variable is the environment variable for a field of the vendor's configuration, such
// as UPPZY_API_KEY.
func Variable(vendor, field string) string { return strings.ToUpper(vendor + "_" + field) }

// Environment has the variables by which the provider finds the sandbox, as NAME=value.
func (s *Sandbox) Environment() []string {
	var variables []string
	for _, vendor := range Vendors() {
		for _, c := range append(slices.Clone(Credentials(vendor)[0]), Credential{Name: "base_url", Value: s.BaseURL(vendor)}) {
			variables = append(variables, Variable(vendor, c.Name)+"="+fmt.Sprint(c.Value))
		}
	}
	return variables
}

// Secrets lists every credential that the sandbox knows at the moment: the fixed ones and
// all tokens issued so far.
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
