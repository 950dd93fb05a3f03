package sandbox

import (
	"slices"
	"strconv"
	"time"
)

// vendor is what the sandbox is told of one vendor, by the vendor's own files.
type vendor struct {
	// name is the vendor in configurations, and in every call of this package.
	name string
	// prefix is where its API is mounted: the path of its real base URL behind its name.
	prefix string
	// credentials let a client in. Each inner list is enough by itself.
	credentials [][]Credential
	// account is what they let it into; empty where the vendor has no accounts. With
	// otherAccount in their place it is another one.
	account      string
	otherAccount []Credential
	// secrets are known to the vendor beside its credentials.
	secrets []string
	// agent is one that a session can be opened with; empty where none is asked for.
	agent string
	// acceptsOrigins is set where the client sends the origin of a website, and the API
	// decides which origins it accepts.
	acceptsOrigins bool
	// arrayMember is the member of a response that holds its list or its history.
	arrayMember string
	// start makes the vendor's API for one sandbox.
	start func(*Sandbox) api
	// variants are its open points as text; nil where there are none.
	variants func(*Variants) []variantField
	// errorBody is an error in the vendor's own shape.
	errorBody func(status int) answer
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

// lasting is the part of an API whose sessions and tokens do not end by themselves.
type lasting struct{}

func (lasting) idle() time.Duration { return 0 }

func (lasting) expireTokens() {}

// Vendors lists the vendor names in their fixed order.
func Vendors() []string {
	var names []string
	for _, v := range vendors() {
		names = append(names, v.name)
	}
	return names
}

// find looks a vendor up by its name.
func find(name string) (vendor, bool) {
	all := vendors()
	i := slices.IndexFunc(all, func(v vendor) bool { return v.name == name })
	if i < 0 {
		return vendor{}, false
	}
	return all[i], true
}

// mustFind panics for a name that is no vendor.
func mustFind(name string) vendor {
	v, ok := find(name)
	if !ok {
		panic("sandbox: unknown vendor " + strconv.Quote(name))
	}
	return v
}

// BaseURL is what a client of the vendor takes as its base URL. It panics for a name
// that is no vendor.
func (s *Sandbox) BaseURL(vendor string) string { return s.URL() + Prefix(vendor) }

// Prefix is the path under which the vendor's API is mounted: what BaseURL adds to
// URL. It is the path of the vendor's real base URL behind the vendor's name. It
// panics for a name that is no vendor.
func Prefix(vendor string) string { return mustFind(vendor).prefix }

// Agent is an agent that a session at the vendor can be opened with; empty where none
// is asked for. It panics for a name that is no vendor.
func Agent(vendor string) string { return mustFind(vendor).agent }

// Account is what the vendor's credentials let a client into, and the account of a
// seeded session that names none; empty where the vendor has no accounts. It panics for
// a name that is no vendor.
func Account(vendor string) string { return mustFind(vendor).account }

// Operations are the calls of a vendor's API by the operationId of its contract: what
// the operation of a [Fault] and of a [Request] may be.
func Operations(vendor string) []string {
	v, ok := find(vendor)
	if !ok {
		return nil
	}
	var names []string
	for _, route := range v.start(&Sandbox{}).routes() {
		names = append(names, route.operation)
	}
	return names
}
