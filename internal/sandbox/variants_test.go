package sandbox_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// Every variant is listed with its values, each of them and nothing else can be set by
// key, and what is set survives JSON.
func TestVariants(t *testing.T) {
	sample := map[string]string{"number": "3", "duration": "1m0s", "text": "word", "list": `["a","b"]`}
	for _, option := range (sandbox.Variants{}).Options() {
		values := option.Accepted
		if len(values) == 1 {
			values = []string{sample[values[0]]}
		}
		for _, value := range values {
			v, err := sandbox.Variants{}.With(option.Key, value)
			if err != nil {
				t.Errorf("%s=%s: %v", option.Key, value, err)
			}
			encoded, err := json.Marshal(v)
			if err != nil {
				t.Fatal(err)
			}
			var decoded sandbox.Variants
			if err := json.Unmarshal(encoded, &decoded); err != nil || !reflect.DeepEqual(decoded, v) {
				t.Errorf("%s=%s: %+v, %v", option.Key, value, decoded, err)
			}
			if isDefault := value == "false"; reflect.DeepEqual(v, sandbox.Variants{}) != isDefault {
				t.Errorf("%s=%s: %s", option.Key, value, encoded)
			}
		}
		if _, err := (sandbox.Variants{}).With(option.Key, "nonsense, surely"); (err == nil) != slices.Equal(option.Accepted, []string{"text"}) {
			t.Errorf("%s=nonsense: %v", option.Key, err)
		}
	}
	for _, key := range []string{"uppzy.mood", "uppzy", "nobody.mood"} {
		if _, err := (sandbox.Variants{}).With(key, "1"); err == nil {
			t.Errorf("%s was accepted", key)
		}
	}
}

func TestSetVariants_panics(t *testing.T) {
	b := newBench(t, sandbox.Variants{})
	defer func() {
		if recover() == nil {
			t.Error("accepted")
		}
	}()
	b.SetVariants(sandbox.Variants{UponAI: sandbox.UponAIVariants{IDField: "id"}})
}
