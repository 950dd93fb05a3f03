package siteassist_test

import (
	"strings"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
)

func TestClose(t *testing.T) {
	closed := step{Call: end, Body: closedJSON}
	notConfirmed := step{Call: end, Body: `{"success":false,"message":"busy"}`}
	paused := oddly(step{Call: get, Body: conversationJSON("paused", "null")})
	for name, c := range map[string]struct {
		steps   []step
		already bool
		status  int // of the error; 0 is none
	}{
		"closed":                          {steps: join(closed)},
		"not found":                       {steps: join(own(end, 404)), already: true},
		"not found after a 503":           {steps: join(own(end, 503), own(end, 404))},
		"closed at the second attempt":    {steps: join(own(end, 500), closed)},
		"closed after an unknown 503":     {steps: join(foreign(end, 503), closed)},
		"closed after a lost response":    {steps: join(step{Call: end, Lost: true}, closed)},
		"closed after the documented 429": {steps: join(own(end, 429), closed)},

		"not confirmed, reads closed":   {steps: join(notConfirmed, readsEnded)},
		"not confirmed, reads open":     {steps: join(notConfirmed, readsOpen), status: 200},
		"not confirmed, reads unknown":  {steps: join(notConfirmed, paused), status: 200},
		"not confirmed, not found":      {steps: join(notConfirmed, own(get, 404))},
		"success with null data":        {steps: join(alien(end, 200, `{"success":true,"data":null}`), readsOpen), status: 200},
		"success without message":       {steps: join(alien(end, 200, `{"success":true}`), readsOpen), status: 200},
		"success with another status":   {steps: join(alien(end, 201, closedJSON), readsOpen), status: 201},
		"success of other type, closed": {steps: join(alien(end, 200, `{"success":true,"message":7}`), readsEnded)},
		"empty response, reads closed":  {steps: join(alien(end, 204, ""), readsEnded)},
		"page, reads closed":            {steps: join(foreign(end, 200), readsEnded)},
		"page, reads open":              {steps: join(foreign(end, 200), readsOpen), status: 200},

		"404 with a numeric code, reads open": {steps: join(alien(end, 404, `{"error":{"message":"gone","code":404}}`), readsOpen), status: 404},
		"404 with a null code, reads open":    {steps: join(alien(end, 404, `{"error":{"message":"gone","code":null}}`), readsOpen), status: 404},
		"404 without code, reads open":        {steps: join(alien(end, 404, `{"error":{"message":"gone"}}`), readsOpen), status: 404},
		"404 with another code, reads open":   {steps: join(alien(end, 404, `{"error":{"message":"no route","code":"ROUTE"}}`), readsOpen), status: 404},
		"404 of a proxy, reads open":          {steps: join(foreign(end, 404), readsOpen), status: 404},
		"404 of a proxy, reads closed":        {steps: join(foreign(end, 404), readsEnded), already: true},
		"404 of a proxy, not found":           {steps: join(foreign(end, 404), own(get, 404)), already: true},

		// The list decides where the response to the read proves nothing.
		"404 twice, not listed":         {steps: join(foreign(end, 404), foreign(get, 404), listsOther), already: true},
		"404 twice, listed as closed":   {steps: join(foreign(end, 404), foreign(get, 404), listsEnded), already: true},
		"404 twice, listed as open":     {steps: join(foreign(end, 404), foreign(get, 404), listsOpen, listsOpen), status: 404},
		"404 twice, closed meanwhile":   {steps: join(foreign(end, 404), foreign(get, 404), listsOpen, listsEnded), already: true},
		"404 everywhere":                {steps: join(foreign(end, 404), foreign(get, 404), foreign(list, 404)), status: 404},
		"404 twice, list of another":    {steps: join(foreign(end, 404), foreign(get, 404), alien(list, 200, `{"total":0,"data":[]}`)), status: 404},
		"409, 403, not listed":          {steps: join(own(end, 409), own(get, 403), listsNone), already: true},
		"409, 500, listed as closed":    {steps: join(own(end, 409), twice(own(get, 500)), listsEnded), already: true},
		"409, read rate limited":        {steps: join(own(end, 409), twice(own(get, 429))), status: 409},
		"500, read refused, not listed": {steps: join(twice(own(end, 500)), own(get, 401), listsOther)},

		"303, reads closed":          {steps: join(foreign(end, 303), readsEnded)},
		"302, reads open":            {steps: join(foreign(end, 302), readsOpen), status: 302},
		"400, reads open":            {steps: join(own(end, 400), readsOpen), status: 400},
		"401, reads closed":          {steps: join(own(end, 401), readsEnded), already: true},
		"401 everywhere":             {steps: join(own(end, 401), own(get, 401), own(list, 401)), status: 401},
		"402, reads open":            {steps: join(own(end, 402), readsOpen), status: 402},
		"403, reads closed":          {steps: join(own(end, 403), readsEnded), already: true},
		"403, reads open":            {steps: join(own(end, 403), readsOpen), status: 403},
		"408, reads closed":          {steps: join(twice(foreign(end, 408)), readsEnded)},
		"409, reads closed":          {steps: join(own(end, 409), readsEnded), already: true},
		"409, reads open":            {steps: join(own(end, 409), readsOpen), status: 409},
		"409, not found":             {steps: join(own(end, 409), own(get, 404)), already: true},
		"422, reads open":            {steps: join(own(end, 422), readsOpen), status: 422},
		"429":                        {steps: join(twice(own(end, 429))), status: 429},
		"500, reads closed":          {steps: join(twice(own(end, 500)), readsEnded)},
		"500, reads open":            {steps: join(twice(own(end, 500)), readsOpen), status: 500},
		"500, not found":             {steps: join(twice(own(end, 500)), own(get, 404))},
		"501, reads closed":          {steps: join(foreign(end, 501), readsEnded)},
		"502, reads open":            {steps: join(twice(foreign(end, 502)), readsOpen), status: 502},
		"503, reads closed":          {steps: join(twice(own(end, 503)), readsEnded)},
		"no response, reads closed":  {steps: join(twice(step{Call: end, Lost: true}), readsEnded)},
		"503 and 402, reads closed":  {steps: join(own(end, 503), own(end, 402), readsEnded)},
		"503 and 402, reads open":    {steps: join(own(end, 503), own(end, 402), readsOpen), status: 402},
		"503 and 409, reads closed":  {steps: join(own(end, 503), own(end, 409), readsEnded)},
		"lost and 401, reads closed": {steps: join(step{Call: end, Lost: true}, own(end, 401), readsEnded)},
	} {
		t.Run(name, func(t *testing.T) {
			v, _ := play(t, byToken, c.steps...)
			result, err := v.Close(t.Context(), confirmed, "")
			if c.status != 0 {
				if vendortest.StatusOf(err) != c.status || !strings.Contains(err.Error(), id) {
					t.Fatalf("got %v, want status %d and the id", err, c.status)
				}
				return
			}
			if err != nil || result.Already != c.already {
				t.Errorf("got %+v, %v; want already %t", result, err, c.already)
			}
		})
	}
}

