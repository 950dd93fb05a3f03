package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/engine"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// row is what is measured, and what it took.
type row struct {
	name     string
	vendor   string // empty for terraform_data
	provider string // its directory
	limited  bool   // whether the number of requests has a limit
	base     *row   // what it is compared with; nil for nothing

	costs  [4]cost // of apply, plan and destroy, and their sum
	memory int64   // in bytes, at the peak of all three
}

type cost struct {
	wall     time.Duration
	cpu      time.Duration // user and system time of Terraform and its children
	requests int           // that reached the vendor
}

// bench has the providers that are measured. The sandbox runs in this process, so that
// its work is not part of the CPU time of Terraform and its children.
type bench struct {
	options
	directory string
}

// prepare builds the provider, and puts this program beside it as the one that does
// nothing.
func (b *bench) prepare(ctx context.Context) error {
	if err := engine.Build(ctx, filepath.Join(b.directory, "chat", engine.Program), engine.Module); err != nil {
		return err
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	if err := os.Mkdir(filepath.Join(b.directory, "noop"), 0o700); err != nil {
		return err
	}
	return os.Symlink(self, filepath.Join(b.directory, "noop", engine.Program))
}

// rows are terraform_data, the provider that does nothing, and the provider at each
// vendor; with -before both builds of it.
func (b *bench) rows() []*row {
	data := &row{name: "terraform_data"}
	rows := []*row{data, {name: "no-op provider", vendor: sandbox.UponAI, provider: filepath.Join(b.directory, "noop"), base: data}}
	for _, vendor := range b.vendors {
		r := &row{name: vendor, vendor: vendor, provider: filepath.Join(b.directory, "chat"), limited: true, base: data}
		if b.before != "" {
			r.base = &row{name: vendor + " before", vendor: vendor, provider: b.before, base: data}
			rows = append(rows, r.base)
		}
		rows = append(rows, r)
	}
	return rows
}

// compare measures all rows. They take turns, so that a machine that is busy for a while
// slows down all of them. The shortest times and the smallest peak count, but the largest
// number of requests: the limit applies to every run.
func (b *bench) compare(ctx context.Context, progress io.Writer) ([]*row, error) {
	rows := b.rows()
	for round := range b.rounds {
		for _, r := range rows {
			fmt.Fprintf(progress, "round %d of %d: %s\n", round+1, b.rounds, r.name)
			costs, memory, err := b.measure(ctx, r)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", r.name, err)
			}
			if round == 0 {
				r.costs, r.memory = costs, memory
			}
			for i, c := range costs {
				r.costs[i] = cost{min(r.costs[i].wall, c.wall), min(r.costs[i].cpu, c.cpu), max(r.costs[i].requests, c.requests)}
			}
			r.memory = min(r.memory, memory)
		}
	}
	return rows, nil
}

// arguments are those of a typical session. At Uppzy a session starts with its first
// message.
var arguments = map[string]string{
	sandbox.Uppzy:      "session_id_prefix = \"bench-\"\n  opening_message = \"Hello!\"",
	sandbox.TalkifAI:   "user_identifier = \"bench@example.com\"",
	sandbox.SiteAssist: "page_url = \"https://example.com/contact\"",
	sandbox.UponAI:     "metadata = { source = \"bench\" }",
}

// configuration has n resources.
func (r *row) configuration(n int) string {
	if r.vendor == "" {
		return fmt.Sprintf("resource \"terraform_data\" \"bench\" {\n  count = %d\n  input = \"bench\"\n}\n", n)
	}
	agent := ""
	if id := sandbox.Agent(r.vendor); id != "" {
		agent = fmt.Sprintf("agent_id = %q", id)
	}
	return fmt.Sprintf(`terraform {
  required_providers {
    chat = {
      source = "terraform-provider-chat/chat"
    }
  }
}

resource "chat_session" "bench" {
  count  = %d
  vendor = %q
  %s
  %s
}
`, n, r.vendor, agent, arguments[r.vendor])
}

