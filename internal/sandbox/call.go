package sandbox

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// call is one request on its way through a vendor's handler. Handlers run one at a
// time, under the sandbox's lock: each call happens wholly before or after another.
type call struct {
	request *http.Request
	params  map[string]string
	body    []byte
	now     time.Time
}

// param is a path parameter, unescaped.
func (c *call) param(name string) string { return c.params[name] }

func (c *call) query(name string) string { return c.request.URL.Query().Get(name) }

// bearer is the token of the Authorization header, empty without one.
func (c *call) bearer() string {
	kind, token, _ := strings.Cut(c.request.Header.Get("Authorization"), " ")
	if !strings.EqualFold(kind, "Bearer") {
		return ""
	}
	return strings.TrimSpace(token)
}

// decode reads a JSON body strictly: the contracts close their request bodies, and a
// client that sends a field under a wrong name should hear of it.
func (c *call) decode(into any) error {
	media, _, err := mime.ParseMediaType(c.request.Header.Get("Content-Type"))
	if err != nil || media != "application/json" {
		return errors.New("the content type is not application/json")
	}
	decoder := json.NewDecoder(bytes.NewReader(c.body))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		return err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return errors.New("data after the JSON value")
	}
	return nil
}

// page reads limit and offset. It refuses what the contracts refuse.
func page(c *call, defaultLimit, maxLimit int) (limit, offset int, ok bool) {
	limit, offset = defaultLimit, 0
	query := c.request.URL.Query()
	if query.Has("limit") {
		n, err := strconv.Atoi(query.Get("limit"))
		if err != nil || n < 1 || n > maxLimit {
			return 0, 0, false
		}
		limit = n
	}
	if query.Has("offset") {
		n, err := strconv.Atoi(query.Get("offset"))
		if err != nil || n < 0 {
			return 0, 0, false
		}
		offset = n
	}
	return limit, offset, true
}
