package uppzy_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/uppzy"
)

func TestClose(t *testing.T) {
	refused := reply{Status: 400, Body: `{"error":"session_id is required"}`}
	noSession := reply{Status: 404, Body: `{"error":"session not found"}`}
	garbled := reply{Body: `<html>welcome</html>`, Odd: true}
	tests := map[string]struct {
		ref     client.Ref
		answers replies
		failed  int // the status of the error, -1 for any
		already bool
		warned  bool
	}{
		"closed":              {answers: replies{"close": {closedNow}}},
		"202":                 {answers: replies{"close": {{Status: 202, Body: `{"status":"ok"}`, Odd: true}}}},
		"200, empty":          {answers: replies{"close": {{Odd: true}}, "list": {closeEntry}}},
		"204, listed open":    {answers: replies{"close": {{Status: 204, Odd: true}}, "list": {openEntry}}, failed: 204},
		"repeated on 500":     {answers: replies{"close": {broken, closedNow}}},
		"repeated on 429":     {answers: replies{"close": {{Status: 429}, closedNow}}},
		"repeated when lost":  {answers: replies{"close": {{Lost: true}, closedNow}}},
		"401":                 {answers: replies{"close": {{Status: 401, Body: `{"error":"invalid_api_key"}`}}}, failed: 401},
		"403":                 {answers: replies{"close": {{Status: 403, Body: `{"error":"no plan"}`}}}, failed: 403},
		"429 for good":        {answers: replies{"close": {{Status: 429}, {Status: 429}}}, failed: 429},
		"redirect":            {answers: replies{"close": {{Status: 307, Odd: true}}}, failed: 307},
		"404, listed closed":  {answers: replies{"close": {noSession}, "list": {closeEntry}}, already: true},
		"404, not listed":     {answers: replies{"close": {noSession}, "list": {empty}}, already: true},
		"404, listed open":    {answers: replies{"close": {noSession}, "list": {openEntry}}, failed: 404},
		"404, list fails":     {answers: replies{"close": {noSession}, "list": {broken, broken}}, failed: 404},
		"404, list refused":   {answers: replies{"close": {siteGone}, "list": {{Status: 401, Body: `{"error":"x"}`}}}, failed: 404},
		"404, list garbled":   {answers: replies{"close": {siteGone}, "list": {garbled}}, failed: 404},
		"404 twice":           {answers: replies{"close": {siteGone}, "list": {siteGone}}, warned: true},
		"404, foreign list":   {answers: replies{"close": {siteGone}, "list": {foreign404}}, failed: 404},
		"foreign 404":         {answers: replies{"close": {foreign404}, "list": {foreign404}}, failed: 404},
		"foreign 404, site":   {answers: replies{"close": {foreign404}, "list": {siteGone}}, failed: 404},
		"foreign, not listed": {answers: replies{"close": {foreign404}, "list": {empty}}, already: true},
		"foreign, absent, seen": {
			ref: client.Ref{Seen: true}, failed: 404,
			answers: replies{"close": {foreign404}, "list": {empty}},
		},
		"framework, absent, seen": {
			ref: client.Ref{Seen: true}, failed: 404,
			answers: replies{"close": {routeless}, "list": {empty}},
		},
		"foreign 400, absent, seen": {
			ref: client.Ref{Seen: true}, failed: 400,
			answers: replies{"close": {{Status: 400, Body: "<html>", Odd: true}}, "list": {empty}},
		},
		"foreign, closed, seen": {
			ref: client.Ref{Seen: true}, already: true,
			answers: replies{"close": {foreign404}, "list": {closeEntry}},
		},
		"own 400, absent, seen": {
			ref: client.Ref{Seen: true}, already: true,
			answers: replies{"close": {refused}, "list": {empty}},
		},
		"unclear, then 404":   {answers: replies{"close": {broken, noSession}, "list": {closeEntry}}},
		"unclear, then 401":   {answers: replies{"close": {broken, {Status: 401, Body: `{"error":"x"}`}}, "list": {closeEntry}}},
		"unclear, then 403":   {answers: replies{"close": {broken, {Status: 403, Body: `{"error":"x"}`}}, "list": {openEntry}}, failed: 403},
		"303, listed closed":  {answers: replies{"close": {{Status: 303, Odd: true}}, "list": {closeEntry}}},
		"foreign, open":       {answers: replies{"close": {foreign404}, "list": {openEntry}}, failed: 404},
		"framework's 404s":    {answers: replies{"close": {routeless}, "list": {routeless}}, failed: 404},
		"400, listed closed":  {answers: replies{"close": {refused}, "list": {closeEntry}}, already: true},
		"400, not listed":     {answers: replies{"close": {refused}, "list": {empty}}, already: true},
		"400, listed open":    {answers: replies{"close": {refused}, "list": {openEntry}}, failed: 400},
		"400, site not found": {answers: replies{"close": {refused}, "list": {siteGone}}, failed: 400},
		"404, open by e-mail": {
			ref: client.Ref{UserIdentifier: mail}, failed: 404,
			answers: replies{"close": {noSession}, "list": {empty}, "list " + mail: {openEntry}},
		},
		"404, unsure by e-mail": {
			ref: client.Ref{UserIdentifier: mail}, failed: 404,
			answers: replies{"close": {noSession}, "list": {empty}, "list " + mail: {broken, broken}},
		},
		"404, absent by e-mail": {
			ref: client.Ref{UserIdentifier: mail, Seen: true}, already: true,
			answers: replies{"close": {noSession}, "list": {empty}, "list " + mail: {empty}},
		},
		"garbled, listed closed": {answers: replies{"close": {garbled}, "list": {closeEntry}}},
		"garbled, listed open":   {answers: replies{"close": {garbled}, "list": {openEntry}}, failed: 200},
		"garbled, not listed":    {answers: replies{"close": {garbled}, "list": {empty}}, failed: 200},
		"garbled, site gone":     {answers: replies{"close": {garbled}, "list": {siteGone}}, failed: 200},
		"another status word":    {answers: replies{"close": {{Body: `{"status":"queued"}`, Odd: true}}, "list": {openEntry}}, failed: 200},
		"no status":              {answers: replies{"close": {{Body: `{}`, Odd: true}}, "list": {closeEntry}}},
		"500, listed closed":     {answers: replies{"close": {broken, broken}, "list": {closeEntry}}},
		"500, listed open":       {answers: replies{"close": {broken, broken}, "list": {openEntry}}, failed: 500},
		"500, not listed":        {ref: client.Ref{Seen: true}, answers: replies{"close": {broken, broken}, "list": {empty}}, failed: 500},
		"lost, listed closed":    {answers: replies{"close": {{Lost: true}, {Lost: true}}, "list": {closeEntry}}},
		"lost, listed open":      {answers: replies{"close": {{Lost: true}, {Lost: true}}, "list": {openEntry}}, failed: -1},
		"409, listed closed":     {answers: replies{"close": {{Status: 409, Body: `{}`, Odd: true}}, "list": {closeEntry}}, already: true},
		"409, listed open":       {answers: replies{"close": {{Status: 409, Body: `{}`, Odd: true}}, "list": {openEntry}}, failed: 409},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			v, s := play(t, test.answers)
			test.ref.ID = "s1"
			got, err := v.Close(t.Context(), test.ref, "a reason that Uppzy does not take")
			var e *client.Error
			switch {
			case (err != nil) != (test.failed != 0):
				t.Fatalf("got error %v", err)
			case err != nil && !errors.As(err, &e):
				t.Fatalf("got %T", err)
			case test.failed > 0 && e.Status != test.failed:
				t.Errorf("got status %d, want %d: %v", e.Status, test.failed, err)
			case err != nil && e.SessionID != "s1":
				t.Errorf("not the error of the close: %v", err)
			}
			if got.Already != test.already || (got.Warning != "") != test.warned {
				t.Errorf("got %+v", got)
			}
			if test.warned && !strings.Contains(got.Warning, `"`+site+`"`) {
				t.Errorf("the warning does not name the site: %s", got.Warning)
			}
			if s.Sent[0].Body != `{"session_id":"s1"}` {
				t.Errorf("sent %s", s.Sent[0].Body)
			}
		})
	}
}

