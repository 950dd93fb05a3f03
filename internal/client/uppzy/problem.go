package uppzy

import (
	"encoding/json"
	"net/http"
	"strings"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

// problem reads an error response: {"error": "<text>"}, where the text is a code in
// some responses and prose in others (S0, ERR). Many servers send that shape, so only
// the two documented texts of a 404 have a meaning. ERR warns that texts may change: a
// changed one then proves nothing, which keeps sessions in state.
func problem(status int, body []byte) transport.Problem {
	var response struct {
		Error string `json:"error"`
	}
	if json.Unmarshal(body, &response) != nil || response.Error == "" {
		return transport.Problem{}
	}
	p := transport.Problem{VendorShape: true, Message: response.Error}
	if status != http.StatusNotFound {
		return p
	}
	switch strings.ToLower(strings.TrimSpace(response.Error)) {
	case "site not found": // S0
		p.Meaning = client.MeaningAccountNotFound
	case "request not found": // FB
		p.Meaning = client.MeaningNotFound
	case "not found": // what frameworks respond for a route that they do not have
		p.VendorShape = false
	}
	return p
}
