package shared_test

import (
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// BenchmarkReads_refresh is the refresh of a thousand sessions that share ten pages,
// from a vendor that answers at once. It is to be compared by what it allocates: nearly
// all of its time are the moments that the first reads wait for others, which says
// nothing of the code and is not told.
func BenchmarkReads_refresh(b *testing.B) {
	ids := some(0, 1000, 1)
	b.ReportAllocs()
	for b.Loop() {
		a := newAccount(1000, 100)
		a.takes = 0
		a.refresh(b, terraform, ids...)
		if a.pages != 10 || a.singles != 0 {
			b.Fatalf("%d pages and %d single reads", a.pages, a.singles)
		}
	}
	b.ReportMetric(0, "ns/op")
}

// BenchmarkReads_listed is one read of a session that a walk has returned already.
func BenchmarkReads_listed(b *testing.B) {
	a := newAccount(1000, 1000)
	a.takes = 0
	a.refresh(b, terraform, name(0), name(1))
	walks := 1
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if i%1000 == 0 {
			// What is known is given out for shared.MaxAge at the most.
			b.StopTimer()
			a.reads = a.newReads()
			a.refresh(b, terraform, name(0), name(1))
			walks++
			b.StartTimer()
		}
		if _, err := a.reads.Read(b.Context(), client.Ref{ID: name(i % 1000)}); err != nil {
			b.Fatal(err)
		}
	}
	if a.pages != walks || a.singles != 0 {
		b.Errorf("%d pages for %d walks, and %d single reads", a.pages, walks, a.singles)
	}
}
