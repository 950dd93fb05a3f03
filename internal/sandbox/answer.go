package sandbox

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"
)

// answer is a rendered response.
type answer struct {
	status      int
	contentType string
	chunks      [][]byte // each is flushed by itself
}

// jsonAnswer renders a value. Values come from decoded JSON or from this package, so
// that only a seed with something like a channel in its metadata can fail.
func jsonAnswer(status int, value any) answer {
	var body bytes.Buffer
	encoder := json.NewEncoder(&body)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return answer{
			status:      http.StatusInternalServerError,
			contentType: "text/plain; charset=utf-8",
			chunks:      [][]byte{[]byte(err.Error())},
		}
	}
	return answer{status: status, contentType: "application/json", chunks: [][]byte{body.Bytes()}}
}

func textAnswer(status int, text string) answer {
	return answer{status: status, contentType: mediaText, chunks: [][]byte{[]byte(text)}}
}

// emptyAnswer has no body and no content type.
func emptyAnswer(status int) answer { return answer{status: status} }

func (a answer) write(w http.ResponseWriter) {
	if a.contentType != "" {
		w.Header().Set("Content-Type", a.contentType)
	}
	w.WriteHeader(a.status)
	controller := http.NewResponseController(w)
	for _, chunk := range a.chunks {
		if _, err := w.Write(chunk); err != nil {
			return // the client is gone
		}
		if len(a.chunks) > 1 {
			_ = controller.Flush() // where it cannot flush, nothing is streamed
		}
	}
}

// eventStream renders server-sent events, a chunk each.
type eventStream struct{ chunks [][]byte }

// add renders one event. An empty name leaves the event line out.
func (e *eventStream) add(name string, data any) {
	var event bytes.Buffer
	if name != "" {
		fmt.Fprintf(&event, "event: %s\n", name)
	}
	event.WriteString("data: ")
	if text, ok := data.(string); ok {
		event.WriteString(text + "\n")
	} else {
		event.Write(jsonAnswer(http.StatusOK, data).chunks[0]) // ends with a line break
	}
	event.WriteString("\n")
	e.chunks = append(e.chunks, event.Bytes())
}

func (e *eventStream) answer() answer {
	return answer{status: http.StatusOK, contentType: "text/event-stream", chunks: e.chunks}
}

func readAll(r *http.Request) ([]byte, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, fmt.Errorf("request body: %w", err)
	}
	return body, nil
}

// object keeps a map an object: a nil one would be printed as null.
func object(m map[string]any) map[string]any {
	if m == nil {
		return map[string]any{}
	}
	return m
}

// nullable is null for the empty text.
func nullable(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// seconds is a usual time format: UTC, whole seconds, Z.
func seconds(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05Z") }
