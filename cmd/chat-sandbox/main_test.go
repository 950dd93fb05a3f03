package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// serve runs the command until stop, and returns its first output.
func serve(t *testing.T, args ...string) (banner string, stop func() error) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	reader, writer := io.Pipe()
	finished := make(chan error, 1)
	go func() {
		err := run(ctx, args, writer, io.Discard)
		_ = writer.CloseWithError(io.EOF)
		finished <- err
	}()
	buffer := make([]byte, 64<<10)
	n, err := reader.Read(buffer)
	if err != nil {
		t.Fatalf("nothing printed: %v (%v)", err, <-finished)
	}
	return string(buffer[:n]), func() error { cancel(); return <-finished }
}

func TestRunServesUntilTheContextEnds(t *testing.T) {
	banner, stop := serve(t, "-listen", "127.0.0.1:0", "-seed", "2", "-variant", "uppzy.list_shape=array")
	for _, want := range []string{
		`provider "chat" {`, "publishable_key = ", "workspace_id = 42",
		"export UPPZY_SITE_ID=", "export UPONAI_WORKSPACE_ID=42", "POST   /sandbox/advance", "closeConversation",
	} {
		if !strings.Contains(banner, want) {
			t.Errorf("the banner lacks %q:\n%s", want, banner)
		}
	}
	url := regexp.MustCompile(`http://127\.0\.0\.1:\d+`).FindString(banner)
	if url == "" {
		t.Fatalf("no address in:\n%s", banner)
	}
	_, body := call(t, http.MethodGet, url+"/sandbox/sessions")
	if n, vendors := strings.Count(body, `"vendor"`), len(sandbox.Vendors()); n != 2*vendors {
		t.Errorf("%d sessions, want two at each of %d vendors: %s", n, vendors, body)
	}
	if err := stop(); err != nil {
		t.Errorf("run: %v", err)
	}
	if status, _ := call(t, http.MethodGet, url); status != 0 {
		t.Error("still serving after the end")
	}
}

// Two kinds of credentials together are refused: all but the first of a vendor are a
// comment of the environment, none is missing, and none of the first is a comment.
func TestEnvironmentHasOneKindOfCredentials(t *testing.T) {
	box, err := sandbox.Start(sandbox.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(box.Close)
	lines := strings.Split(banner(box), "\n")
	others := 0
	for _, vendor := range sandbox.Vendors() {
		for i, kind := range sandbox.Credentials(vendor) {
			for _, field := range kind {
				want := fmt.Sprintf("export %s=%v", sandbox.Variable(vendor, field.Name), field.Value)
				if i > 0 {
					want = "# or: " + want
					others++
				}
				if !slices.Contains(lines, want) {
					t.Errorf("no line %q in %q", want, lines)
				}
			}
		}
	}
	if others == 0 {
		t.Error("no vendor has a second kind of credentials")
	}
}

// call makes a call without a credential and returns the response.
func call(t *testing.T, method, url string) (status int, body string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, url, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0, ""
	}
	defer func() { _ = response.Body.Close() }()
	got, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(got)
}

func TestRunRefusesBadArguments(t *testing.T) {
	for name, args := range map[string][]string{
		"not loopback":    {"-listen", "0.0.0.0:0"},
		"unknown variant": {"-variant", "uppzy.mood=good"},
		"variant value":   {"-variant", "uppzy.close_unknown=418"},
		"variant form":    {"-variant", "uppzy.close_unknown"},
		"stray argument":  {"serve"},
	} {
		t.Run(name, func(t *testing.T) {
			if err := run(t.Context(), args, io.Discard, io.Discard); err == nil {
				t.Error("accepted")
			}
		})
	}
}

func TestRunHelpListsVariantsAndOperations(t *testing.T) {
	var stderr bytes.Buffer
	if err := run(t.Context(), []string{"-help"}, io.Discard, &stderr); !errors.Is(err, flag.ErrHelp) {
		t.Errorf("run: %v", err)
	}
	for _, want := range []string{"uponai.second_end", "closeConversation, ", sandbox.Limits} {
		if !strings.Contains(stderr.String(), want) {
			t.Errorf("no %s in:\n%s", want, stderr.String())
		}
	}
}

// The fault that README shows is injected as it stands there, but for the address.
func TestReadmeCallsTheControlAPI(t *testing.T) {
	if _, err := exec.LookPath("curl"); err != nil {
		t.Skip("there is no curl")
	}
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	shown := regexp.MustCompile("(?s)```shell\n(curl .*?)```").FindSubmatch(readme)
	if shown == nil {
		t.Fatal("README shows no call")
	}
	banner, stop := serve(t, "-listen", "127.0.0.1:0")
	url := regexp.MustCompile(`http://127\.0\.0\.1:\d+`).FindString(banner)
	script := strings.ReplaceAll(string(shown[1]), "http://127.0.0.1:8090", url)
	if output, err := exec.CommandContext(t.Context(), "sh", "-c", script).CombinedOutput(); err != nil {
		t.Errorf("%v: %s", err, output)
	}
	for _, want := range []int{503, 503, 401} {
		if got, _ := call(t, http.MethodPost, url+"/uponai/api/chats/c/end"); got != want {
			t.Errorf("got status %d, want %d", got, want)
		}
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
}
