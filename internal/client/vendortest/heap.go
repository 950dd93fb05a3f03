package vendortest

import "runtime"

// HeapInUse is how many bytes of the heap are in use, once what nobody needs any more
// has been collected.
func HeapInUse() int64 {
	var memory runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&memory)
	return int64(memory.HeapAlloc)
}
