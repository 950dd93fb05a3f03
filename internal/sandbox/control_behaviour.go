package sandbox

import (
	"fmt"
	"net/http"
	"strings"
	"time"
)

// controlFault is a fault with its delay as text.
type controlFault struct {
	Fault
	Delay string `json:"delay"`
}

func (s *Sandbox) controlInject(w http.ResponseWriter, r *http.Request) {
	var body controlFault
	if !readControl(w, r, &body) {
		return
	}
	fault := body.Fault
	err := fault.Validate()
	if err == nil && body.Delay != "" {
		fault.Delay, err = time.ParseDuration(body.Delay)
	}
	if err == nil {
		err = fault.Validate() // now with its delay
	}
	if err != nil {
		refuseControl(w, http.StatusBadRequest, err.Error())
		return
	}
	s.Inject(fault)
	w.WriteHeader(http.StatusNoContent)
}

func (s *Sandbox) controlRequests(w http.ResponseWriter, r *http.Request) {
	vendor := r.URL.Query().Get("vendor")
	writeControl(w, http.StatusOK, s.Requests(func(q Request) bool {
		return vendor == "" || q.Vendor == vendor
	}))
}

// controlShowVariants answers what PUT takes.
func (s *Sandbox) controlShowVariants(w http.ResponseWriter, _ *http.Request) {
	values := map[string]string{}
	for _, option := range s.Variants().Options() {
		values[option.Key] = option.Value
	}
	writeControl(w, http.StatusOK, values)
}

// controlSetVariants changes the given variants on top of base. Either all of them
// take effect or none.
func (s *Sandbox) controlSetVariants(w http.ResponseWriter, r *http.Request, base Variants) {
	var values map[string]any
	if !readControl(w, r, &values) {
		return
	}
	for key, value := range values {
		var err error
		if base, err = base.With(key, controlText(value)); err != nil {
			refuseControl(w, http.StatusBadRequest, err.Error())
			return
		}
	}
	s.SetVariants(base)
	s.controlShowVariants(w, r)
}

// controlText lets a status or a list be written as JSON has it.
func controlText(value any) string {
	list, ok := value.([]any)
	if !ok {
		return fmt.Sprint(value)
	}
	words := make([]string, len(list))
	for i, item := range list {
		words[i] = controlText(item)
	}
	return strings.Join(words, ",")
}
