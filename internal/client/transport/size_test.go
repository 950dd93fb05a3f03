package transport_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"net/http"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

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

// However many calls get a large answer at once, they are in memory one at a time.
func TestLargeAnswersAreReadOneAtATime(t *testing.T) {
	body := `"` + strings.Repeat("a", 2<<20) + `"`
	for name, length := range map[string]string{"length told": strconv.Itoa(len(body)), "length not told": ""} {
		t.Run(name, func(t *testing.T) {
			s := serve(t, func(w http.ResponseWriter, _ *http.Request) {
				if length != "" {
					w.Header().Set("Content-Length", length)
				}
				_, _ = io.WriteString(w, body)
			})
			tr := newTransport(t, over(s.URL))
			var inside atomic.Int32
			var group sync.WaitGroup
			for range 8 {
				group.Go(func() {
					call := get(transport.Safe)
					call.Out = &decoded{inside: &inside, want: len(body)}
					if _, err := tr.Do(t.Context(), call); err != nil {
						t.Error(err)
					}
				})
			}
			group.Wait()
		})
	}
}

// decoded fails to decode while another is being decoded.
type decoded struct {
	inside *atomic.Int32
	want   int
}

func (d *decoded) UnmarshalJSON(data []byte) error {
	defer d.inside.Add(-1)
	if d.inside.Add(1) > 1 || len(data) != d.want {
		return errors.New("not alone, or not whole")
	}
	<-time.After(5 * time.Millisecond)
	return nil
}

// A large answer that is not wanted any more makes room for the next one: the second
// try of a call, another call, and one that nobody waits for.
func TestLargeAnswersMakeRoom(t *testing.T) {
	var tries atomic.Int32
	s := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		if tries.Add(1) == 1 {
			w.WriteHeader(http.StatusBadGateway)
		}
		_, _ = io.WriteString(w, `"`+strings.Repeat("a", 2<<20)+`"`)
	})
	tr := newTransport(t, over(s.URL))
	for range 3 {
		var out string
		call := get(transport.Safe)
		call.Out = &out
		if _, err := tr.Do(t.Context(), call); err != nil || len(out) != 2<<20 {
			t.Errorf("%d characters, %v", len(out), err)
		}
	}
}

// Many short headers take far more memory than they have bytes.
func TestManyHeadersAreRefused(t *testing.T) {
	for n, refused := range map[int]bool{500: false, 10_000: true} {
		s := serve(t, func(w http.ResponseWriter, _ *http.Request) {
			for i := range n {
				w.Header().Set("X-"+strconv.Itoa(i), "a")
			}
			_, _ = io.WriteString(w, "{}")
		})
		options := over(s.URL)
		options.NoRetry = true
		tr := newTransport(t, options)
		if _, err := tr.Do(t.Context(), get(transport.Safe)); (err != nil) != refused {
			t.Errorf("%d headers: got %v", n, err)
		}
	}
}
