package sandbox

import (
	"fmt"
	"strings"
)

// HostileID is the id of the session and of the account in hostile bodies.
const HostileID = "00000000-0000-4000-8000-000000000001"

// HostileBodies are the bodies that take the most memory for their size, by what is in
// them. Each is nearly size bytes of JSON in what the vendor documents around a list, a
// session or a history. It panics for a name that is no vendor.
func HostileBodies(vendor string, size int) map[string]string {
	const session = `"id":"` + HostileID + `","chatId":"` + HostileID + `"`
	opening := `{` + session + `,"type":"visitor","object":"list","total":0,"limit":100,"offset":0,"pagination_key":null,"` + mustFind(vendor).arrayMember + `":`
	array := func(element string) string { return repeated(opening+"[", element, "]}", size) }
	text := func(piece string) string {
		return fmt.Sprintf(`%s[{%s,"role":"user","content":"%s","parts":[]}]}`, opening, session, strings.Repeat(piece, (size-1000)/len(piece)))
	}
	return map[string]string{
		"zeros":            array("0"),
		"nulls":            array("null"),
		"empty objects":    array("{}"),
		"ids":              array(`{"id":"a","chatId":"a"}`),
		"deep":             array(strings.Repeat("[", 9000) + strings.Repeat("]", 9000)),
		"bare zeros":       repeated("[", "0", "]", size),
		"messages":         repeated(`{`+session+`,"messages":[`, "{}", "]}", size),
		"parts":            repeated(opening+`[{"parts":[`, "{}", "]}]}", size),
		"metadata":         manyMembers(`{`+session+`,"metadata":{`, "}}", size),
		"metadata of many": array(manyMembers(`{"chatId":"a","metadata":{`, "}}", 50_000)),
		"object":           manyMembers("{", "}", size),
		"long text":        text("a"),
		"escaped text":     text(`\n`),
	}
}

// repeated has the element as often as it fits.
func repeated(opening, element, closing string, size int) string {
	n := (size - len(opening) - len(closing)) / (len(element) + 1)
	return opening + strings.Repeat(element+",", max(n, 1)-1) + element + closing
}

// manyMembers has as many members as fit.
func manyMembers(opening, closing string, size int) string {
	var b strings.Builder
	b.WriteString(opening)
	for n := 0; b.Len() < size-20; n++ {
		if n > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `"%x":0`, n)
	}
	b.WriteString(closing)
	return b.String()
}
