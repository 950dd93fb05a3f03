package sandbox

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"time"
)

// Limits lists what the sandbox refuses, and what it does not record.
const Limits = `Foreign requests:    refused with status 403 when they come from a browser page of another site, or
                     name a host that is not a loopback address
Request bodies:      at most 1 MiB, at the control API 4 MiB
Recorded requests:   the latest 20,000, at most 64 MiB together; 64 KiB of each body
Clock:               moves forward by at most 292 years
`

// ControlSummary lists the calls of the control API, one a line, and what they take.
const ControlSummary = `GET    /sandbox/sessions?vendor=…              every session, closed ones too
POST   /sandbox/{vendor}/sessions              seed a session
POST   /sandbox/{vendor}/sessions/{id}/close   close it behind the client's back
DELETE /sandbox/{vendor}/sessions/{id}         make it vanish
POST   /sandbox/{vendor}/expire-tokens         void visitor and session tokens
POST   /sandbox/advance?duration=31m           move the clock
POST   /sandbox/faults                         inject a fault; DELETE takes all away
GET    /sandbox/requests?vendor=…              what came in; DELETE forgets it
GET    /sandbox/variants                       behaviour; PUT sets all, PATCH some

` + Limits + `
A session to seed:   {"id": "ticket-1", "user_identifier": "user@example.com", "closed": false}
A fault to inject:   {"vendor": "uponai", "operation": "endChat", "kind": "status", "status": 503,
                      "header": {"Retry-After": ["1"]}, "times": 2}
A gateway's answer:  {"vendor": "uponai", "kind": "gateway", "shape": "nginx-404"}
A credential's echo: {"vendor": "uponai", "kind": "echo", "encoding": "base64"}
Kinds of faults:     status, status_after, reset, reset_after, slow, hang, hang_after, drip, truncated,
                     not_json, not_json_after, huge, endless, redirect, foreign_404, gateway, echo
`

// maxControlBody bounds a control request.
const maxControlBody = 4 << 20

// controlHandler is the control API: the methods of Sandbox over HTTP, for people and
// scripts.
func (s *Sandbox) controlHandler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /sandbox/sessions", func(w http.ResponseWriter, r *http.Request) {
		vendor := r.URL.Query().Get("vendor")
		if vendor != "" && !known(w, vendor) {
			return
		}
		writeControl(w, http.StatusOK, s.Sessions(vendor))
	})
	mux.HandleFunc("POST /sandbox/{vendor}/sessions", s.controlVendor(s.controlSeed))
	mux.HandleFunc("POST /sandbox/{vendor}/sessions/{id}/close", s.controlVendor(s.controlClose))
	mux.HandleFunc("DELETE /sandbox/{vendor}/sessions/{id}", s.controlVendor(s.controlRemove))
	mux.HandleFunc("POST /sandbox/{vendor}/expire-tokens", s.controlVendor(func(w http.ResponseWriter, r *http.Request) {
		s.ExpireTokens(r.PathValue("vendor"))
		w.WriteHeader(http.StatusNoContent)
	}))
	mux.HandleFunc("POST /sandbox/advance", s.controlAdvance)
	mux.HandleFunc("POST /sandbox/faults", s.controlInject)
	mux.HandleFunc("DELETE /sandbox/faults", func(w http.ResponseWriter, _ *http.Request) {
		s.ClearFaults()
		w.WriteHeader(http.StatusNoContent)
	})
	mux.HandleFunc("GET /sandbox/requests", s.controlRequests)
	mux.HandleFunc("DELETE /sandbox/requests", func(w http.ResponseWriter, _ *http.Request) {
		s.ResetRequests()
		w.WriteHeader(http.StatusNoContent)
	})
	mux.HandleFunc("GET /sandbox/variants", s.controlShowVariants)
	mux.HandleFunc("PUT /sandbox/variants", func(w http.ResponseWriter, r *http.Request) {
		s.controlSetVariants(w, r, Variants{})
	})
	mux.HandleFunc("PATCH /sandbox/variants", func(w http.ResponseWriter, r *http.Request) {
		s.controlSetVariants(w, r, s.Variants())
	})
	mux.HandleFunc("GET /sandbox/{$}", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		_, _ = w.Write([]byte(ControlSummary)) // a client that left needs no answer
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, maxControlBody)
		mux.ServeHTTP(w, r)
	})
}

// controlVendor refuses names that are no vendor.
func (s *Sandbox) controlVendor(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if known(w, r.PathValue("vendor")) {
			next(w, r)
		}
	}
}

// known refuses a vendor that the sandbox does not have.
func known(w http.ResponseWriter, vendor string) bool {
	if slices.Contains(Vendors(), vendor) {
		return true
	}
	refuseControl(w, http.StatusNotFound, fmt.Sprintf("unknown vendor %q; known are %q", vendor, Vendors()))
	return false
}

func (s *Sandbox) controlSeed(w http.ResponseWriter, r *http.Request) {
	var seed Seed
	if !readControl(w, r, &seed) {
		return
	}
	writeControl(w, http.StatusCreated, s.Seed(r.PathValue("vendor"), seed))
}

func (s *Sandbox) controlClose(w http.ResponseWriter, r *http.Request) {
	vendor, id := r.PathValue("vendor"), r.PathValue("id")
	if !s.CloseSession(vendor, id) {
		refuseControl(w, http.StatusNotFound, "no open session with this id")
		return
	}
	closed, _ := s.Session(vendor, id)
	writeControl(w, http.StatusOK, closed)
}

func (s *Sandbox) controlRemove(w http.ResponseWriter, r *http.Request) {
	if !s.RemoveSession(r.PathValue("vendor"), r.PathValue("id")) {
		refuseControl(w, http.StatusNotFound, "no session with this id")
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

func (s *Sandbox) controlAdvance(w http.ResponseWriter, r *http.Request) {
	duration, err := time.ParseDuration(r.URL.Query().Get("duration"))
	if err != nil || duration < 0 {
		refuseControl(w, http.StatusBadRequest, "duration must be like 31m or 25h")
		return
	}
	if err := s.advance(duration); err != nil {
		refuseControl(w, http.StatusBadRequest, err.Error())
		return
	}
	writeControl(w, http.StatusOK, map[string]time.Time{"now": s.Now()})
}

// writeControl answers with JSON.
func writeControl(w http.ResponseWriter, status int, value any) {
	jsonAnswer(status, value).write(w)
}

func refuseControl(w http.ResponseWriter, status int, reason string) {
	writeControl(w, status, map[string]string{"error": reason})
}

// readControl decodes a body; an empty one leaves the value as it is.
func readControl(w http.ResponseWriter, r *http.Request, into any) bool {
	body, err := readAll(r)
	if err == nil && len(body) > 0 {
		decoder := json.NewDecoder(bytes.NewReader(body))
		// A field with a slip in its name would be a fault that is not the one meant.
		decoder.DisallowUnknownFields()
		err = decoder.Decode(into)
	}
	if err != nil {
		refuseControl(w, http.StatusBadRequest, err.Error())
		return false
	}
	return true
}
