package sandbox

import (
	"bytes"
	"math"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"
)

// recordCalls sends calls with a body to an address below a vendor that serves nothing.
func recordCalls(t *testing.T, calls int, header http.Header, body []byte) (statuses map[int]int, recorded []Request) {
	t.Helper()
	s, err := Start(Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	handler := s.handler()
	statuses = map[int]int{}
	for i := range calls {
		request := httptest.NewRequestWithContext(t.Context(), http.MethodPost, s.BaseURL(Uppzy)+"/"+strconv.Itoa(i), bytes.NewReader(body))
		request.Header = header.Clone()
		response := httptest.NewRecorder()
		handler.ServeHTTP(response, request)
		statuses[response.Code]++
	}
	return statuses, s.Requests()
}

func TestJournal_bodiesAreCut(t *testing.T) {
	statuses, recorded := recordCalls(t, 1, http.Header{}, bytes.Repeat([]byte("a"), 100<<10))
	if len(recorded) != 1 || len(recorded[0].Body) != maxRecordedBody || statuses[http.StatusNotFound] != 1 {
		t.Errorf("%d calls are recorded, statuses %v", len(recorded), statuses)
	}
}

func TestJournal_largeRequestsAreRefused(t *testing.T) {
	statuses, recorded := recordCalls(t, 1, http.Header{}, make([]byte, maxRequestBody+1))
	if statuses[http.StatusRequestEntityTooLarge] != 1 {
		t.Errorf("statuses %v", statuses)
	}
	if len(recorded) != 1 || len(recorded[0].Body) != maxRecordedBody || recorded[0].Status != http.StatusRequestEntityTooLarge {
		t.Errorf("recorded: %d calls", len(recorded))
	}
}

func TestJournal_keepsTheLatestCalls(t *testing.T) {
	const more = 10
	_, recorded := recordCalls(t, maxRecordedRequests+more, http.Header{}, nil)
	if len(recorded) != maxRecordedRequests || recorded[0].Path != "/"+strconv.Itoa(more) {
		t.Errorf("%d calls are recorded, the first is %s", len(recorded), recorded[0].Path)
	}
}

// Headers and bodies count, of request and response.
func TestJournal_isBoundedAltogether(t *testing.T) {
	for name, c := range map[string]struct {
		header http.Header
		body   []byte
	}{
		"bodies":  {body: bytes.Repeat([]byte("a"), maxRecordedBody)},
		"headers": {header: http.Header{"X-Large": {strings.Repeat("a", maxRecordedBody)}}},
	} {
		t.Run(name, func(t *testing.T) {
			const calls = maxRecordedBytes/maxRecordedBody + 100
			_, recorded := recordCalls(t, calls, c.header, c.body)
			if n := len(recorded); n < calls/2 || n > maxRecordedBytes/maxRecordedBody {
				t.Errorf("%d of %d calls are recorded", n, calls)
			}
			if last := recorded[len(recorded)-1]; last.Path != "/"+strconv.Itoa(calls-1) || last.Status != http.StatusNotFound {
				t.Errorf("the last call recorded is %s with status %d", last.Path, last.Status)
			}
		})
	}
}

// A call that was dropped, or forgotten, before it is answered must not count twice.
func TestJournal_forgetsCallsThatRun(t *testing.T) {
	var j journal
	running := &journalEntry{Request: Request{Body: "a"}}
	j.add(running)
	j.reset()
	j.complete(running, &statusWriter{ResponseWriter: httptest.NewRecorder()})
	if j.bytes != 0 || len(j.entries) != 0 {
		t.Errorf("%d bytes in %d entries", j.bytes, len(j.entries))
	}
}

func TestLimitsNameTheBounds(t *testing.T) {
	for _, want := range []string{
		strconv.Itoa(maxRequestBody>>20) + " MiB",
		strconv.Itoa(maxRecordedRequests/1000) + ",000", strconv.Itoa(maxRecordedBytes>>20) + " MiB",
		strconv.Itoa(maxRecordedBody>>10) + " KiB", strconv.Itoa(int(time.Duration(math.MaxInt64).Hours()/24/365.25)) + " years",
	} {
		if !strings.Contains(Limits, want) {
			t.Errorf("the limits lack %s", want)
		}
	}
}
