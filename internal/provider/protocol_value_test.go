package provider

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/resource"
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
		return tftypes.NewValue(e.sessionType, nil)
	}
	state, err := from.Unmarshal(e.sessionType)
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
func computedAttributes() []string {
	var resp resource.SchemaResponse
	NewSessionResource().Schema(context.Background(), resource.SchemaRequest{}, &resp)
	var computed []string
	for name, attribute := range resp.Schema.Attributes {
		if attribute.IsComputed() {
			computed = append(computed, name)
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
		fmt.Fprintf(&b, "  %s = {\n", vendor)
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
