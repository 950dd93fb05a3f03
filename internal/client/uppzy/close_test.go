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
	lost := reply{Lost: true}
	seen := client.Ref{Seen: true}
	sameCredential := client.Ref{Seen: true, SameCredential: true}
	tests := map[string]struct {
		ref     client.Ref
		calls   replies
		status  int // of the error, -1 for any
		already bool
		warned  bool
	}{
		"ok":             {ref: seen, calls: replies{"close": {closedNow}}},
		"OK, 202":        {ref: seen, calls: replies{"close": {{Status: 202, Body: `{"status":"OK"}`, Odd: true}}}},
		"500, then ok":   {ref: seen, calls: replies{"close": {failed, closedNow}}},
		"429, then ok":   {ref: seen, calls: replies{"close": {limited, closedNow}}},
		"lost, then ok":  {ref: seen, calls: replies{"close": {lost, closedNow}}},
		"429 every time": {calls: replies{"close": {limited, limited}}, status: 429},
		"500, then 429":  {ref: seen, calls: replies{"close": {failed, limited, limited}, "list": {closedEntry}}},

		"closed, 404":            {ref: seen, calls: replies{"close": {noSession}, "list": {closedEntry}}, already: true},
		"closed, 400":            {ref: seen, calls: replies{"close": {refused}, "list": {closedEntry}}, already: true},
		"closed, 409":            {ref: seen, calls: replies{"close": {{Status: 409, Body: `{}`, Odd: true}}, "list": {closedEntry}}, already: true},
		"closed, proxy":          {ref: seen, calls: replies{"close": {proxy404}, "list": {closedEntry}}, already: true},
		"closed, 401":            {ref: seen, calls: replies{"close": {keyRefused}, "list": {closedEntry}}, already: true},
		"closed, redirect":       {ref: seen, calls: replies{"close": {{Status: 307, Odd: true}}, "list": {closedEntry}}, already: true},
		"closed, 303":            {ref: seen, calls: replies{"close": {{Status: 303, Odd: true}}, "list": {closedEntry}}},
		"closed, 500":            {ref: seen, calls: replies{"close": {failed, failed}, "list": {closedEntry}}},
		"closed, 500 and 404":    {ref: seen, calls: replies{"close": {failed, noSession}, "list": {closedEntry}}},
		"closed, lost":           {ref: seen, calls: replies{"close": {lost, lost}, "list": {closedEntry}}},
		"closed, page":           {ref: seen, calls: replies{"close": {page}, "list": {closedEntry}}},
		"closed, empty":          {ref: seen, calls: replies{"close": {{Odd: true}}, "list": {closedEntry}}},
		"closed, no status":      {ref: seen, calls: replies{"close": {{Body: `{}`, Odd: true}}, "list": {closedEntry}}},
		"closed, site not found": {ref: seen, calls: replies{"close": {siteNotFound}, "list": {closedEntry}}, already: true},

		"open, 404":            {calls: replies{"close": {noSession}, "list": {openEntry}}, status: 404},
		"open, 400":            {calls: replies{"close": {refused}, "list": {openEntry}}, status: 400},
		"open, 500":            {calls: replies{"close": {failed, failed}, "list": {openEntry}}, status: 500},
		"open, 500 and 403":    {calls: replies{"close": {failed, {Status: 403, Body: `{"error":"x"}`}}, "list": {openEntry}}, status: 403},
		"open, lost":           {calls: replies{"close": {lost, lost}, "list": {openEntry}}, status: -1},
		"open, 204":            {calls: replies{"close": {{Status: 204, Odd: true}}, "list": {openEntry}}, status: 204},
		"open, another status": {calls: replies{"close": {{Body: `{"status":"queued"}`, Odd: true}}, "list": {openEntry}}, status: 200},
		"open, site not found": {ref: sameCredential, calls: replies{"close": {siteNotFound}, "list": {openEntry}}, status: 404},
		"unknown, 404":         {calls: replies{"close": {noSession}, "list": {unclearEntry}}, status: 404},

		"missing, seen, 404":                  {ref: sameCredential, calls: replies{"close": {noSession}, "list": {empty}}, status: 404},
		"missing, seen, 400":                  {ref: sameCredential, calls: replies{"close": {refused}, "list": {empty}}, status: 400},
		"missing, seen, 500":                  {ref: sameCredential, calls: replies{"close": {failed, failed}, "list": {empty}}, status: 500},
		"missing, seen, page":                 {ref: sameCredential, calls: replies{"close": {page}, "list": {empty}}, status: 200},
		"missing, seen, Express":              {ref: sameCredential, calls: replies{"close": {{Status: 404, Body: `{"error":"Cannot POST /x"}`}}, "list": {emptyArray}}, status: 404},
		"missing, never seen, 404":            {calls: replies{"close": {noSession}, "list": {empty}}, warned: true},
		"missing, never seen, 400":            {calls: replies{"close": {refused}, "list": {empty}}, warned: true},
		"missing, never seen, 403":            {calls: replies{"close": {{Status: 403, Body: `{"error":"x"}`}}, "list": {empty}}, warned: true},
		"missing, never seen, 500":            {calls: replies{"close": {failed, failed}, "list": {empty}}, warned: true},
		"missing, never seen, proxy":          {calls: replies{"close": {proxy404}, "list": {empty}}, warned: true},
		"missing, never seen, page":           {calls: replies{"close": {page}, "list": {empty}}, warned: true},
		"missing, never seen, site not found": {calls: replies{"close": {siteNotFound}, "list": {empty}}, warned: true},
		"missing, never seen, array of others": {
			calls: replies{"close": {noSession}, "list": {{Body: `[{"id":"s2","closed_at":null}]`, Odd: true}}}, warned: true,
		},
		"missing, never seen, empty array": {calls: replies{"close": {noSession}, "list": {emptyArray}}, status: 404},
		"missing, never seen, list of null": {
			calls: replies{"close": {{Status: 400, Body: `{"error":"Bad Request"}`}}, "list": {{Body: `null`, Odd: true}}}, status: 400,
		},
		"missing, never seen, sessions of null": {
			calls: replies{"close": {noSession}, "list": {{Body: `{"sessions":null}`, Odd: true}}}, status: 404,
		},

		"list fails":          {calls: replies{"close": {noSession}, "list": {failed, failed}}, status: 404},
		"list refused":        {calls: replies{"close": {siteNotFound}, "list": {keyRefused}}, status: 404},
		"list is a page":      {calls: replies{"close": {siteNotFound}, "list": {page}}, status: 404},
		"list of a proxy":     {calls: replies{"close": {siteNotFound}, "list": {proxy404}}, status: 404},
		"both of a proxy":     {ref: sameCredential, calls: replies{"close": {proxy404}, "list": {proxy404}}, status: 404},
		"both of a framework": {ref: sameCredential, calls: replies{"close": {routeless}, "list": {routeless}}, status: 404},
		"both of an API": {
			ref: sameCredential, status: 404,
			calls: replies{"close": {{Status: 404, Body: `{"success":false,"error":"not_found"}`}}, "list": {{Status: 404, Body: `{"success":false,"error":"not_found"}`}}},
		},

		"site not found twice, same credential":    {ref: sameCredential, calls: replies{"close": {siteNotFound}, "list": {siteNotFound}}, warned: true},
		"site not found twice, another credential": {ref: seen, calls: replies{"close": {siteNotFound}, "list": {siteNotFound}}, status: 404},
		"site not found twice, account confirmed": {
			ref: client.Ref{AccountConfirmed: true}, calls: replies{"close": {siteNotFound}, "list": {siteNotFound}}, status: 404,
		},
		"site not found on the list only": {ref: sameCredential, calls: replies{"close": {proxy404}, "list": {siteNotFound}}, status: 404},
		"site not found after a 400":      {ref: sameCredential, calls: replies{"close": {refused}, "list": {siteNotFound}}, status: 400},
		"site not found after a page":     {ref: sameCredential, calls: replies{"close": {page}, "list": {siteNotFound}}, status: 200},
		"site not found, list of a proxy": {ref: sameCredential, calls: replies{"close": {siteNotFound}, "list": {proxy404}}, status: 404},

		"open by e-mail": {
			ref: client.Ref{UserIdentifier: mail}, status: 404,
			calls: replies{"close": {noSession}, "list": {empty}, "list " + mail: {openEntry}},
		},
		"closed by e-mail": {
			ref: client.Ref{UserIdentifier: mail, Seen: true}, already: true,
			calls: replies{"close": {noSession}, "list": {empty}, "list " + mail: {closedEntry}},
		},
		"missing by e-mail, never seen": {
			ref: client.Ref{UserIdentifier: mail}, warned: true,
			calls: replies{"close": {noSession}, "list": {empty}, "list " + mail: {empty}},
		},
		"missing by e-mail, seen": {
			ref: client.Ref{UserIdentifier: mail, Seen: true, SameCredential: true}, status: 404,
			calls: replies{"close": {noSession}, "list": {empty}, "list " + mail: {empty}},
		},
		"list by e-mail fails": {
			ref: client.Ref{UserIdentifier: mail}, status: 404,
			calls: replies{"close": {noSession}, "list": {empty}, "list " + mail: {failed, failed}},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			v, s := play(t, test.calls)
			test.ref.ID = "s1"
			got, err := v.Close(t.Context(), test.ref, "a reason, which is not sent")
			var e *client.Error
			switch {
			case (err != nil) != (test.status != 0):
				t.Fatalf("got %+v, %v, want status %d", got, err, test.status)
			case err != nil && !errors.As(err, &e):
				t.Fatalf("got %T", err)
			case test.status > 0 && e.Status != test.status:
				t.Errorf("got status %d, want %d: %v", e.Status, test.status, err)
			case err != nil && e.SessionID != "s1":
				t.Errorf("not the error of the close: %v", err)
			}
			if got.Already != test.already || (got.Warning != "") != test.warned {
				t.Errorf("got %+v", got)
			}
			if test.warned && !strings.Contains(got.Warning, `"s1"`) {
				t.Errorf("the warning does not name the session: %s", got.Warning)
			}
			if s.Sent[0].Body != `{"session_id":"s1"}` {
				t.Errorf("sent %s", s.Sent[0].Body)
			}
		})
	}
}

