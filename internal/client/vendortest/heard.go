package vendortest

import (
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
)

// Heard is one request of a client's, and what it was answered.
type Heard struct {
	Method, Path string
	// Sent is the body of the request.
	Sent string
	// Status is 0 where the connection was cut.
	Status int
	Body   string
}

// hear reads the request that is answered so.
func hear(r *http.Request, status int, body string) (Heard, error) {
	h := Heard{Method: r.Method, Path: r.URL.Path, Status: status, Body: body}
	if r.Body == nil {
		return h, nil
	}
	sent, err := io.ReadAll(r.Body)
	h.Sent = string(sent)
	return h, err
}

// OK reports whether the answer is a success.
func (h Heard) OK() bool { return h.Status >= 200 && h.Status <= 299 }

// Refused reports whether the answer says that nothing was done, see client.Error.Refused.
func (h Heard) Refused() bool {
	return h.Status >= 300 && h.Status <= 499 && h.Status != 303 && h.Status != 408
}

// To reports whether it is a request of this method to a path that ends so.
func (h Heard) To(method, end string) bool {
	return h.Method == method && strings.HasSuffix(h.Path, end)
}

// Any reports whether it holds for one of them.
func Any(heard []Heard, holds func(Heard) bool) bool { return slices.ContainsFunc(heard, holds) }

// Member is one member of an object in a JSON text.
type Member struct {
	// Depth is 1 in the outermost object; arrays count as well.
	Depth int
	Key   string
	// Value is the string, json.Number or bool, nil for null, and json.Delim for the
	// beginning of an object or an array.
	Value any
}

// Members are those of all objects in the answer, as often as they come; nil where it
// is no JSON. It is another reading of an answer than that of the clients, and a wider
// one: what it does not have, no client can have read.
func (h Heard) Members() []Member {
	if !json.Valid([]byte(h.Body)) {
		return nil
	}
	decoder := json.NewDecoder(strings.NewReader(h.Body))
	decoder.UseNumber()
	var members []Member
	var open []json.Delim
	key, keyed := "", false
	for {
		token, err := decoder.Token()
		if err != nil {
			return members
		}
		delim, structural := token.(json.Delim)
		inObject := len(open) > 0 && open[len(open)-1] == '{'
		switch {
		case structural && (delim == '}' || delim == ']'):
			open = open[:len(open)-1]
			continue
		case inObject && !keyed:
			key, keyed = token.(string)
			continue
		case inObject:
			members = append(members, Member{Depth: len(open), Key: key, Value: token})
			keyed = false
		}
		if structural {
			open = append(open, delim)
		}
	}
}

// Has reports whether the answer has a member of this name, as encoding/json compares
// names, for whose value holds is true.
func (h Heard) Has(key string, holds func(Member) bool) bool {
	return slices.ContainsFunc(h.Members(), func(m Member) bool { return strings.EqualFold(m.Key, key) && holds(m) })
}

// Says is for Has: the value is this word, in any case.
func Says(word string) func(Member) bool {
	return func(m Member) bool {
		text, ok := m.Value.(string)
		return ok && strings.EqualFold(text, word)
	}
}

// Tells is for Has: the value is a text that is not empty.
func Tells(m Member) bool {
	text, ok := m.Value.(string)
	return ok && text != ""
}
