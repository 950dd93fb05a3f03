// Command chat-sandbox serves the chat APIs of all vendors in memory, for trying
// the provider out without an account.
//
// It listens on a loopback address, prints a provider block and environment variables for
// Terraform, and runs until it is interrupted.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox/control"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "chat-sandbox:", err)
		os.Exit(1)
	}
}

// run serves a sandbox until the context ends.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	options := sandbox.Options{Control: control.Handler}
	flags := flag.NewFlagSet("chat-sandbox", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&options.Listen, "listen", "127.0.0.1:8090", "loopback `address` to listen on; port 0 is a free one")
	flags.DurationVar(&options.Latency, "latency", 0, "time added to every response")
	seeds := flags.Int("seed", 0, "open so many `sessions` at each vendor at the start")
	flags.Func("variant", "undocumented behaviour to choose, as `key=value`; may be repeated", func(text string) (err error) {
		key, value, _ := strings.Cut(text, "=")
		options.Variants, err = options.Variants.With(key, value)
		return err
	})
	flags.Usage = func() { usage(flags) }
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}

	box, err := sandbox.Start(options)
	if err != nil {
		return err
	}
	defer box.Close()
	for _, vendor := range sandbox.Vendors() {
		for range *seeds {
			box.Seed(vendor, sandbox.Seed{})
		}
	}
	if _, err := io.WriteString(stdout, banner(box)); err != nil {
		return err
	}
	<-ctx.Done()
	return nil
}

// usage lists the flags, the variants, the operations and the limits.
func usage(flags *flag.FlagSet) {
	out := flags.Output()
	_, _ = fmt.Fprintln(out, "Usage: chat-sandbox [flags]") // there is no other output for an error
	flags.PrintDefaults()
	_, _ = fmt.Fprintln(out, "\nVariants, the default first:")
	for _, option := range (sandbox.Variants{}).Options() {
		_, _ = fmt.Fprintf(out, "  %-32s %s\n", option.Key, strings.Join(option.Accepted, " | "))
	}
	_, _ = fmt.Fprintf(out, "\nOperations that a fault of the control API can name:\n%s\nLimits:\n%s", operations(), sandbox.Limits)
}

// banner has everything that is required to use the sandbox. The secrets in it are the
// sandbox's own, public ones.
func banner(box *sandbox.Sandbox) string {
	var addresses, block, variables strings.Builder
	var agents []string
	for _, vendor := range sandbox.Vendors() {
		fmt.Fprintf(&addresses, "  %-12s%s\n", vendor, box.BaseURL(vendor))
		if agent := sandbox.Agent(vendor); agent != "" {
			agents = append(agents, vendor+" "+agent)
		}
		address := sandbox.Credential{Name: "base_url", Value: box.BaseURL(vendor)}
		width := 0
		fmt.Fprintf(&block, "  %s {\n", vendor)
		for i, kind := range sandbox.Credentials(vendor) {
			// Two kinds of credentials together would be refused.
			export := "# or: export "
			if i == 0 {
				export, kind = "export ", append(slices.Clone(kind), address)
				for _, field := range kind {
					width = max(width, len(field.Name))
				}
			}
			for _, field := range kind {
				fmt.Fprintf(&variables, "%s%s=%v\n", export, sandbox.Variable(vendor, field.Name), field.Value)
				if i == 0 {
					fmt.Fprintf(&block, "    %-*s = %#v\n", width, field.Name, field.Value)
				}
			}
		}
		block.WriteString("  }\n")
	}
	indented := "  " + strings.ReplaceAll(strings.TrimSuffix(control.Summary, "\n"), "\n", "\n  ") + "\n"
	return fmt.Sprintf("Chat sandbox at %s\n\n%s\nTerraform:\n\nprovider \"chat\" {\n%s}\n\nor in the environment:\n\n%s\n"+
		"Agents: %s\n\nControl API:\n\n%s\nOperations that a fault can name:\n\n%s\nStop with Ctrl-C.\n",
		box.URL(), &addresses, &block, &variables, strings.Join(agents, ", "), indented, operations())
}

// operations lists the calls of each vendor.
func operations() string {
	var out strings.Builder
	for _, vendor := range sandbox.Vendors() {
		fmt.Fprintf(&out, "  %-12s%s\n", vendor, strings.Join(sandbox.Operations(vendor), ", "))
	}
	return out.String()
}
