// Package control serves the methods of a [sandbox.Sandbox] over HTTP, with JSON, for
// people and scripts.
package control

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// Summary lists the calls of the control API, one a line, and their bodies.
const Summary = `GET    /sandbox/sessions?vendor=…              every session, closed ones too
POST   /sandbox/{vendor}/sessions              seed a session
POST   /sandbox/{vendor}/sessions/{id}/close   close it behind the client's back
DELETE /sandbox/{vendor}/sessions/{id}         make it vanish
POST   /sandbox/{vendor}/expire-tokens         void visitor and session tokens
POST   /sandbox/advance?duration=31m           move the clock
POST   /sandbox/faults                         inject a fault; DELETE removes all
GET    /sandbox/requests?vendor=…              the recorded requests; DELETE drops them
GET    /sandbox/variants                       variants that are set; PUT sets all, PATCH some

` + sandbox.Limits + `
A session to seed:   {"id": "ticket-1", "user_identifier": "user@example.com", "closed": false}
Variants to set:     {"uppzy": {"close_unknown": 404}, "uponai": {"silence": "2h"}}
A fault to inject:   {"vendor": "uponai", "operation": "endChat", "kind": "status", "status": 503,
                      "header": {"Retry-After": ["1"]}, "times": 2}
A gateway's answer:  {"vendor": "uponai", "kind": "gateway", "shape": "nginx-404"}
A credential's echo: {"vendor": "uponai", "kind": "echo", "encoding": "base64"}
Kinds of faults:     status, status_after, reset, reset_after, slow, hang, hang_after, drip, truncated,
                     not_json, not_json_after, huge, endless, redirect, foreign_404, gateway, echo
`

// maxBody bounds the body of a request.
const maxBody = 1 << 20

// errNotFound makes the status of a response 404.
var errNotFound = errors.New("not found")

// An action carries out a request. The result is the body of the response; without one
// there is none.
type action func(r *http.Request) (result any, err error)

// Handler is the control API of a sandbox, for [sandbox.Options].
func Handler(box *sandbox.Sandbox) http.Handler {
	mux := http.NewServeMux()
	for pattern, do := range map[string]action{
		"GET /sandbox/sessions": func(r *http.Request) (any, error) {
			return box.Sessions(r.URL.Query().Get("vendor")), nil
		},
		"POST /sandbox/{vendor}/sessions": func(r *http.Request) (any, error) {
			var seed sandbox.Seed
			if err := decode(r, &seed); err != nil {
				return nil, err
			}
			return box.Seed(r.PathValue("vendor"), seed), nil
		},
		"POST /sandbox/{vendor}/sessions/{id}/close": func(r *http.Request) (any, error) {
			vendor, id := r.PathValue("vendor"), r.PathValue("id")
			if !box.CloseSession(vendor, id) {
				return nil, fmt.Errorf("%w: an open session %q", errNotFound, id)
			}
			closed, _ := box.Session(vendor, id)
			return closed, nil
		},
		"DELETE /sandbox/{vendor}/sessions/{id}": func(r *http.Request) (any, error) {
			if id := r.PathValue("id"); !box.RemoveSession(r.PathValue("vendor"), id) {
				return nil, fmt.Errorf("%w: session %q", errNotFound, id)
			}
			return nil, nil
		},
		"POST /sandbox/{vendor}/expire-tokens": func(r *http.Request) (any, error) {
			box.ExpireTokens(r.PathValue("vendor"))
			return nil, nil
		},
		"POST /sandbox/advance": func(r *http.Request) (any, error) {
			duration, err := time.ParseDuration(r.URL.Query().Get("duration"))
			if err != nil {
				return nil, errors.New("duration must be like 31m or 25h")
			}
			if !box.Advance(duration) {
				return nil, errors.New("duration must not be negative, and the clock moves forward by at most 292 years")
			}
			return map[string]time.Time{"now": box.Now()}, nil
		},
		"POST /sandbox/faults":   func(r *http.Request) (any, error) { return nil, inject(box, r) },
		"DELETE /sandbox/faults": func(*http.Request) (any, error) { box.ClearFaults(); return nil, nil },
		"GET /sandbox/requests": func(r *http.Request) (any, error) {
			vendor := r.URL.Query().Get("vendor")
			return box.Requests(func(q sandbox.Request) bool { return vendor == "" || q.Vendor == vendor }), nil
		},
		"DELETE /sandbox/requests": func(*http.Request) (any, error) { box.ResetRequests(); return nil, nil },
		"GET /sandbox/variants":    func(*http.Request) (any, error) { return box.Variants(), nil },
		"PUT /sandbox/variants":    func(r *http.Request) (any, error) { return setVariants(box, r) },
		"PATCH /sandbox/variants":  func(r *http.Request) (any, error) { return setVariants(box, r) },
	} {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) { serve(w, r, do) })
	}
	mux.HandleFunc("GET /sandbox/{$}", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		_, _ = io.WriteString(w, Summary) // a client that has left needs no response
	})
	return mux
}

// serve refuses a vendor that the sandbox does not have, and responds with the result of
// an action.
func serve(w http.ResponseWriter, r *http.Request, do action) {
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	var result any
	var err error
	vendor := r.PathValue("vendor") + r.URL.Query().Get("vendor")
	if vendor != "" && !slices.Contains(sandbox.Vendors(), vendor) {
		err = fmt.Errorf("%w: vendor %q; known are %q", errNotFound, vendor, sandbox.Vendors())
	} else {
		result, err = do(r)
	}
	status := http.StatusOK
	if err != nil {
		status, result = http.StatusBadRequest, map[string]string{"error": err.Error()}
		if errors.Is(err, errNotFound) {
			status = http.StatusNotFound
		}
	}
	if result == nil {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	if err := json.NewEncoder(w).Encode(result); err != nil {
		panic(http.ErrAbortHandler) // the client has left, or a seed cannot be encoded
	}
}

func inject(box *sandbox.Sandbox, r *http.Request) error {
	var body struct {
		sandbox.Fault
		Delay sandbox.Duration `json:"delay"`
	}
	if err := decode(r, &body); err != nil {
		return err
	}
	fault := body.Fault
	fault.Delay = time.Duration(body.Delay)
	if err := fault.Validate(); err != nil {
		return err
	}
	box.Inject(fault)
	return nil
}

// setVariants replaces the variants, at a PATCH only those in the body.
func setVariants(box *sandbox.Sandbox, r *http.Request) (any, error) {
	var variants sandbox.Variants
	if r.Method == http.MethodPatch {
		// A copy by way of JSON shares no list with the sandbox.
		current, err := json.Marshal(box.Variants())
		if err := errors.Join(err, json.Unmarshal(current, &variants)); err != nil {
			return nil, err
		}
	}
	if err := decode(r, &variants); err != nil {
		return nil, err
	}
	if err := variants.Validate(); err != nil {
		return nil, err
	}
	box.SetVariants(variants)
	return variants, nil
}

// decode reads a JSON body; an empty one leaves the value as it is. It refuses unknown
// fields: a typo would make another fault than the one meant.
func decode(r *http.Request, into any) error {
	decoder := json.NewDecoder(r.Body)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	return nil
}
