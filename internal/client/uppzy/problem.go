package uppzy

import (
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

// problem reads Uppzy's error answers: {"error": "<text>"}, where the text is a
// code in some answers and prose in others (S0, ERR).
//
// ERR says that the text may change, so it is not compared with. The exception
// is {"error": "Not Found"}, which web frameworks answer for a route that they
// do not have: it is a wrong base_url that says so, and no site.
func problem(status int, body []byte) transport.Problem {
	var answer struct {
		Error string `json:"error"`
	}
	if json.Unmarshal(body, &answer) != nil || answer.Error == "" {
		return transport.Problem{}
	}
	routeless := status == http.StatusNotFound && strings.EqualFold(answer.Error, http.StatusText(status))
	return transport.Problem{Own: !routeless, Message: answer.Error}
}

// says reports whether err is Uppzy's own answer of one of these statuses.
func says(err error, statuses ...int) bool {
	var e *client.Error
	return errors.As(err, &e) && e.Own && slices.Contains(statuses, e.Status)
}

// siteNotFound reports whether Uppzy itself says that it has no such site. A
// site that was deleted, a wrong site_id and the key of another tenant look
// alike (S0, ERR).
func siteNotFound(err error) bool { return says(err, http.StatusNotFound) }
