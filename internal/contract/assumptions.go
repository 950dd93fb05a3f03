package contract

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// Assumption is an x-assumed mark of a contract: a point that no page of the vendor
// states.
type Assumption struct {
	// ID is the vendor's name and a number. It never changes and is never reused.
	ID string
	// Says describes what is not documented.
	Says string
	// Readings are the responses or behaviours that a client has to handle.
	Readings []string
	// Matters names the parts of the job that the point affects: open, see, close,
	// message, list, rate, token, update, agent or example.
	Matters []string
}

// Assumptions lists the marks of a vendor's contract, sorted by ID.
func Assumptions(vendor string) ([]Assumption, error) {
	data, err := documents.ReadFile(directory + vendor + extension)
	if err != nil {
		return nil, fmt.Errorf("no contract for vendor %q: %w", vendor, err)
	}
	var document any
	if err := yaml.Unmarshal(data, &document); err != nil {
		return nil, fmt.Errorf("contract of %s: %w", vendor, err)
	}
	marks := marksIn(document)
	found := make([]Assumption, 0, len(marks))
	for _, mark := range marks {
		assumption, err := assumptionOf(mark)
		if err != nil {
			return nil, fmt.Errorf("contract of %s: x-assumed %v: %w", vendor, mark, err)
		}
		found = append(found, assumption)
	}
	slices.SortFunc(found, func(a, b Assumption) int { return cmp.Compare(a.ID, b.ID) })
	return found, nil
}

// marksIn collects the x-assumed values at any depth.
func marksIn(node any) []any {
	var marks []any
	switch node := node.(type) {
	case map[string]any:
		for key, value := range node {
			if key == "x-assumed" {
				marks = append(marks, value)
			} else {
				marks = append(marks, marksIn(value)...)
			}
		}
	case []any:
		for _, value := range node {
			marks = append(marks, marksIn(value)...)
		}
	}
	return marks
}

func assumptionOf(mark any) (Assumption, error) {
	data, err := json.Marshal(mark)
	if err != nil {
		return Assumption{}, err
	}
	var fields struct {
		ID       string   `json:"id"`
		Says     string   `json:"says"`
		Readings []string `json:"readings"`
		Matters  string   `json:"matters"`
	}
	if err := json.Unmarshal(data, &fields); err != nil {
		return Assumption{}, err
	}
	return Assumption{
		ID: fields.ID, Says: fields.Says, Readings: fields.Readings, Matters: strings.Split(fields.Matters, "|"),
	}, nil
}
