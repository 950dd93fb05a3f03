package sandbox_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/contract"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

func TestControlSummaryNamesEveryFault(t *testing.T) {
	_, list, found := strings.Cut(sandbox.ControlSummary, "Kinds of faults:")
	if !found {
		t.Fatal("the summary has no list of faults")
	}
	named := strings.FieldsFunc(list, func(r rune) bool { return strings.ContainsRune(" ,\n", r) })
	if want := sandbox.FaultKinds(); len(named) != len(want) {
		t.Errorf("the summary names %d kinds of faults, not %d", len(named), len(want))
	}
	for _, kind := range sandbox.FaultKinds() {
		if !strings.Contains(list, string(kind)) {
			t.Errorf("the summary lacks %s", kind)
		}
	}
}

func TestOperationsAreThoseOfTheContract(t *testing.T) {
	for _, vendor := range sandbox.Vendors() {
		v, err := contract.New(vendor, "/")
		if err != nil {
			t.Fatal(err)
		}
		want, got := v.Unexercised(), sandbox.Operations(vendor)
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v, and in the contract %v", vendor, got, want)
		}
	}
	if got := sandbox.Operations("nobody"); got != nil {
		t.Errorf("got %v", got)
	}
}
