package main

import (
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/bench"
	// The benchmark builds the provider by its path; named here, a change of it makes
	// the go command run this test again instead of repeating an old result.
	_ "github.com/terraform-provider-chat/terraform-provider-chat/internal/provider"
)

// Two sessions through the table and through a target. What it costs is nothing to go by; that it fails where a plan is not empty or a
// session is left open is in the benchmark itself.
func TestAccBench(t *testing.T) {
	if os.Getenv("TF_ACC") == "" {
		t.Skip("needs Terraform; make test sets TF_ACC")
	}
	directory := t.TempDir()
	var out strings.Builder
	err := run(t.Context(), []string{
		"-engine", os.Getenv("TF_ACC_TERRAFORM_PATH"), "-run", "table,plan-latency", "-rounds", "1",
		"-n", "2", "-latency", "0", "-vendor", "uponai", "-write", directory,
	}, &out, io.Discard)
	if err != nil {
		t.Fatalf("%v\n%s", err, out.String())
	}
	for _, part := range []string{"| terraform_data | 2 |", "| uponai | 2 |", " | 2 / ", "plan-latency "} {
		if !strings.Contains(out.String(), part) {
			t.Errorf("no %q in\n%s", part, out.String())
		}
	}
	if files, _ := filepath.Glob(filepath.Join(directory, "*")); len(files) > 0 {
		t.Errorf("a part of a run has written %v", files)
	}
}

func TestFlags(t *testing.T) {
	s, err := parse([]string{"-run", "cpu,growth", "-n", "1,20", "-latency", "0,50ms", "-vendor", "uppzy", "-check", "-rounds", "2"}, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(s.parts, []string{"cpu", "growth"}) || !slices.Equal(s.Sizes, []int{1, 20}) ||
		!slices.Equal(s.Latencies, []time.Duration{0, 50 * time.Millisecond}) || !slices.Equal(s.Vendors, []string{"uppzy"}) ||
		!s.check || s.Rounds != 2 || s.whole() {
		t.Errorf("%+v", s)
	}
	if s, err := parse([]string{"-write", "x"}, io.Discard); err != nil || !s.whole() {
		t.Errorf("%+v, %v", s, err)
	}
}

func TestCheck(t *testing.T) {
	results := bench.Results{Verdicts: []bench.Verdict{{Case: "cpu"}, {Case: "growth", Pass: true}}}
	if err := (settings{}).judge(results); err != nil {
		t.Errorf("without -check: %v", err)
	}
	if err := (settings{check: true}).judge(results); err == nil {
		t.Error("a target is missed")
	}
	if err := (settings{check: true}).judge(bench.Results{Verdicts: results.Verdicts[1:]}); err != nil {
		t.Errorf("no target is missed: %v", err)
	}
}

func TestWrongFlags(t *testing.T) {
	for _, args := range [][]string{
		{"-run", "everything"},
		{"-n", "0"},
		{"-n", "many"},
		{"-latency", "-1s"},
		{"-latency", "soon"},
		{"-vendor", "nobody"},
		{"-rounds", "0"},
		{"plan"},
	} {
		if _, err := parse(args, io.Discard); err == nil {
			t.Errorf("%q was accepted", args)
		}
	}
	if _, err := parse([]string{"-help"}, io.Discard); !errors.Is(err, flag.ErrHelp) {
		t.Errorf("help: %v", err)
	}
}
