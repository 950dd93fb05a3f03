package sandbox

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Reading is one reading of an assumption: a point that the vendor's pages leave open,
// marked x-assumed in its contract, and one of the answers that a client has to handle.
//
//	box, _ := sandbox.Start(sandbox.Options{Variants: reading.Apply()})
//	for _, fault := range reading.Faults {
//		box.Inject(fault)
//	}
//	… // calls with reading.Credentials and reading.Agent
//	shown := reading.Shows(box.Requests())
type Reading struct {
	// ID is the mark's id, such as "uppzy-11", and Reading one of its readings. Both are
	// written as in the contract.
	ID, Reading string
	// Settings select the reading, as "key=value"; none where it is the default.
	Settings []string
	// Credentials take the place of the first of [Credentials] where the reading is
	// about them.
	Credentials []Credential
	// Agent takes the place of [Agent] where the reading is about it.
	Agent string
	// Faults make the responses that the vendor's own behaviour never leads to. Each
	// breaks one call, the first of any operation: set Operation to choose another.
	Faults []Fault

	shows evidence
}

// Vendor is the vendor whose contract has the mark.
func (r Reading) Vendor() string {
	vendor, _, _ := strings.Cut(r.ID, "-")
	return vendor
}

// Apply returns the variants that select the reading.
func (r Reading) Apply() Variants {
	var v Variants
	for _, setting := range r.Settings {
		key, value, _ := strings.Cut(setting, "=")
		var err error
		if v, err = v.With(key, value); err != nil {
			panic("sandbox: reading " + r.ID + ": " + err.Error())
		}
	}
	return v
}

// Shows reports whether recorded calls show the reading.
func (r Reading) Shows(requests []Request) bool {
	return r.shows(slices.DeleteFunc(slices.Clone(requests), func(q Request) bool { return q.Vendor != r.Vendor() }))
}

// Readings lists every reading that the sandbox can show, in the order of the vendors.
func Readings() []Reading {
	var all []Reading
	for _, v := range vendors() {
		if v.readings != nil {
			all = append(all, v.readings()...)
		}
	}
	return all
}

// A readingOption selects a reading.
type readingOption func(*Reading)

func reading(id, text string, shows evidence, options ...readingOption) []Reading {
	r := Reading{ID: id, Reading: text, shows: shows}
	for _, apply := range options {
		apply(&r)
	}
	return []Reading{r}
}

// statuses are the readings of a mark that leaves a status open, the default of the
// variant first.
func statuses(id, variant string, shows func(status int) evidence, all ...int) []Reading {
	var readings []Reading
	for i, status := range all {
		var options []readingOption
		if i > 0 {
			options = append(options, set(fmt.Sprintf("%s=%d", variant, status)))
		}
		readings = append(readings, reading(id, strconv.Itoa(status), shows(status), options...)...)
	}
	return readings
}

func set(settings ...string) readingOption {
	return func(r *Reading) { r.Settings = settings }
}

func credentials(fields ...Credential) readingOption {
	return func(r *Reading) { r.Credentials = fields }
}

func agent(id string) readingOption {
	return func(r *Reading) { r.Agent = id }
}

// fault answers one call with a status and a body: JSON where it begins like an object or
// an array, else text. Header fields follow in pairs.
func fault(status int, body string, header ...string) readingOption {
	return func(r *Reading) {
		f := Fault{Vendor: r.Vendor(), Kind: FaultStatus, Times: 1, Status: status, Body: body, Header: http.Header{}}
		if body != "" && !strings.ContainsAny(body[:1], "{[") {
			f.Header.Set("Content-Type", mediaText)
		}
		for pair := range slices.Chunk(header, 2) {
			f.Header.Set(pair[0], pair[1])
		}
		r.Faults = append(r.Faults, f)
	}
}

// evidence looks for a reading in the calls to its vendor.
type evidence func([]Request) bool

// check looks at one call.
type check func(Request) bool

// one finds a call that passes every check.
func one(checks ...check) evidence {
	return func(requests []Request) bool { return slices.ContainsFunc(requests, all(checks...)) }
}

// after finds a call to a session that passes then, after another one that passed first.
func after(first, then check) evidence {
	return func(requests []Request) bool {
		for i, r := range requests {
			if !first(r) {
				continue
			}
			same := func(q Request) bool { return sessionOf(q) == sessionOf(r) && then(q) }
			if slices.ContainsFunc(requests[i+1:], same) {
				return true
			}
		}
		return false
	}
}

func all(checks ...check) check {
	return func(r Request) bool {
		return !slices.ContainsFunc(checks, func(passes check) bool { return !passes(r) })
	}
}

// on passes the calls of an operation with a status.
func on(operation string, status int) check {
	return func(r Request) bool { return r.Operation == operation && r.Status == status }
}

// status passes the calls of any operation with one of the statuses.
func status(statuses ...int) check {
	return func(r Request) bool { return slices.Contains(statuses, r.Status) }
}

// got passes a response with every text in its body, lacks one with none of them.
func got(texts ...string) check {
	return func(r Request) bool {
		return !slices.ContainsFunc(texts, func(text string) bool { return lacks(text)(r) })
	}
}

func lacks(texts ...string) check {
	return func(r Request) bool {
		return !slices.ContainsFunc(texts, func(text string) bool { return strings.Contains(r.ResponseBody, text) })
	}
}

// isJSON passes a response that claims to be JSON.
func isJSON(r Request) bool { return r.ResponseHeader.Get("Content-Type") == mediaJSON }

func isNotJSON(r Request) bool { return !isJSON(r) }

// sent passes a request with the text in its body, to one with it in its path.
func sent(text string) check {
	return func(r Request) bool { return strings.Contains(r.Body, text) }
}

func to(text string) check {
	return func(r Request) bool { return strings.Contains(r.Path, text) }
}

// retryAfter passes a response with the header, noRetryAfter one without.
func retryAfter(r Request) bool { return r.ResponseHeader.Get("Retry-After") != "" }

func noRetryAfter(r Request) bool { return !retryAfter(r) }

// sessionOf is the session in the path of a call, still escaped; empty where none is.
func sessionOf(r Request) string {
	segments := strings.Split(r.Path, "/")
	for i, segment := range segments[:len(segments)-1] {
		if slices.Contains([]string{"sessions", "conversations", "chats"}, segment) {
			return segments[i+1]
		}
	}
	return ""
}

// begins passes a response whose body begins with the text.
func begins(text string) check {
	return func(r Request) bool { return strings.HasPrefix(r.ResponseBody, text) }
}

func matches(pattern string) check {
	expression := regexp.MustCompile(pattern)
	return func(r Request) bool { return expression.MatchString(r.ResponseBody) }
}

// failed passes a response with an error status.
func failed(r Request) bool { return r.Status >= 400 }
