package contract

import (
	"bufio"
	"bytes"
	"net"
	"net/http"
)

// maxWatchedBody bounds what is kept of an answer for checking: far above any
// answer of a contract, far below what a runaway handler could write.
const maxWatchedBody = 16 << 20

// watcher passes an answer on and keeps a copy.
type watcher struct {
	http.ResponseWriter
	status    int
	body      bytes.Buffer
	truncated bool
	hijacked  bool
}

func (w *watcher) WriteHeader(status int) {
	// Informational answers come before the real one.
	if w.status == 0 && status >= http.StatusOK {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *watcher) Write(p []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	if w.body.Len()+len(p) > maxWatchedBody {
		w.truncated = true
	} else {
		w.body.Write(p)
	}
	return w.ResponseWriter.Write(p)
}

func (w *watcher) statusCode() int {
	if w.status == 0 {
		return http.StatusOK
	}
	return w.status
}

// Flush keeps event streams flowing.
func (w *watcher) Flush() {
	_ = http.NewResponseController(w.ResponseWriter).Flush() // a writer that cannot flush has nothing held back
}

// Hijack lets a handler cut the connection; there is no answer to check then.
func (w *watcher) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	w.hijacked = true
	return http.NewResponseController(w.ResponseWriter).Hijack()
}

// Unwrap lets http.ResponseController reach what this type does not wrap.
func (w *watcher) Unwrap() http.ResponseWriter { return w.ResponseWriter }
