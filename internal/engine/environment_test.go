package engine

import (
	"slices"
	"testing"
)

func TestNeutral(t *testing.T) {
	got := neutral([]string{"PATH=/bin", "TF_LOG=TRACE", "UPONAI_TOKEN=x", "GOGC=400", "GOMEMLIMIT=1GiB", "GODEBUG=gctrace=1", "GOPATH=/go"})
	if want := []string{"PATH=/bin", "GOPATH=/go"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
