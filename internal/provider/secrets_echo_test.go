package provider

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-log/tflogtest"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// vendorErrors are bodies in the shape of each vendor's errors, with words of a fault's own.
var vendorErrors = map[string]string{
	sandbox.Uppzy:      `{"error":"refused: {credential}"}`,
	sandbox.TalkifAI:   `{"detail":"refused: {credential}"}`,
	sandbox.SiteAssist: `{"error":{"code":"{credential}","message":"refused: {credential}"}}`,
	sandbox.UponAI:     `{"status":"error","message":"refused: {credential}"}`,
}

// echoesOf are the responses of a vendor that have the credential of the request.
func echoesOf(vendor string) []sandbox.Fault {
	var faults []sandbox.Fault
	for _, encoding := range sandbox.EchoEncodings() {
		for _, f := range []sandbox.Fault{
			{Status: 400, Body: vendorErrors[vendor]},
			{Status: 401, Body: vendorErrors[vendor]},
			{Status: 404, Body: "<html><body>100% of {credential} refused</body></html>"},
			{Status: 200, Body: "abc{credential}"},
		} {
			f.Kind, f.Vendor, f.Encoding = sandbox.FaultEcho, vendor, encoding
			faults = append(faults, f)
		}
	}
	return faults
}

// Whatever a vendor makes of the credential in its response, no diagnostic and no log line
// has it in a form from which it can be read.
func TestSecrets_echo(t *testing.T) {
	t.Parallel()
	for _, vendor := range sandbox.Vendors() {
		for i, credentials := range sandbox.Credentials(vendor) {
			t.Run(fmt.Sprintf("%s/%d", vendor, i), func(t *testing.T) {
				t.Parallel()
				box := startOddBox(t)
				config := box.config()
				block := values{"base_url": box.BaseURL(vendor)}
				for _, c := range credentials {
					block[c.Name] = c.Value
				}
				config[vendor] = block
				c := &echoCase{t: t, box: box, vendor: vendor, config: config}
				c.engine = startEngineOf(t, &chatProvider{version: "test", getenv: func(string) string { return "" }, tune: func(o *transport.Options) {
					quick(o)
					o.MaxRetries, o.MaxRefusals = 1, 1
				}})
				c.engine.ProviderServer = &loggingServer{ProviderServer: c.engine.ProviderServer, log: &c.log}
				c.engine.nextRun(config)
				session := c.engine.open(unusableConfig(vendor))
				for _, fault := range echoesOf(vendor) {
					c.check(fault, session)
				}
			})
		}
	}
}

// echoCase is a vendor whose responses have a credential.
type echoCase struct {
	t      *testing.T
	box    *testBox
	vendor string
	config values
	engine *engine
	log    bytes.Buffer
}

// check lets the fault befall the calls of a read, an apply, a destroy and a data source.
func (c *echoCase) check(fault sandbox.Fault, session *object) {
	c.t.Helper()
	name := fmt.Sprintf("%s, status %d", fault.Encoding, fault.Status)
	c.engine.nextRun(c.config)
	c.box.ResetRequests()
	c.log.Reset()
	defer c.box.Inject(fault)()

	var shown problems
	_, p := c.engine.read(session)
	shown = append(shown, p...)
	// A creation whose response cannot be read looks for the session as long as it may.
	config := with(unusableConfig(c.vendor), values{"timeouts": values{"create": "200ms"}})
	plan, p := c.engine.plan(nil, config)
	shown = append(shown, p...)
	_, p = c.engine.apply(nil, plan, config)
	shown = append(shown, p...)
	_, p = c.engine.destroy(session)
	shown = append(shown, p...)
	_, p = c.engine.readData("chat_session", values{"vendor": c.vendor, "session_id": c.engine.text(session.state, "session_id")})
	shown = append(shown, p...)

	secrets := c.box.Secrets()
	sent := 0
	for _, request := range c.box.Requests() {
		if revealed(request.ResponseBody, secrets) != "" {
			sent++
		}
	}
	logged := logTexts(c.t, c.log.Bytes())
	if sent < 2 || len(shown.errors()) == 0 || len(logged) < sent {
		c.t.Errorf("%s: %d responses with a credential, %d errors, %d log lines", name, sent, len(shown.errors()), len(logged))
	}
	for _, text := range append(logged, shown.String()) {
		if secret := revealed(text, secrets); secret != "" {
			c.t.Errorf("%s: %s can be read from %s", name, secret, text)
		}
	}
}

// loggingServer writes what the provider logs in the calls of an echoCase.
type loggingServer struct {
	tfprotov6.ProviderServer
	log io.Writer
}