// What Close ends well on, Read must not fail on, since terraform destroy reads
// first.
func TestReadFailsOnlyWhereCloseFails(t *testing.T) {
	lists := map[string][]reply{
		"open": {openEntry}, "closed": {closeEntry}, "empty": {empty}, "site gone": {siteGone}, "foreign": {foreign404},
		"framework": {routeless}, "401": {{Status: 401, Body: `{"error":"x"}`}}, "garbled": {{Body: `x`, Odd: true}},
		"500": {broken, broken}, "400": {{Status: 400, Body: `{}`}},
	}
	for name, list := range lists {
		t.Run(name, func(t *testing.T) {
			reader, _ := play(t, replies{"list": list})
			if _, err := reader.Read(t.Context(), client.Ref{ID: "s1"}); err == nil {
				return
			}
			closer, _ := play(t, replies{"close": {siteGone}, "list": list})
			if _, err := closer.Close(t.Context(), client.Ref{ID: "s1"}, ""); err == nil {
				t.Error("Close ended well on what Read failed on")
			}
		})
	}
}

func TestCloseWithoutAConnectionAsksNobody(t *testing.T) {
	var paths []any
	v, err := uppzy.New(uppzy.Config{APIKey: apiKey, SiteID: site, Transport: transport.Options{
		BaseURL: "http://127.0.0.1:1", NoRetry: true,
		Log: func(_ context.Context, _ string, fields map[string]any) { paths = append(paths, fields["path"]) },
	}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err = v.Close(t.Context(), client.Ref{ID: "s1"}, ""); err == nil || len(paths) != 1 {
		t.Errorf("got %v after requests to %v", err, paths)
	}
}

func TestCloseEndsWithItsContext(t *testing.T) {
	v, _ := play(t, replies{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := v.Close(ctx, client.Ref{ID: "s1"}, ""); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
