package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"strings"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// run serves a sandbox until the context ends.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	var options sandbox.Options
	flags := flag.NewFlagSet("chat-sandbox", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&options.Listen, "listen", "127.0.0.1:8090", "loopback `address` to listen on; port 0 takes a free one")
	flags.DurationVar(&options.Latency, "latency", 0, "time added to every answer")
	seeds := flags.Int("seed", 0, "open so many `sessions` at each vendor at the start")
	flags.Func("variant", "undocumented behaviour to choose, as `key=value`; may be repeated", func(text string) error {
		key, value, found := strings.Cut(text, "=")
		if !found {
			return fmt.Errorf("%q is not key=value", text)
		}
		variants, err := options.Variants.With(key, value)
		options.Variants = variants
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

// usage lists the flags, every variant with its values, the default first, the names of
// the vendors' calls, and the limits.
func usage(flags *flag.FlagSet) {
	out := flags.Output()
	_, _ = fmt.Fprintln(out, "Usage: chat-sandbox [flags]") // nowhere left to complain to
	flags.PrintDefaults()
	_, _ = fmt.Fprintln(out, "\nVariants, the default first:")
	for _, option := range (sandbox.Variants{}).Options() {
		_, _ = fmt.Fprintf(out, "  %-32s %s\n", option.Key, strings.Join(option.Allowed, " | "))
	}
	_, _ = fmt.Fprintf(out, "\nOperations that a fault of the control API can name:\n%s\nLimits:\n%s", operations(), sandbox.Limits)
}
