package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/bench"
)

// run measures what was asked for and tells it on stdout.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) (err error) {
	s, err := parse(args, stderr)
	if err != nil {
		return err
	}
	b, err := bench.Start(ctx, s.engine, stdout)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, b.Close()) }()

	var results bench.Results
	if slices.Contains(s.parts, table) {
		if results.Rows, err = b.Table(ctx, s.Options); err != nil {
			return err
		}
	}
	for _, c := range bench.Cases() {
		if !slices.Contains(s.parts, c.Name) {
			continue
		}
		verdicts, err := c.Measure(ctx, b, s.Options)
		if err != nil {
			return err
		}
		results.Verdicts = append(results.Verdicts, verdicts...)
	}
	if results.Engine, err = b.EngineVersion(ctx); err != nil {
		return err
	}
	fmt.Fprintf(stdout, "\n%s%s", results.Table(), results.Targets())
	if s.write != "" && s.whole() {
		if err := results.Write(s.write); err != nil {
			return err
		}
		fmt.Fprintf(stdout, "\nWritten to %s; make docs takes the page over.\n", s.write)
	}
	return s.judge(results)
}

// judge is an error where the targets were to be met.
func (s settings) judge(results bench.Results) error {
	if missed := results.Missed(); s.check && missed > 0 {
		return fmt.Errorf("%d targets are missed", missed)
	}
	return nil
}
