package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// course is the sequence of steps that the demo shows.
type course struct {
	out      io.Writer
	box      *sandbox.Sandbox
	terminal *terminal
}

func (c *course) run(ctx context.Context) error {
	steps := []struct {
		title string
		do    func(context.Context) error
		open  int
	}{
		{"apply: one session at each vendor is opened, and a message is answered", c.apply, 4},
		{"plan: nothing is left to do", c.planNothing, 4},
		{"somebody closes the UponAI chat behind Terraform's back", c.closeBehind, 3},
		{"plan: the close is seen, and a new chat is planned", c.planChange, 3},
		{"apply: the new chat is opened", c.apply, 4},
		{"the application under test opens two chats, and leaves them open", c.strayChats, 6},
		{"destroy: every session is closed at its vendor, the two stray ones as well", c.destroy, 0},
	}
	for i, step := range steps {
		fmt.Fprintf(c.out, "\n%d. %s\n", i+1, step.title)
		if err := step.do(ctx); err != nil {
			return err
		}
		open := c.open()
		fmt.Fprintf(c.out, "   open now: %s\n", open)
		if open.total() != step.open {
			return fmt.Errorf("%d sessions are open after step %d, and %d should be", open.total(), i+1, step.open)
		}
	}
	fmt.Fprintf(c.out, "\nAll %d sessions that were opened are closed. Nothing is left behind.\n", len(c.box.Sessions("")))
	return nil
}

func (c *course) apply(ctx context.Context) error {
	_, err := c.terminal.run(ctx, "apply", "-auto-approve")
	return err
}

func (c *course) destroy(ctx context.Context) error {
	_, err := c.terminal.run(ctx, "destroy", "-auto-approve")
	return err
}

func (c *course) planNothing(ctx context.Context) error {
	changes, err := c.terminal.run(ctx, "plan", "-detailed-exitcode")
	if err == nil && changes {
		return errors.New("the plan is not empty")
	}
	return err
}

func (c *course) planChange(ctx context.Context) error {
	changes, err := c.terminal.run(ctx, "plan", "-detailed-exitcode")
	if err == nil && !changes {
		return errors.New("the plan does not see that the chat was closed")
	}
	return err
}

func (c *course) closeBehind(context.Context) error {
	for _, session := range c.box.Sessions(sandbox.UponAI) {
		if session.Open && c.box.CloseSession(session.Vendor, session.ID) {
			fmt.Fprintf(c.out, "   %s %s was closed\n", session.Vendor, session.ID)
			return nil
		}
	}
	return errors.New("there is no open chat at UponAI")
}

// strayChats opens what the teardown of the configuration is for.
func (c *course) strayChats(context.Context) error {
	for range 2 {
		session := c.box.Seed(sandbox.UponAI, sandbox.Seed{Metadata: map[string]any{"source": "application"}})
		fmt.Fprintf(c.out, "   %s %s was opened\n", session.Vendor, session.ID)
	}
	return nil
}

// tally counts open sessions by vendor.
type tally map[string]int

func (c *course) open() tally {
	counts := tally{}
	for _, session := range c.box.Sessions("") {
		if session.Open {
			counts[session.Vendor]++
		}
	}
	return counts
}

func (t tally) total() int {
	sum := 0
	for _, n := range t {
		sum += n
	}
	return sum
}

func (t tally) String() string {
	if t.total() == 0 {
		return "none"
	}
	var parts []string
	for _, vendor := range sandbox.Vendors() {
		parts = append(parts, fmt.Sprintf("%s %d", vendor, t[vendor]))
	}
	return strings.Join(parts, ", ")
}
