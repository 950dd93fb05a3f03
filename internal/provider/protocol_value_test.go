package provider

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// problem is one diagnostic; at is the attribute's path, such as timeouts.create.
type problem struct {
	warning  bool
	at, text string
}

type problems []problem

func (p problems) errors() problems {
	return slices.DeleteFunc(slices.Clone(p), func(one problem) bool { return one.warning })
}

func (p problems) warnings() problems {
	return slices.DeleteFunc(slices.Clone(p), func(one problem) bool { return !one.warning })
}

func (p problems) String() string {
	var lines []string
	for _, one := range p {
		lines = append(lines, fmt.Sprintf("[%s] %s", one.at, one.text))
	}
	return strings.Join(lines, "\n")
}

// has reports whether one of them is at that attribute and has all the words.
func (p problems) has(at string, words ...string) bool {
	return slices.ContainsFunc(p, func(one problem) bool {
		return one.at == at && !slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(one.text, word) })
	})
}

func pathText(path *tftypes.AttributePath) string {
	var parts []string
	for _, step := range path.Steps() {
		parts = append(parts, fmt.Sprint(step))
	}
	return strings.Join(parts, ".")
}

// value makes v, as values has it, a value of the type.
func (e *engine) value(of tftypes.Type, v any) tftypes.Value {
	e.t.Helper()
	switch v := v.(type) {
	case nil:
		return tftypes.NewValue(of, nil)
	case notKnown:
		return tftypes.NewValue(of, tftypes.UnknownValue)
	case tftypes.Value:
		return v
	case map[string]string:
		return e.value(of, anyMap(v))
	case values:
		elements := map[string]tftypes.Value{}
		switch of := of.(type) {
		case tftypes.Object:
			for name := range v {
				if of.AttributeTypes[name] == nil {
					e.t.Fatalf("there is no attribute %s", name)
				}
			}
			for name, attribute := range of.AttributeTypes {
				elements[name] = e.value(attribute, v[name])
			}
		case tftypes.Map:
			for key, element := range v {
				elements[key] = e.value(of.ElementType, element)
			}
		}
		return tftypes.NewValue(of, elements)
	}
	return tftypes.NewValue(of, v)
}

func anyMap(texts map[string]string) values {
	result := values{}
	for key, text := range texts {
		result[key] = text
	}
	return result
}

func (e *engine) dynamic(of tftypes.Type, v any) *tfprotov6.DynamicValue {
	e.t.Helper()
	if config, ok := v.(values); ok && config == nil {
		v = nil
	}
	dynamic, err := tfprotov6.NewDynamicValue(of, e.value(of, v))
	if err != nil {
		e.t.Fatal(err)
	}
	return &dynamic
}

func (e *engine) state(from *tfprotov6.DynamicValue) tftypes.Value {
	e.t.Helper()
	if from == nil {
		return tftypes.NewValue(e.resourceType, nil)
	}
	state, err := from.Unmarshal(e.resourceType)
	if err != nil {
		e.t.Fatal(err)
	}
	return state
}

func (e *engine) attributes(of tftypes.Value) map[string]tftypes.Value {
	e.t.Helper()
	attributes := map[string]tftypes.Value{}
	if of.IsNull() {
		return attributes
	}
	if err := of.As(&attributes); err != nil {
		e.t.Fatal(err)
	}
	return attributes
}

// text is a string attribute; null and unknown are named in angle brackets.
func (e *engine) text(of tftypes.Value, name string) string {
	e.t.Helper()
	attribute := e.attributes(of)[name]
	var text string
	switch {
	case attribute.IsNull():
		return "<null>"
	case !attribute.IsKnown():
		return "<unknown>"
	}
	if err := attribute.As(&text); err != nil {
		e.t.Fatal(err)
	}
	return text
}

// identity has the attributes of an identity; nil is none at all.
func (e *engine) identity(of *tfprotov6.ResourceIdentityData) map[string]string {
	e.t.Helper()
	if of == nil || of.IdentityData == nil {
		return nil
	}
	value, err := of.IdentityData.Unmarshal(e.identityType)
	if err != nil {
		e.t.Fatal(err)
	}
	if value.IsNull() {
		return nil
	}
	result := map[string]string{}
	for name := range e.attributes(value) {
		result[name] = e.text(value, name)
	}
	return result
}

// computedAttributes are those that the vendor may decide on.
func (e *engine) computedAttributes() []string {
	var computed []string
	for _, attribute := range e.schemas.ResourceSchemas[e.resource].Block.Attributes {
		if attribute.Computed {
			computed = append(computed, attribute.Name)
		}
	}
	return computed
}

// providerBlock writes a configuration of the provider as Terraform reads it. An
// expression stands for itself.
func providerBlock(config values) string {
	var b strings.Builder
	b.WriteString("provider \"chat\" {\n")
	for vendor, block := range config {
		fmt.Fprintf(&b, "  %s {\n", vendor)
		for name, value := range block.(values) {
			if _, ok := value.(expression); ok {
				fmt.Fprintf(&b, "    %s = %s\n", name, value)
			} else {
				fmt.Fprintf(&b, "    %s = %#v\n", name, value)
			}
		}
		b.WriteString("  }\n")
	}
	b.WriteString("}\n")
	return b.String()
}

// expression is a part of a configuration in Terraform's language.
type expression string

// unknown lists the attributes that a plan leaves open.
func (e *engine) unknown(plan *tfprotov6.PlanResourceChangeResponse) []string {
	e.t.Helper()
	var names []string
	for name, value := range e.attributes(e.state(plan.PlannedState)) {
		if !value.IsFullyKnown() {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// validation is a configuration and the error that validating it gives: where, and
// words of it. No place is no error.
type validation struct {
	config values
	at     string
	words  []string
}

func expectRefusals(t *testing.T, validate func(values) problems, tests map[string]validation) {
	t.Helper()
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			p := validate(tt.config).errors()
			switch {
			case tt.at == "" && len(p) > 0:
				t.Errorf("refused: %v", p)
			case tt.at != "" && !p.has(tt.at, tt.words...):
				t.Errorf("no error at %s with %q: %v", tt.at, tt.words, p)
			}
		})
	}
}
