package uppzy_test

import (
	"strings"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

func TestOpenSendsWhatIsGivenAndNoMore(t *testing.T) {
	tests := map[string]struct {
		request client.OpenRequest
		want    string
	}{
		"least": {
			client.OpenRequest{SessionID: "s1", OpeningMessage: "a < b"},
			`{"session_id":"s1","message":"a < b"}`,
		},
		"all": {
			client.OpenRequest{SessionID: "s1", OpeningMessage: "hi", UserIdentifier: "u@example.com", ResponseLanguage: "en"},
			`{"session_id":"s1","message":"hi","email":"u@example.com","response_language":"en"}`,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			v, s := play(t, replies{"list": {empty}, "async": {pending}})
			if _, err := v.Open(t.Context(), test.request); err != nil {
				t.Fatal(err)
			}
			if got := s.Sent[1].Body; got != test.want {
				t.Errorf("sent %s, want %s", got, test.want)
			}
		})
	}
}

func TestOpenMakesUpIDs(t *testing.T) {
	v, _ := play(t, replies{"list": {empty}})
	seen := map[string]bool{}
	for _, prefix := range []string{"", "pr-7-", "pr-7-"} {
		got, err := v.Open(t.Context(), client.OpenRequest{SessionIDPrefix: prefix})
		if err != nil {
			t.Fatal(err)
		}
		if want := prefix; !strings.HasPrefix(got.ID, want) || len(got.ID) < len(want)+32 || seen[got.ID] {
			t.Errorf("id %q for the prefix %q", got.ID, prefix)
		}
		seen[got.ID] = true
	}
}