func (s *loggingServer) ReadResource(ctx context.Context, req *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	return s.ProviderServer.ReadResource(tflogtest.RootLogger(ctx, s.log), req)
}

func (s *loggingServer) PlanResourceChange(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	return s.ProviderServer.PlanResourceChange(tflogtest.RootLogger(ctx, s.log), req)
}

func (s *loggingServer) ApplyResourceChange(ctx context.Context, req *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	return s.ProviderServer.ApplyResourceChange(tflogtest.RootLogger(ctx, s.log), req)
}

func (s *loggingServer) ReadDataSource(ctx context.Context, req *tfprotov6.ReadDataSourceRequest) (*tfprotov6.ReadDataSourceResponse, error) {
	return s.ProviderServer.ReadDataSource(tflogtest.RootLogger(ctx, s.log), req)
}

// logTexts are the lines of a log in JSON, decoded.
func logTexts(t *testing.T, log []byte) []string {
	t.Helper()
	var texts []string
	for line := range bytes.Lines(log) {
		var fields map[string]any
		if err := json.Unmarshal(line, &fields); err != nil {
			t.Fatalf("not a log line: %s", line)
		}
		texts = append(texts, fmt.Sprint(fields))
	}
	return texts
}

var (
	percentRun = regexp.MustCompile(`(?:%[0-9A-Fa-f]{2})+`)
	unicodeRun = regexp.MustCompile(`(?:\\u[0-9A-Fa-f]{4})+`)
	base64Run  = regexp.MustCompile(`[A-Za-z0-9_-]{8,}`)
	hexRun     = regexp.MustCompile(`[0-9A-Fa-f]{8,}`)
)

// revealed is the first of the secrets that can be read from text, in any of the sandbox's
// encodings; empty for none. A response has its escapes escaped once more, in JSON, and HTML
// has a name for a hyphen of its own alone.
func revealed(text string, secrets []string) string {
	text = strings.NewReplacer(`\\`, `\`, `\r`, " ", `\n`, " ", `\u0026`, "&").Replace(text)
	readable := []string{text, strings.ReplaceAll(html.UnescapeString(text), "\u2010", "-")}
	compact := strings.Join(strings.Fields(text), "")
	readable = append(readable, compact,
		percentRun.ReplaceAllStringFunc(text, func(run string) string {
			decoded, _ := url.PathUnescape(run)
			return decoded
		}),
		unicodeRun.ReplaceAllStringFunc(text, func(run string) string {
			decoded, _ := strconv.Unquote(`"` + run + `"`)
			return decoded
		}))
	for _, run := range base64Run.FindAllString(strings.NewReplacer("+", "-", "/", "_").Replace(compact), -1) {
		for skip := range 4 {
			decoded, _ := base64.RawURLEncoding.DecodeString(run[skip : len(run)-(len(run)-skip)%4])
			rest, _ := base64.RawURLEncoding.DecodeString(run[len(run)-(len(run)-skip)%4:])
			readable = append(readable, string(decoded)+string(rest))
		}
	}
	for _, run := range hexRun.FindAllString(compact, -1) {
		for skip := range 2 {
			decoded, _ := hex.DecodeString(run[skip : len(run)-(len(run)-skip)%2])
			readable = append(readable, string(decoded))
		}
	}
	whole := strings.ToLower(strings.Join(readable, "\n"))
	for _, secret := range secrets {
		if strings.Contains(whole, strings.ToLower(secret)) {
			return secret
		}
	}
	return ""
}

// Terraform shows none of it either, and `make test-secrets` looks through its whole log.
func TestAccSecrets_echo(t *testing.T) {
	t.Parallel()
	box := startOddBox(t)
	w := startWorkspace(t, box.provider()+fourSessions)
	w.apply().mustSucceed(t)
	for _, encoding := range sandbox.EchoEncodings() {
		for _, vendor := range sandbox.Vendors() {
			box.Inject(sandbox.Fault{Kind: sandbox.FaultEcho, Vendor: vendor, Encoding: encoding, Body: vendorErrors[vendor]})
		}
		planned := w.plan()
		box.ClearFaults()
		if len(planned.warnings)+len(planned.errors) < len(sandbox.Vendors()) {
			t.Errorf("%s: %d warnings and %d errors", encoding, len(planned.warnings), len(planned.errors))
		}
		shown := strings.Join(append(planned.warnings, planned.errors...), "\n")
		if secret := revealed(shown, box.Secrets()); secret != "" {
			t.Errorf("%s: %s can be read from %s", encoding, secret, shown)
		}
	}
	w.destroy().mustSucceed(t)
}
