package vendortest

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

// HeapMiB is how many MiB of the heap are in use, once what nobody needs any more has
// been collected.
func HeapMiB() float64 {
	var memory runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&memory)
	return float64(memory.HeapAlloc) / (1 << 20)
}

// PeakMiB is how many MiB of the heap f takes at its peak beside what was in use before.
// Garbage is collected early while it runs, so a test that calls it does not run in
// parallel with others.
func PeakMiB(f func()) float64 {
	defer debug.SetGCPercent(debug.SetGCPercent(5))
	before, peak := HeapMiB(), 0.0
	done := make(chan struct{})
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		heap := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
		for {
			metrics.Read(heap)
			peak = max(peak, float64(heap[0].Value.Uint64())/(1<<20))
			select {
			case <-done:
				return
			case <-time.After(time.Millisecond):
			}
		}
	}()
	f()
	close(done)
	<-stopped
	return peak - before
}
