// Package vendortest is what the tests of the vendor packages have in common: a
// sandbox behind the contract, a scripted server, answers without a network, and
// what they ask of errors. What a vendor answers stays with the vendor's tests.
//
// Only tests import it; the provider's import tests watch over that.
package vendortest
