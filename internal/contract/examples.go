package contract

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// Example is an answer that a contract prints.
type Example struct {
	// Operation is the operationId, Name the example's own name.
	Operation, Name string
	Status          int
	// ContentType is the media type of the body.
	ContentType, Body string
}

// Examples lists the answers that a vendor's contract prints, in a stable order.
func Examples(vendor string) ([]Example, error) {
	doc, err := load(vendor, "/")
	if err != nil {
		return nil, err
	}
	var examples []Example
	for _, item := range doc.Paths.Map() {
		for _, operation := range item.Operations() {
			for status, answer := range operation.Responses.Map() {
				for kind, media := range answer.Value.Content {
					for name, value := range printed(media) {
						body, err := bodyOf(kind, value)
						if err != nil {
							return nil, fmt.Errorf("example %s of %s: %w", name, vendor, err)
						}
						examples = append(examples, Example{
							Operation: operation.OperationID, Name: name, Status: statusOf(status), ContentType: kind, Body: body,
						})
					}
				}
			}
		}
	}
	slices.SortFunc(examples, func(a, b Example) int { return strings.Compare(a.key(), b.key()) })
	return examples, nil
}

func (e Example) key() string {
	return fmt.Sprint(e.Operation, " ", e.Status, " ", e.ContentType, " ", e.Name)
}

// printed are the examples of one kind of answer; the only one has no name.
func printed(media *openapi3.MediaType) map[string]any {
	values := map[string]any{}
	if media.Example != nil {
		values[""] = media.Example
	}
	for name, example := range media.Examples {
		values[name] = example.Value.Value
	}
	return values
}

// bodyOf writes an example as it would travel: text as it is, all else as JSON.
func bodyOf(kind string, value any) (string, error) {
	if text, ok := value.(string); ok && kind != "application/json" {
		return text, nil
	}
	body, err := json.Marshal(value)
	return string(body), err
}

// statusOf is the first status of a range such as 5XX.
func statusOf(status string) int {
	number, err := strconv.Atoi(strings.NewReplacer("X", "0", "x", "0").Replace(status))
	if err != nil {
		return 500 // default: what is not listed is a failure
	}
	return number
}
