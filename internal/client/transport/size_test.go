package transport_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"net/http"
	"runtime"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

// endless never ends, at full speed.
type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }

func TestHugeAnswerIsRefused(t *testing.T) {
	const size = 64 << 20
	// A gzip file may be several, one after the other.
	var zipped bytes.Buffer
	z := gzip.NewWriter(&zipped)
	if _, err := io.Copy(z, io.LimitReader(endless{}, 1<<20)); err != nil || z.Close() != nil {
		t.Fatal(err)
	}
	bomb := bytes.Repeat(zipped.Bytes(), size>>20)
	for name, handler := range map[string]http.HandlerFunc{
		"plain":   func(w http.ResponseWriter, _ *http.Request) { _, _ = io.CopyN(w, endless{}, size) },
		"endless": func(w http.ResponseWriter, _ *http.Request) { _, _ = io.Copy(w, endless{}) },
		"error":   func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(500); _, _ = io.Copy(w, endless{}) },
		"gzip": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			_, _ = w.Write(bomb)
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := serve(t, handler)
			tr := newTransport(t, over(s.URL))
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, err := tr.Do(t.Context(), get(transport.Safe))
			runtime.ReadMemStats(&after)
			if e := failed(t, err); !errors.Is(err, transport.ErrTooLarge) || !e.Sent || s.requests.Load() != 1 {
				t.Errorf("got %v after %d requests", err, s.requests.Load())
			}
			// io.ReadAll grows by a quarter: five times what is read, most of it at once garbage.
			if used := (after.TotalAlloc - before.TotalAlloc) >> 20; used > 5*32+32 {
				t.Errorf("allocated %d MiB", used)
			}
		})
	}
}

func TestLargestAnswerIsRead(t *testing.T) {
	const most = 32 << 20
	s := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.CopyN(w, endless{}, most)
	})
	if _, err := newTransport(t, over(s.URL)).Do(t.Context(), get(transport.Once)); err != nil {
		t.Error(err)
	}
}
