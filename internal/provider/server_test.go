//go:build !race

package provider

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
)

// A long list is in the state as a short one is, and takes little memory for each session.
func TestCrowd_longList(t *testing.T) {
	for _, n := range []int{0, 1, 16, 10_000} {
		items := make([]string, n)
		for i := range items {
			items[i] = fmt.Sprintf(`{"id":"session-%08d","created_at":"2026-01-31T08:00:00Z","closed_at":null,"message_count":%d}`, i, i)
		}
		body := `{"sessions":[` + strings.Join(items, ",") + `]}`
		vendor := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(body)) }))
		t.Cleanup(vendor.Close)
		e := startEngine(t, map[string]string{"UPPZY_API_KEY": "key-of-a-long-list", "UPPZY_SITE_ID": "site", "UPPZY_BASE_URL": vendor.URL})
		e.mustSucceed(e.configure(values{}))
		of := e.schemas.DataSourceSchemas["chat_sessions"].ValueType()
		config := e.dynamic(of, values{"vendor": "uppzy", "session_id_prefix": "session"})
		var resp *tfprotov6.ReadDataSourceResponse
		var err error
		peak := vendortest.PeakMiB(func() {
			resp, err = e.ReadDataSource(t.Context(), &tfprotov6.ReadDataSourceRequest{TypeName: "chat_sessions", Config: config})
		})
		e.mustSucceed(e.problems(err, resp.Diagnostics))
		if each := peak * 1024 / float64(n); n == 10_000 && each > 3.5 {
			t.Errorf("a session takes %.1f KiB", each)
		}
		state, err := resp.State.Unmarshal(of)
		if err != nil {
			t.Fatal(err)
		}
		var sessions, ids []tftypes.Value
		attributes := e.attributes(state)
		if attributes["sessions"].IsNull() || attributes["sessions"].As(&sessions) != nil || attributes["ids"].As(&ids) != nil || len(sessions) != n || len(ids) != n {
			t.Fatalf("%d sessions and %d ids, want %d", len(sessions), len(ids), n)
		}
		for i, session := range sessions {
			id, count := fmt.Sprintf("session-%08d", i), tftypes.NewValue(tftypes.Number, int64(i))
			if e.text(session, "session_id") != id || !e.attributes(session)["message_count"].Equal(count) {
				t.Fatalf("the session %d is %s", i, session)
			}
		}
	}
}
