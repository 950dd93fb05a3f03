package transport

import (
	"bytes"
	"fmt"
	"sync"
)

const (
	// defaultMaxValues is the largest page of any vendor, a thousand chats with 250 members
	// and messages each.
	defaultMaxValues = 250_000
	// maxMembers is the most members of one object. The largest with arbitrary keys is a
	// chat's metadata of 50 kB (UponAI).
	maxMembers = 10_000
	// manyValues are decoded by one call at a time.
	manyValues = 10_000
	// countedLevels is how many levels of arrays and objects are counted. No vendor package
	// decodes deeper ones.
	countedLevels = 4
)

// decoding is held by the call that decodes many values.
var decoding sync.Mutex

// countValues counts the elements of all arrays and the members of all objects in the
// outer levels of a JSON text, and the members of the object that has the most. An empty
// array or object counts as if it had one. A small text may have millions of values, each
// of which takes hundreds of bytes once it is decoded.
func countValues(text []byte) (values, members int) {
	var open [countedLevels]struct {
		object bool
		n      int
	}
	depth := 0
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch c {
		case '"':
			i += stringEnd(text[i+1:]) + 1
			continue
		case '{', '[':
			depth++
		case '}', ']':
			depth = max(depth-1, 0)
			continue
		case ',':
		default:
			continue
		}
		if depth < 1 || depth > countedLevels {
			continue
		}
		level := &open[depth-1]
		if c != ',' {
			level.object, level.n = c == '{', 0
		}
		values++
		level.n++
		if level.object {
			members = max(members, level.n)
		}
	}
	return values, members
}

// stringEnd is the index of the quotation mark that ends a string.
func stringEnd(text []byte) int {
	for i := 0; ; {
		next := bytes.IndexAny(text[i:], `"\`)
		switch {
		case next < 0:
			return len(text)
		case text[i+next] == '"':
			return i + next
		}
		i = min(i+next+2, len(text))
	}
}

// checkValues returns the number of values in the outer levels of a JSON text, and an error
// that is ErrTooLarge where these are more than most, or where one object has too many
// members. 0 is the default.
func checkValues(text []byte, most int) (values int, err error) {
	if most == 0 {
		most = defaultMaxValues
	}
	values, members := countValues(text)
	switch {
	case values > most:
		err = fmt.Errorf("%w: it has more than %d values", ErrTooLarge, most)
	case members > maxMembers:
		err = fmt.Errorf("%w: it has an object with more than %d members", ErrTooLarge, maxMembers)
	}
	return values, err
}

// boundedProblem is problem for bodies that do not have too many values.
func boundedProblem(problem func(int, []byte) Problem) func(int, []byte) Problem {
	return func(status int, body []byte) Problem {
		if _, err := checkValues(body, 0); err != nil {
			return Problem{}
		}
		return problem(status, body)
	}
}