// With another visitor's credentials, the documented not-found and absence from the list
// prove nothing; what the vendor returns of the session does.
func TestCloseWithUntrustedCredentials(t *testing.T) {
	for name, c := range map[string]struct {
		steps []step
		ok    bool
	}{
		"not found":                  {steps: join(own(end, 404), own(get, 404), listsOther)},
		"not found, listed as open":  {steps: join(own(end, 404), own(get, 404), listsOpen, listsOpen)},
		"not found, reads closed":    {steps: join(own(end, 404), readsEnded), ok: true},
		"not found, listed, closed":  {steps: join(own(end, 404), own(get, 404), listsEnded), ok: true},
		"proxy, not listed":          {steps: join(foreign(end, 404), foreign(get, 404), listsOther)},
		"documented success":         {steps: join(step{Call: end, Body: closedJSON}), ok: true},
		"not confirmed, not found":   {steps: join(step{Call: end, Body: `{"success":false}`}, own(get, 404), listsNone)},
		"not confirmed, reads ended": {steps: join(step{Call: end, Body: `{"success":false}`}, readsEnded), ok: true},
	} {
		t.Run(name, func(t *testing.T) {
			v, _ := play(t, byToken, c.steps...)
			if _, err := v.Close(t.Context(), untrusted, ""); c.ok != (err == nil) {
				t.Errorf("got %v, want success %t", err, c.ok)
			}
		})
	}
}

// A response that is too large to read proves that the session exists; the list has its
// status. Where the list lacks it, nothing proves that it is closed.
func TestCloseOfALargeConversation(t *testing.T) {
	for name, body := range map[string]string{
		"bytes":  strings.Repeat(" ", 1<<20) + conversationJSON("closed", "null"),
		"values": strings.Replace(conversationJSON("closed", "null"), "{", `{"messages":[`+strings.Repeat("0,", 250_000)+`0],`, 1),
	} {
		large := alien(get, 200, body)
		v, _ := play(t, byToken, own(end, 409), large, listsEnded)
		if _, err := v.Close(t.Context(), confirmed, ""); err != nil {
			t.Errorf("%s: got %v", name, err)
		}
		v, _ = play(t, byToken, own(end, 409), large, listsOther)
		if _, err := v.Close(t.Context(), confirmed, ""); err == nil {
			t.Errorf("%s: no error where the list lacks the session", name)
		}
	}
}

// A walk that began before this process created a conversation does not prove that it
// does not exist.
func TestCloseWalksAgainAfterACreation(t *testing.T) {
	hidden := join(foreign(end, 404), foreign(get, 404))
	v, _ := play(t, byToken, join(hidden, listsOther, hidden, isMe, started, hidden, listsOpen, listsOpen)...)
	for range 2 {
		if _, err := v.Close(t.Context(), confirmed, ""); err != nil {
			t.Error(err)
		}
	}
	if _, err := v.Open(t.Context(), client.OpenRequest{}); err != nil {
		t.Fatal(err)
	}
	if _, err := v.Close(t.Context(), confirmed, ""); vendortest.StatusOf(err) != 404 {
		t.Errorf("got %v, want the 404", err)
	}
}

func TestCloseSendsAnObject(t *testing.T) {
	for reason, body := range map[string]string{
		"":                  `{}`,
		"torn down by <CI>": `{"closeReason":"torn down by <CI>"}`,
	} {
		v, s := play(t, byToken, step{Call: end, Body: closedJSON})
		if _, err := v.Close(t.Context(), confirmed, reason); err != nil {
			t.Fatal(err)
		}
		if s.Sent[0].Body != body {
			t.Errorf("sent %s, want %s", s.Sent[0].Body, body)
		}
	}
}

func TestCloseErrorQuotesTheVendor(t *testing.T) {
	for message, want := range map[string]string{
		"a human is typing": "a human is typing", "a human is typing with " + token: "withheld because it contains a credential",
	} {
		v, _ := play(t, byToken, step{Call: end, Body: `{"success":false,"message":"` + message + `"}`}, readsOpen)
		_, err := v.Close(t.Context(), confirmed, "")
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), token) {
			t.Errorf("got %v, want %q in it", err, want)
		}
	}
}
