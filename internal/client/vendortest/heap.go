package vendortest

import "runtime"

// HeapMiB is how many MiB of the heap are in use, once what nobody needs any more has
// been collected.
func HeapMiB() float64 {
	var memory runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&memory)
	return float64(memory.HeapAlloc) / (1 << 20)
}
