// Command bench measures what apply, plan and destroy cost with chat_session at each
// vendor, beside terraform_data and beside a provider that does nothing. It prints a
// Markdown table. The vendors are the sandbox; nothing else is called.
//
//	bench -n 200 -latency 100ms -vendor uponai,uppzy
//	bench -before ../older/bin
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/engine"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

func main() {
	if filepath.Base(os.Args[0]) == engine.Program {
		serveNoop()
		return
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// options are the flags.
type options struct {
	engine  string
	before  string
	n       int
	vendors []string
	latency time.Duration
	rounds  int
}

func parse(args []string, stderr io.Writer) (options, error) {
	var o options
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&o.engine, "engine", "", "`path` of terraform or tofu (default: the one on PATH)")
	flags.Func("before", "`directory` of another build of the provider, to compare with instead of terraform_data", func(path string) (err error) {
		o.before, err = filepath.Abs(path)
		return err
	})
	flags.IntVar(&o.n, "n", 200, "number of resources")
	flags.DurationVar(&o.latency, "latency", 100*time.Millisecond, "time that a vendor takes for each response")
	flags.IntVar(&o.rounds, "rounds", 3, "number of measurements, of which the best counts")
	vendors := flags.String("vendor", strings.Join(sandbox.Vendors(), ","), "`names` of the vendors, comma-separated")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	if flags.NArg() > 0 || o.n < 1 || o.latency < 0 || o.rounds < 1 {
		return o, errors.New("bench accepts only flags; -n and -rounds must be at least 1, -latency at least 0")
	}
	o.vendors = strings.Split(*vendors, ",")
	for _, vendor := range o.vendors {
		if !slices.Contains(sandbox.Vendors(), vendor) {
			return o, fmt.Errorf("-vendor: %q is not one of %q", vendor, sandbox.Vendors())
		}
	}
	return o, nil
}

// run prints the table, and returns an error when a command sent too many requests.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) (err error) {
	o, err := parse(args, stderr)
	if err != nil {
		return err
	}
	directory, err := os.MkdirTemp("", "chat-bench-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(directory)) }()

	b := bench{options: o, directory: directory}
	if err := b.prepare(ctx); err != nil {
		return err
	}
	rows, err := b.compare(ctx, stderr)
	if err != nil {
		return err
	}
	fmt.Fprintf(stdout, "%d resources; vendors respond after %s; best of %d; %d cores, %s/%s\n\n%s",
		o.n, o.latency, o.rounds, runtime.NumCPU(), runtime.GOOS, runtime.GOARCH, table(rows))
	var exceeded []error
	for _, r := range rows {
		exceeded = append(exceeded, r.checkRequests(o.n)...)
	}
	return errors.Join(exceeded...)
}

// table is a Markdown table of the rows.
func table(rows []*row) string {
	var text strings.Builder
	text.WriteString("| apply / plan / destroy / sum | wall, s | CPU, s | memory, MiB | requests | relative to | wall ratio | CPU ratio |\n")
	text.WriteString("| --- | ---: | ---: | ---: | ---: | --- | ---: | ---: |\n")
	wall := func(r *row, i int) float64 { return r.costs[i].wall.Seconds() }
	cpu := func(r *row, i int) float64 { return r.costs[i].cpu.Seconds() }
	for _, r := range rows {
		requests, base, wallRatio, cpuRatio := "", "", "", ""
		if r.vendor != "" {
			requests = r.cell("%.0f", func(r *row, i int) float64 { return float64(r.costs[i].requests) })
		}
		if r.base != nil {
			base = r.base.name
			wallRatio = r.cell("%.2f", func(r *row, i int) float64 { return wall(r, i) / wall(r.base, i) })
			cpuRatio = r.cell("%.2f", func(r *row, i int) float64 { return cpu(r, i) / cpu(r.base, i) })
		}
		fmt.Fprintf(&text, "| %s | %s | %s | %d | %s | %s | %s | %s |\n",
			r.name, r.cell("%.2f", wall), r.cell("%.2f", cpu), r.memory>>20, requests, base, wallRatio, cpuRatio)
	}
	return text.String()
}

// cell has the value of each cost.
func (r *row) cell(format string, value func(*row, int) float64) string {
	values := make([]string, len(r.costs))
	for i := range r.costs {
		values[i] = fmt.Sprintf(format, value(r, i))
	}
	return strings.Join(values, " / ")
}
