package bench

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/bench/usage"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/engine"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// trial is one subject with n resources, in a directory and with a sandbox of its
// own: neither state nor sessions of another trial are in its way.
type trial struct {
	subject subject
	n       int
	engine  *engine.Engine
	box     *sandbox.Sandbox
	usage   string
	fast    func() // takes the latency away
}

func (b *Bench) begin(ctx context.Context, s subject, n int) (*trial, error) {
	program, err := b.provider(ctx, s.program)
	if err != nil {
		return nil, err
	}
	b.trials++
	directory := filepath.Join(b.directory, fmt.Sprintf("trial-%d", b.trials))
	if err := os.Mkdir(directory, 0o700); err != nil {
		return nil, err
	}
	if err := os.WriteFile(filepath.Join(directory, "main.tf"), []byte(s.configuration(n)), 0o600); err != nil {
		return nil, err
	}
	box, err := sandbox.Start(sandbox.Options{})
	if err != nil {
		return nil, err
	}
	t := &trial{subject: s, n: n, box: box, usage: filepath.Join(directory, "usage"), fast: func() {}}
	t.engine, err = engine.New(b.engine, directory, b.program("meter"), append(box.Environment(),
		usage.ProgramVariable+"="+program, usage.FileVariable+"="+t.usage)...)
	if err != nil {
		box.Close()
		return nil, err
	}
	return t, nil
}

func (t *trial) end() { t.box.Close() }

// latency makes every request take so much longer from now on.
func (t *trial) latency(d time.Duration) {
	t.fast()
	t.fast = func() {}
	if d > 0 {
		t.fast = t.box.Inject(sandbox.Fault{Kind: sandbox.FaultSlow, Delay: d})
	}
}

func (t *trial) apply(ctx context.Context) (Sample, error) {
	return t.measure(ctx, "apply", "-auto-approve")
}

// plan fails when the plan is not empty: what it had looked at would not be what was
// applied.
func (t *trial) plan(ctx context.Context) (Sample, error) {
	return t.measure(ctx, "plan", "-detailed-exitcode")
}

// destroy fails when a session is left open.
func (t *trial) destroy(ctx context.Context) (Sample, error) {
	sample, err := t.measure(ctx, "destroy", "-auto-approve")
	for _, session := range t.box.Sessions(t.subject.vendor) {
		if err == nil && session.Open {
			err = fmt.Errorf("%s %s is open after the destroy", session.Vendor, session.ID)
		}
	}
	return sample, err
}

// whole measures apply, plan and destroy.
func (t *trial) whole(ctx context.Context) (measured Trial, err error) {
	if measured.Apply, err = t.apply(ctx); err != nil {
		return measured, err
	}
	if measured.Plan, err = t.plan(ctx); err != nil {
		return measured, err
	}
	measured.Destroy, err = t.destroy(ctx)
	return measured, err
}

// measure runs one command.
func (t *trial) measure(ctx context.Context, arguments ...string) (Sample, error) {
	t.box.ResetRequests()
	command := t.engine.Command(ctx, arguments...)
	start := time.Now()
	output, err := command.CombinedOutput()
	wall := time.Since(start)
	if err != nil {
		return Sample{}, fmt.Errorf("%s of %d %s: %w\n%s", arguments[0], t.n, t.subject.name, err, output)
	}
	provider, err := usage.Take(t.usage)
	if err == nil && t.subject.program != "" && provider.CPU == 0 {
		err = errors.New("the meter has told nothing of the provider")
	}
	return Sample{
		Wall: wall, CPU: usage.Of(command.ProcessState).CPU,
		Provider: provider.CPU, Peak: provider.Peak,
		Requests: len(t.box.Requests()),
	}, err
}

// run is the whole life of n resources with a latency.
func (b *Bench) run(ctx context.Context, s subject, n int, latency time.Duration) (Trial, error) {
	t, err := b.begin(ctx, s, n)
	if err != nil {
		return Trial{}, err
	}
	defer t.end()
	t.latency(latency)
	measured, err := t.whole(ctx)
	if err == nil {
		sum := measured.Sum()
		b.say("  %4d × %-17s %3d ms: %5.1f s, CPU %5.1f s, %.1f s of it the provider's, %d requests",
			n, s.name, latency.Milliseconds(), sum.Wall.Seconds(), sum.CPU.Seconds(), sum.Provider.Seconds(), sum.Requests)
	}
	return measured, err
}
