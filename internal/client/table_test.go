package client_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

func TestTableIsComplete(t *testing.T) {
	if got := slices.Compact(slices.Sorted(slices.Values(client.Names()))); len(got) != len(client.All()) {
		t.Errorf("%d vendors have the names %v", len(client.All()), got)
	}
	for _, info := range client.All() {
		if info.Title == "" || info.Ends == "" {
			t.Errorf("%s: the title %q, ends %q", info.Name, info.Title, info.Ends)
		}
		if got, ok := client.Lookup(info.Name); !ok || got.Title != info.Title {
			t.Errorf("%s: not found by its name", info.Name)
		}
	}
}

func TestTableNamesKnownArgumentsAndFacts(t *testing.T) {
	for _, info := range client.All() {
		for argument, use := range info.Arguments {
			if !slices.Contains(client.Arguments(), argument) {
				t.Errorf("%s: %q is no argument", info.Name, argument)
			}
			if use.Doc == "" {
				t.Errorf("%s: %s has no documentation", info.Name, argument)
			}
			if _, taken := info.Arguments[use.With]; use.With != "" && !taken {
				t.Errorf("%s: %s needs %s, which is not taken", info.Name, argument, use.With)
			}
			if use.Required && use.With != "" {
				t.Errorf("%s: %s is required, and only with %s", info.Name, argument, use.With)
			}
		}
		for fact, told := range info.Facts {
			if !slices.Contains(client.Facts(), fact) || !told {
				t.Errorf("%s: %q is no fact that it tells", info.Name, fact)
			}
		}
		_, prefix := info.Arguments[client.SessionIDPrefix]
		if prefix != info.ClientChoosesID {
			t.Errorf("%s: takes a prefix %t, generates ids %t", info.Name, prefix, info.ClientChoosesID)
		}
		if use, ok := info.Arguments[client.SessionID]; !ok || use.Format == nil {
			t.Errorf("%s: session_id is not taken or not checked", info.Name)
		}
	}
}

func TestEveryArgumentAndFactIsOfAVendor(t *testing.T) {
	for _, argument := range client.Arguments() {
		if !slices.ContainsFunc(client.All(), func(i client.Info) bool { _, ok := i.Arguments[argument]; return ok }) {
			t.Errorf("no vendor takes %s", argument)
		}
	}
	for _, fact := range client.Facts() {
		if !slices.ContainsFunc(client.All(), func(i client.Info) bool { return i.Facts[fact] }) {
			t.Errorf("no vendor tells %s", fact)
		}
	}
	for what, names := range map[string][]string{
		"argument": words(client.Arguments()), "fact": words(client.Facts()), "selector": words(client.Selectors()),
	} {
		slices.Sort(names)
		if len(slices.Compact(slices.Clone(names))) != len(names) || slices.Contains(names, "") {
			t.Errorf("%s: %v", what, names)
		}
	}
}

func words[T ~string](list []T) []string {
	var plain []string
	for _, word := range list {
		plain = append(plain, string(word))
	}
	return plain
}

func TestCredentialsHaveVariables(t *testing.T) {
	seen := map[string]string{}
	for _, info := range client.All() {
		if len(info.Credentials) == 0 {
			t.Errorf("%s has no credentials", info.Name)
		}
		for _, fields := range info.Credentials {
			for _, field := range fields {
				if want := strings.ToUpper(info.Name + "_" + field.Name); field.Env != want {
					t.Errorf("%s: the variable of %s is %s, want %s", info.Name, field.Name, field.Env, want)
				}
				if other, twice := seen[field.Env]; twice {
					t.Errorf("%s is of %s and of %s", field.Env, other, info.Name)
				}
				seen[field.Env] = info.Name
			}
		}
	}
}

var serverPattern = regexp.MustCompile(`(?m)^servers:\n(?:\s*#.*\n)*\s*- url: "?([^\s"]+)`)

func TestBaseURLIsThatOfTheContract(t *testing.T) {
	for _, info := range client.All() {
		contract, err := os.ReadFile(filepath.Join("..", "contract", "testdata", info.Name+".openapi.yaml"))
		if err != nil {
			t.Fatal(err)
		}
		server := serverPattern.FindSubmatch(contract)
		if server == nil || string(server[1]) != info.BaseURL {
			t.Errorf("%s: base URL %s, the contract has %q", info.Name, info.BaseURL, server)
		}
		if _, err := client.ParseBaseURL(info.BaseURL, false); err != nil {
			t.Errorf("%s: base URL %v", info.Name, err)
		}
	}
}

func TestLookupOfNobody(t *testing.T) {
	if info, ok := client.Lookup("nobody"); ok {
		t.Errorf("got %+v", info)
	}
	if got := client.Title("nobody"); got != "nobody" {
		t.Errorf("title %q", got)
	}
	if got := client.AccountNoun("nobody"); got != "account" {
		t.Errorf("noun %q", got)
	}
	if got := client.AccountNoun("talkifai"); got != "account" {
		t.Errorf("noun of a vendor without accounts %q", got)
	}
}

func TestAllGivesACopy(t *testing.T) {
	client.All()[0].Name = "changed"
	if client.All()[0].Name == "changed" {
		t.Error("the table can be changed from outside")
	}
}
