package main

import (
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/engine"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// Terraform starts the test's executable as the provider that does nothing.
func TestMain(m *testing.M) {
	if filepath.Base(os.Args[0]) == engine.Program {
		serveNoop()
		return
	}
	os.Exit(m.Run())
}

// run itself fails when a plan is not empty, a session stays open, or a command sends too
// many requests.
func TestAccBench(t *testing.T) {
	if os.Getenv("TF_ACC") == "" {
		t.Skip("needs Terraform; make test sets TF_ACC")
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	before := t.TempDir()
	if err := os.Symlink(self, filepath.Join(before, engine.Program)); err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	err = run(t.Context(), []string{
		"-engine", os.Getenv("TF_ACC_TERRAFORM_PATH"), "-before", before,
		"-n", "2", "-latency", "0", "-vendor", "uponai", "-rounds", "1",
	}, &out, io.Discard)
	if err != nil {
		t.Fatalf("%v\n%s", err, out.String())
	}
	for _, want := range []string{"\n| terraform_data |", "\n| no-op provider |", "\n| uponai before |", "\n| uponai |", "| 2 / 1 / 3 / 6 | uponai before |"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in\n%s", want, out.String())
		}
	}
}

func TestParse_invalid(t *testing.T) {
	for _, args := range [][]string{
		{"-n", "0"},
		{"-latency", "-1s"},
		{"-vendor", "uponai,nobody"},
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

func TestTable(t *testing.T) {
	took := func(seconds time.Duration, requests int) [4]cost {
		c := cost{seconds * time.Second, 2 * seconds * time.Second, requests}
		return [4]cost{c, c, c, {3 * c.wall, 3 * c.cpu, 3 * requests}}
	}
	data := &row{name: "terraform_data", costs: took(2, 0), memory: 5 << 20}
	got := table([]*row{data, {name: "uponai", vendor: sandbox.UponAI, base: data, costs: took(3, 6), memory: 7 << 20}})
	for _, want := range []string{
		"| terraform_data | 2.00 / 2.00 / 2.00 / 6.00 | 4.00 / 4.00 / 4.00 / 12.00 | 5 |  |  |  |  |\n",
		"| uponai | 3.00 / 3.00 / 3.00 / 9.00 | 6.00 / 6.00 / 6.00 / 18.00 | 7 | 6 / 6 / 6 / 18 | terraform_data | 1.50 / 1.50 / 1.50 / 1.50 | 1.50 / 1.50 / 1.50 / 1.50 |\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
}

func TestCheckRequests(t *testing.T) {
	for name, test := range map[string]struct {
		vendor               string
		apply, plan, destroy int
		exceeded             int
	}{
		"at the limits":         {sandbox.UponAI, 210, 4, 206, 0},
		"no list":               {sandbox.TalkifAI, 210, 200, 402, 0},
		"two pages":             {sandbox.SiteAssist, 210, 8, 210, 0},
		"apply exceeds":         {sandbox.Uppzy, 211, 4, 206, 1},
		"plan exceeds":          {sandbox.UponAI, 200, 5, 201, 1},
		"two pages, exceeded":   {sandbox.SiteAssist, 200, 9, 211, 2},
		"all exceed":            {sandbox.TalkifAI, 400, 201, 600, 3},
		"a single read of each": {sandbox.UponAI, 200, 200, 400, 2},
	} {
		r := row{vendor: test.vendor, limited: true, costs: [4]cost{{requests: test.apply}, {requests: test.plan}, {requests: test.destroy}}}
		if got := r.checkRequests(200); len(got) != test.exceeded {
			t.Errorf("%s: got %v, want %d errors", name, got, test.exceeded)
		}
	}
}
