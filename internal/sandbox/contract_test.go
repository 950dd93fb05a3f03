package sandbox_test

import (
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// Every operation of every contract is served, is recorded under its operationId, and
// keeps its contract.
func TestEveryOperationOfEveryContract(t *testing.T) {
	for _, vendor := range sandbox.Vendors() {
		t.Run(vendor, func(t *testing.T) {
			b := newBench(t, sandbox.Variants{Uppzy: sandbox.UppzyVariants{AsyncPolls: -1}})
			every := testedVendor(vendor).every
			if every == nil {
				t.Fatal("the tests of this package know nothing of the vendor: see testedVendor")
			}
			every(b)
			v := b.validators[vendor]
			if missing := v.Unexercised(); len(missing) > 0 {
				t.Errorf("not exercised: %v", missing)
			}
			for _, operation := range v.OperationIDs() {
				if got := b.Requests(sandbox.ByVendor(vendor), sandbox.ByOperation(operation)); len(got) == 0 {
					t.Errorf("%s is not recorded", operation)
				}
			}
		})
	}
}
