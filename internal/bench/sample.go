package bench

import "time"

// Sample is what one command has cost.
type Sample struct {
	Wall time.Duration
	// CPU is user and system time of Terraform with all its children, Provider that
	// of the provider alone.
	CPU, Provider time.Duration
	// Peak is the memory in bytes that the provider had at most; 0 where the system
	// does not tell it.
	Peak int64
	// Requests are the calls that have come in at the vendor.
	Requests int
}

// Trial is the life of N resources.
type Trial struct {
	Apply, Plan, Destroy Sample
}

// Steps are the commands in their order.
func Steps() []string { return []string{"apply", "plan", "destroy"} }

// Samples are the samples in the order of Steps.
func (t Trial) Samples() []Sample { return []Sample{t.Apply, t.Plan, t.Destroy} }

// Sum is what the three commands cost together; the peak is the highest.
func (t Trial) Sum() Sample {
	var sum Sample
	for _, s := range t.Samples() {
		sum.Wall += s.Wall
		sum.CPU += s.CPU
		sum.Provider += s.Provider
		sum.Peak = max(sum.Peak, s.Peak)
		sum.Requests += s.Requests
	}
	return sum
}
