package main

import (
	"flag"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/bench"
)

// table is the name of what is not a target.
const table = "table"

// settings are what the flags say.
type settings struct {
	bench.Options
	engine string
	write  string
	check  bool
	parts  []string
}

func parse(args []string, stderr io.Writer) (settings, error) {
	s := settings{parts: parts()}
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&s.engine, "engine", "", "`path` of terraform or tofu; without it, the one on PATH")
	flags.StringVar(&s.write, "write", "", "`directory` of the repository, for the page and the plot; only a whole run is written")
	flags.BoolVar(&s.check, "check", false, "fail when a target is missed")
	flags.IntVar(&s.Rounds, "rounds", 3, "how often a target that compares times is measured")
	flags.Func("run", "only these `parts`, with commas between: "+strings.Join(s.parts, ", "), func(text string) error {
		s.parts = strings.Split(text, ",")
		for _, part := range s.parts {
			if !slices.Contains(parts(), part) {
				return fmt.Errorf("there is no %q", part)
			}
		}
		return nil
	})
	flags.Func("n", "numbers of sessions in place of those of the table and the targets, such as 1,100", list(&s.Sizes, strconv.Atoi))
	flags.Func("latency", "latencies of the table, such as 0,100ms", list(&s.Latencies, time.ParseDuration))
	flags.Func("vendor", "only these vendors", list(&s.Vendors, func(text string) (string, error) { return text, nil }))
	if err := flags.Parse(args); err != nil {
		return s, err
	}
	if flags.NArg() > 0 {
		return s, fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	return s, s.Validate()
}

// parts are everything that can be run.
func parts() []string {
	names := []string{table}
	for _, c := range bench.Cases() {
		names = append(names, c.Name)
	}
	return names
}

// whole is false when anything is left out.
func (s settings) whole() bool {
	return len(s.parts) == len(parts()) && len(s.Sizes)+len(s.Latencies)+len(s.Vendors) == 0
}

// list is a flag of several values with commas between.
func list[T any](into *[]T, parse func(string) (T, error)) func(string) error {
	return func(text string) error {
		*into = nil
		for word := range strings.SplitSeq(text, ",") {
			value, err := parse(word)
			if err != nil {
				return err
			}
			*into = append(*into, value)
		}
		return nil
	}
}
