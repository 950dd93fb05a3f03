// Package bench measures what Terraform commands cost with the provider of this
// module: time, CPU, memory and requests, against the sandbox. It compares with
// Terraform's own terraform_data and with providers that do nothing, in the same
// run, since the same command takes another time on another day.
//
// The sandbox runs in the process that measures, so that its work is not among the
// CPU time of Terraform and its children. It takes its share of the cores all the
// same: wall times are those of a machine that runs the vendor as well.
package bench

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/engine"
)

// Bench has the programs that are measured. Its methods are not for concurrent use:
// one measurement would disturb the other.
type Bench struct {
	engine    string
	directory string
	trials    int
	log       io.Writer
}

// Start makes a directory for the programs, builds the meter into it, and takes the engine
// at that path. An empty one stands for the engine on PATH. What is being done is told on
// log.
func Start(ctx context.Context, path string, log io.Writer) (*Bench, error) {
	directory, err := os.MkdirTemp("", "chat-bench-")
	if err != nil {
		return nil, err
	}
	b := &Bench{engine: path, directory: directory, log: log}
	if err := b.build(ctx, meterSource, b.program("meter", engine.Program)); err != nil {
		_ = b.Close() // the failure to build is what matters
		return nil, err
	}
	return b, nil
}

// meterSource is what the program is built from that measures each command.
const meterSource = engine.Module + "/internal/cmd/bench-meter"

// sources are what the programs are built from, by their names.
var sources = map[string]string{
	chatProgram:   engine.Module,
	sameProgram:   engine.Module + "/internal/cmd/bench-same",
	twelveProgram: engine.Module + "/internal/cmd/bench-twelve",
}

// provider is the path of the program, which is built when it is needed first; empty
// for Terraform's own resource.
func (b *Bench) provider(ctx context.Context, name string) (string, error) {
	if name == "" {
		return "", nil
	}
	output := b.program(name)
	if _, err := os.Stat(output); err == nil {
		return output, nil
	}
	return output, b.build(ctx, sources[name], output)
}

func (b *Bench) build(ctx context.Context, source, output string) error {
	b.say("Building %s.", filepath.Base(source))
	return engine.Build(ctx, output, source)
}

// Close removes what Start has made.
func (b *Bench) Close() error { return os.RemoveAll(b.directory) }

// say tells a person how far it is. It does not matter whether anybody listens.
func (b *Bench) say(format string, values ...any) {
	_, _ = fmt.Fprintf(b.log, format+"\n", values...)
}

// program is the path of a program that was built.
func (b *Bench) program(elements ...string) string {
	return filepath.Join(append([]string{b.directory, "programs"}, elements...)...)
}
