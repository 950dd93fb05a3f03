package provider

import (
	"testing"
	"time"
)

func TestDefaultOf(t *testing.T) {
	for d, want := range map[time.Duration]string{
		45 * time.Second: "45s", 3 * time.Minute: "3m", 30 * time.Minute: "30m", 90 * time.Second: "1m30s",
	} {
		if got := defaultOf(d); got != " Default: `"+want+"`." {
			t.Errorf("%s: got %q, want %s", d, got, want)
		}
	}
}
