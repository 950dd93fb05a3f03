package process_test

import (
	"bufio"
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/protobuf/types/known/emptypb"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/engine"
)

// The provider, started as Terraform starts it, logs nothing unless a log is requested by
// a variable. Started for a debugger, it logs.
func TestLogsOnRequest(t *testing.T) {
	t.Parallel()
	program := filepath.Join(t.TempDir(), "provider")
	if err := engine.Build(t.Context(), program, engine.Module); err != nil {
		t.Fatal(err)
	}
	tests := map[string]struct {
		env    []string
		args   []string
		logged []string
	}{
		"nothing asked for": {nil, nil, nil},
		"TF_LOG":            {[]string{"TF_LOG=trace"}, nil, []string{"sdk.proto", "sdk.framework"}},
		"one of them":       {[]string{"TF_LOG_SDK_PROTO=trace", "TF_LOG_SDK_FRAMEWORK=off"}, nil, []string{"sdk.proto"}},
		"a debugger":        {nil, []string{"-debug"}, []string{"sdk.proto", "sdk.framework"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			stderr := served(t, program, test.args, test.env)
			for _, logger := range []string{"sdk.proto", "sdk.framework"} {
				want := strings.Contains(strings.Join(test.logged, " "), logger)
				if got := strings.Contains(stderr, logger); got != want {
					t.Errorf("%s is logged: %t\n%s", logger, got, stderr)
				}
			}
		})
	}
}

// served requests the schemas from a provider process and returns its log.
func served(t *testing.T, program string, args, env []string) string {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	command := exec.CommandContext(ctx, program, args...)
	for _, variable := range os.Environ() {
		if !strings.HasPrefix(variable, "TF_") {
			command.Env = append(command.Env, variable)
		}
	}
	command.Env = append(command.Env, env...)
	command.Env = append(command.Env, "PLUGIN_PROTOCOL_VERSIONS=6",
		"TF_PLUGIN_MAGIC_COOKIE=d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2")
	var stderr bytes.Buffer
	command.Stderr = &stderr
	stdout, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	askForSchemas(t, bufio.NewScanner(stdout))
	stop()
	_ = command.Wait() // It was killed.
	return stderr.String()
}

// askForSchemas reads the address from the handshake of go-plugin, or from what a
// provider prints for a debugger.
func askForSchemas(t *testing.T, lines *bufio.Scanner) {
	t.Helper()
	address := ""
	for address == "" && lines.Scan() {
		line := lines.Text()
		if fields := strings.Split(line, "|"); len(fields) > 4 {
			address = fields[2] + ":" + fields[3]
		} else if _, rest, ok := strings.Cut(line, `"String":"`); ok {
			path, _, _ := strings.Cut(rest, `"`)
			address = "unix:" + path
		}
	}
	connection, err := grpc.NewClient(address, grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(64<<20)))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = connection.Close() }()
	var schemas emptypb.Empty
	if err := connection.Invoke(t.Context(), "/tfplugin6.Provider/GetProviderSchema", &emptypb.Empty{}, &schemas); err != nil {
		t.Fatal(err)
	}
}
