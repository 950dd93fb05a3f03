package provider

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"testing"
	"time"
)

var (
	killRounds = flag.Int("kill-rounds", 4, "rounds of TestAccKills")
	killSeed   = flag.Uint64("kill-seed", 0, "seed of TestAccKills; 0 takes a new one")
)

// killWay is what ends a run before its time.
type killWay string

const (
	killsProvider killWay = "provider killed"
	killsBoth     killWay = "both killed"
	interrupts    killWay = "interrupted"
)

var killWays = []killWay{killsProvider, killsBoth, interrupts}

// killPlan is what one round does. All of it follows from the seed, but for when
// exactly the kill meets Terraform.
type killPlan struct {
	seed uint64
	kind killKind
	way  killWay
	// destroys is a kill in a destroy and not in an apply.
	destroys bool
	// reapplies lets an apply follow a killed destroy.
	reapplies bool
	// refreshes is a last destroy that reads before it closes.
	refreshes bool
	// parallel is how many objects Terraform works on at a time.
	parallel int
	// early counts the delay from the start of the run, and not from its first call
	// that may open or close something.
	early bool
	delay time.Duration
}

// Delays reach as far as most runs take: the whole run, and the writes of as many
// objects as Terraform works on at a time.
const (
	killWithinRun  = 1200 * time.Millisecond
	killWithinWave = 2 * killLatency
)

func planKill(seed uint64, round int) killPlan {
	random := rand.New(rand.NewPCG(seed, uint64(round)))
	p := killPlan{
		seed: seed, kind: killKinds[round%len(killKinds)], way: killWays[random.IntN(len(killWays))],
		destroys: random.IntN(3) == 0, reapplies: random.IntN(2) == 0,
		parallel: 1 + random.IntN(killSessions), early: random.IntN(5) == 0, refreshes: random.IntN(2) == 0,
	}
	waves := (killSessions + p.parallel - 1) / p.parallel
	within := time.Duration(waves) * killWithinWave
	if p.early {
		within = killWithinRun
	}
	p.delay = time.Duration(random.Int64N(int64(within)))
	return p
}

func (p killPlan) String() string {
	run, from := "an apply", "the first write"
	if p.destroys {
		run = "a destroy"
	}
	if p.early {
		from = "the start"
	}
	return fmt.Sprintf("seed %d: %s, %s %s after %s of %s, %d at a time", p.seed, p.kind.name, p.way, p.delay, from, run, p.parallel)
}

// Terraform and the provider are killed at any moment, and run again to the end. What
// stays open afterwards is what nobody could know of: the sessions whose creation was
// under way, at a vendor that lets nobody find them again.
func TestAccKills(t *testing.T) {
	t.Parallel()
	if os.Getenv("TF_ACC") == "" {
		t.Skip("acceptance tests run only with TF_ACC=1")
	}
	seed := *killSeed
	if seed == 0 {
		seed = rand.Uint64N(1_000_000) + 1
	}
	t.Logf("again with: -kill-rounds=%d -kill-seed=%d", *killRounds, seed)
	provider := buildProvider(t)
	var figures killFigures
	t.Run("round", func(t *testing.T) {
		for i := range *killRounds {
			t.Run(fmt.Sprint(i), func(t *testing.T) {
				t.Parallel()
				plan := planKill(seed, i)
				t.Log(plan)
				found := newKillRound(t, provider, plan).run()
				t.Logf("%+v", found)
				figures.add(plan, found)
			})
		}
	})
	t.Logf("\n%s", figures.String())
}