// What Close succeeds on, Read must not fail on, since terraform destroy reads first.
func TestRead_failsOnlyWhereCloseFails(t *testing.T) {
	lists := map[string][]reply{
		"open": {openEntry}, "closed": {closedEntry}, "empty": {empty}, "empty array": {emptyArray}, "site not found": {siteNotFound},
		"proxy": {proxy404}, "framework": {routeless}, "401": {keyRefused}, "page": {page},
		"500": {failed, failed}, "429": {limited, limited}, "400": {{Status: 400, Body: `{}`}},
	}
	for name, list := range lists {
		t.Run(name, func(t *testing.T) {
			ref := client.Ref{ID: "s1", SameCredential: true}
			reader, _ := play(t, replies{"list": list})
			if _, err := reader.Read(t.Context(), ref); err == nil {
				return
			}
			closer, _ := play(t, replies{"close": {siteNotFound}, "list": list})
			if got, err := closer.Close(t.Context(), ref, ""); err == nil {
				t.Errorf("Read failed and Close succeeded: %+v", got)
			}
		})
	}
}

func TestClose_withoutConnection(t *testing.T) {
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

func TestClose_endsWithItsContext(t *testing.T) {
	v, _ := play(t, replies{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := v.Close(ctx, client.Ref{ID: "s1"}, ""); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
