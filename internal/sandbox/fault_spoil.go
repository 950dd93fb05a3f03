package sandbox

import (
	"bytes"
	"net/http"
)

// serveSpoiled sends an answer that the vendor did give, but not as it gave it.
func (s *Sandbox) serveSpoiled(f Fault, h *held, w http.ResponseWriter, r *http.Request) {
	controller := http.NewResponseController(w)
	switch f.Kind {
	case FaultDrip:
		h.head(w, int64(h.body.Len()))
		for _, b := range h.body.Bytes() {
			if _, err := w.Write([]byte{b}); err != nil {
				return // the client is gone
			}
			_ = controller.Flush() // always possible on the server's own writer
			if !s.wait(r.Context(), f.Delay) {
				abort()
			}
		}
	case FaultTruncated:
		h.needsBody()
		whole := h.body.Bytes()
		h.head(w, int64(len(whole)))
		_, _ = w.Write(whole[:len(whole)/2]) // cut short in any case
		_ = controller.Flush()               // or the cut would swallow the half as well
		abort()
	case FaultHuge:
		h.needsBody()
		size := pick(f.Size, defaultHuge)
		h.head(w, size)
		s.pad(w, r, size)
	case FaultEndless:
		h.needsBody()
		h.head(w, -1)
		s.pad(w, r, -1)
	default:
		h.send(w)
	}
}

// needsBody turns an answer without a body into one that can have one.
func (h *held) needsBody() {
	if h.status == http.StatusNoContent || h.body.Len() == 0 {
		h.status = http.StatusOK
		h.header.Set("Content-Type", "application/json")
		h.body.WriteString(`{"status":"ok"}`)
	}
}

// pad writes one JSON object of size bytes with a very long text in it, or one that
// does not end for a negative size.
func (s *Sandbox) pad(w http.ResponseWriter, r *http.Request, size int64) {
	const opening, closing = `{"padding":"`, `"}`
	if _, err := w.Write([]byte(opening)); err != nil {
		return // the client is gone
	}
	block := bytes.Repeat([]byte("a"), 64<<10)
	left := size - int64(len(opening)+len(closing))
	for size < 0 || left > 0 {
		// A client that reads on has not left; the sandbox may be closing all the same.
		if !s.wait(r.Context(), 0) {
			abort()
		}
		chunk := block
		if size >= 0 && left < int64(len(chunk)) {
			chunk = chunk[:left]
		}
		n, err := w.Write(chunk)
		if err != nil {
			return // the client is gone
		}
		left -= int64(n)
	}
	_, _ = w.Write([]byte(closing)) // the last of it
}
