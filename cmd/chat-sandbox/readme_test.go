package main

import (
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

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
		request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url+"/uponai/api/chats/c/end", http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		if response.StatusCode != want {
			t.Errorf("answered %d, want %d", response.StatusCode, want)
		}
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
}
