package sandbox

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// VariantOption describes one field of [Variants] by its text form, for command
// lines and the control API.
type VariantOption struct {
	Key     string   // such as "uppzy.close_unknown"
	Value   string   // the value now
	Allowed []string // every allowed value, the default first; or one word for its kind
}

// Options lists every variant with its value.
func (v Variants) Options() []VariantOption {
	var options []VariantOption
	for _, field := range variantFields(&v) {
		options = append(options, VariantOption{Key: field.key, Value: field.get(), Allowed: field.allowed})
	}
	return options
}

// With changes one variant by key and text value, as in With("uppzy.close_unknown", "404").
func (v Variants) With(key, value string) (Variants, error) {
	changed := v
	for _, field := range variantFields(&changed) {
		if field.key != key {
			continue
		}
		if err := field.set(value); err != nil {
			return v, fmt.Errorf("variant %s: %w", key, err)
		}
		return changed, nil
	}
	return v, fmt.Errorf("unknown variant %q", key)
}

// Validate refuses values that a field does not know.
func (v Variants) Validate() error {
	for _, field := range variantFields(&v) {
		if err := field.set(field.get()); err != nil {
			return fmt.Errorf("variant %s: %w", field.key, err)
		}
	}
	return nil
}

// variantField reads and writes one field as text.
type variantField struct {
	key     string
	allowed []string
	get     func() string
	set     func(string) error
}

func variantFields(v *Variants) []variantField {
	var fields []variantField
	for _, declared := range vendors() {
		if declared.variants != nil {
			fields = append(fields, declared.variants(v)...)
		}
	}
	return fields
}

// Status is the HTTP status that a variant makes a call answer; 0 means the default.
type Status int

// or gives the chosen status, the default when none is.
func (s Status) or(fallback int) int {
	if s == 0 {
		return fallback
	}
	return int(s)
}

func statusField(key string, field *Status, allowed ...int) variantField {
	words := make([]string, len(allowed))
	for i, status := range allowed {
		words[i] = strconv.Itoa(status)
	}
	return variantField{
		key: key, allowed: words,
		get: func() string { return strconv.Itoa(field.or(allowed[0])) },
		set: func(value string) error {
			if !slices.Contains(words, value) {
				return notAllowed(value, words)
			}
			status, err := strconv.Atoi(value)
			*field = Status(status)
			return err
		},
	}
}

func wordField[T ~string](key string, field *T, allowed ...T) variantField {
	words := make([]string, len(allowed))
	for i, word := range allowed {
		words[i] = string(word)
	}
	return variantField{
		key: key, allowed: words,
		get: func() string {
			if *field == "" {
				return words[0]
			}
			return string(*field)
		},
		set: func(value string) error {
			if !slices.Contains(words, value) {
				return notAllowed(value, words)
			}
			*field = T(value)
			return nil
		},
	}
}

func textField(key string, field *string) variantField {
	return variantField{
		key: key, allowed: []string{"text"},
		get: func() string { return *field },
		set: func(value string) error { *field = value; return nil },
	}
}

func boolField(key string, field *bool) variantField {
	return variantField{
		key: key, allowed: []string{"false", "true"},
		get: func() string { return strconv.FormatBool(*field) },
		set: func(value string) (err error) { *field, err = strconv.ParseBool(value); return err },
	}
}

func countField(key string, field *int) variantField {
	return variantField{
		key: key, allowed: []string{"number"},
		get: func() string { return strconv.Itoa(*field) },
		set: func(value string) (err error) { *field, err = strconv.Atoi(value); return err },
	}
}

func durationField(key string, field *time.Duration) variantField {
	return variantField{
		key: key, allowed: []string{"duration"},
		get: func() string { return field.String() },
		set: func(value string) (err error) { *field, err = time.ParseDuration(value); return err },
	}
}

// listField holds ids separated by commas.
func listField(key string, field *[]string) variantField {
	return variantField{
		key: key, allowed: []string{"comma separated list"},
		get: func() string { return strings.Join(*field, ",") },
		set: func(value string) error {
			*field = nil
			if value != "" {
				*field = strings.Split(value, ",")
			}
			return nil
		},
	}
}

func notAllowed(value string, allowed []string) error {
	return fmt.Errorf("%q is none of %s", value, strings.Join(allowed, ", "))
}