// measure runs apply, plan and destroy, with a state and a sandbox of their own. A plan
// that is not empty and a session that stays open are errors.
func (b *bench) measure(ctx context.Context, r *row) (costs [4]cost, memory int64, err error) {
	directory, err := os.MkdirTemp(b.directory, "run-")
	if err != nil {
		return costs, 0, err
	}
	if err := os.WriteFile(filepath.Join(directory, "main.tf"), []byte(r.configuration(b.n)), 0o600); err != nil {
		return costs, 0, err
	}
	box, err := sandbox.Start(sandbox.Options{Latency: b.latency})
	if err != nil {
		return costs, 0, err
	}
	defer box.Close()
	e, err := engine.New(b.engine, directory, r.provider, box.Environment()...)
	if err != nil {
		return costs, 0, err
	}
	sum := &costs[3]
	for i, command := range [][]string{{"apply", "-auto-approve"}, {"plan", "-detailed-exitcode"}, {"destroy", "-auto-approve"}} {
		box.ResetRequests()
		c, peak, err := execute(ctx, e, command)
		if err != nil {
			return costs, 0, err
		}
		c.requests = len(box.Requests())
		costs[i] = c
		*sum = cost{sum.wall + c.wall, sum.cpu + c.cpu, sum.requests + c.requests}
		memory = max(memory, peak)
	}
	for _, session := range box.Sessions("") {
		if session.Open {
			return costs, 0, fmt.Errorf("%s is open after the destroy", session.ID)
		}
	}
	return costs, memory, nil
}

// execute runs a command and returns its times and its peak memory.
func execute(ctx context.Context, e *engine.Engine, arguments []string) (c cost, memory int64, err error) {
	command := e.Command(ctx, arguments...)
	var output bytes.Buffer
	command.Stdout, command.Stderr = &output, &output
	start := time.Now()
	if err := command.Start(); err != nil {
		return c, 0, err
	}
	ended := make(chan error)
	go func() { ended <- command.Wait() }()
	ticker := time.NewTicker(20 * time.Millisecond)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
			memory = max(memory, treeMemory(strconv.Itoa(command.Process.Pid)))
		case err := <-ended:
			if err != nil {
				return c, 0, fmt.Errorf("%s: %w\n%s", arguments[0], err, output.String())
			}
			c.wall = time.Since(start)
			c.cpu = command.ProcessState.UserTime() + command.ProcessState.SystemTime()
			return c, memory, nil
		}
	}
}

// treeMemory is the sum of the peak resident sets of a process and of the children that
// it has now, in bytes; 0 on systems other than Linux.
func treeMemory(pid string) int64 {
	proc := os.DirFS("/proc")
	status, _ := fs.ReadFile(proc, path.Join(pid, "status"))
	var kibibytes int64
	if _, rest, found := strings.Cut(string(status), "VmHWM:"); found {
		_, _ = fmt.Sscan(rest, &kibibytes)
	}
	sum := kibibytes << 10
	threads, _ := fs.Glob(proc, path.Join(pid, "task", "*", "children"))
	for _, thread := range threads {
		children, _ := fs.ReadFile(proc, thread)
		for child := range strings.FieldsSeq(string(children)) {
			sum += treeMemory(child)
		}
	}
	return sum
}

// pageSizes are the sessions on a page of the vendor's list, where it has one.
var pageSizes = map[string]int{sandbox.Uppzy: math.MaxInt, sandbox.SiteAssist: 100, sandbox.UponAI: 1000}

// checkRequests returns an error for each command of the provider that sent too many
// requests. A plan may read four times the pages of the vendor's list, or each session
// once where there is no list. The rest is a request for each session that is opened or
// closed, and a few for the account.
func (r *row) checkRequests(n int) (exceeded []error) {
	if !r.limited {
		return nil
	}
	plan := n
	if size, ok := pageSizes[r.vendor]; ok {
		plan = 4 * ((n-1)/size + 1)
	}
	for i, limit := range [3]int{n + 10, plan, n + plan + 2} {
		if sent := r.costs[i].requests; sent > limit {
			command := [3]string{"apply", "plan", "destroy"}[i]
			exceeded = append(exceeded, fmt.Errorf("%s of %d sessions at %s: %d requests, limit %d", command, n, r.vendor, sent, limit))
		}
	}
	return exceeded
}
