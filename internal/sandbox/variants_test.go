package sandbox_test

import (
	"reflect"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// Every field can be set by text, to each of its values, and nothing else.
func TestEveryVariantHasATextForm(t *testing.T) {
	options := sandbox.Variants{}.Options()
	fields := 0
	for _, vendor := range reflect.VisibleFields(reflect.TypeFor[sandbox.Variants]()) {
		fields += vendor.Type.NumField()
	}
	if len(options) != fields {
		t.Errorf("%d options for %d fields", len(options), fields)
	}
	sample := map[string]string{"number": "3", "duration": "1m0s", "text": "word", "comma separated list": "a,b"}
	for _, option := range options {
		values := option.Allowed
		if len(values) == 1 {
			values = []string{sample[values[0]]}
		}
		for _, value := range values {
			v, err := sandbox.Variants{}.With(option.Key, value)
			if err != nil {
				t.Errorf("%s=%s: %v", option.Key, value, err)
			}
			if err := v.Validate(); err != nil {
				t.Errorf("%s=%s: %v", option.Key, value, err)
			}
			for _, now := range v.Options() {
				if now.Key == option.Key && now.Value != value {
					t.Errorf("%s is %q after it was set to %q", option.Key, now.Value, value)
				}
			}
		}
		if _, err := (sandbox.Variants{}).With(option.Key, "nonsense, surely"); err == nil && len(option.Allowed) > 1 {
			t.Errorf("%s took nonsense", option.Key)
		}
	}
}

func TestSetVariantsPanicsOnNonsense(t *testing.T) {
	b := newBench(t, sandbox.Variants{})
	defer func() {
		if recover() == nil {
			t.Error("accepted")
		}
	}()
	b.SetVariants(sandbox.Variants{UponAI: sandbox.UponAIVariants{IDField: "id"}})
}
