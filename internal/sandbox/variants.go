package sandbox

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"
)

// A VariantOption describes a field of [Variants] for command lines.
type VariantOption struct {
	Key      string   // vendor and field by their names in JSON, such as "uppzy.close_unknown"
	Value    string   // empty for the default
	Accepted []string // the accepted values, the default first; or one word for their kind
}

// Options lists every variant. The accepted values of a field are in its values tag.
func (v Variants) Options() []VariantOption {
	var options []VariantOption
	for vendor, fields := range reflect.ValueOf(v).Fields() {
		for field, value := range fields.Fields() {
			option := VariantOption{Key: jsonName(vendor) + "." + jsonName(field), Accepted: strings.Fields(field.Tag.Get("values"))}
			if !value.IsZero() {
				option.Value = fmt.Sprint(value)
			}
			options = append(options, option)
		}
	}
	return options
}

func jsonName(field reflect.StructField) string {
	name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
	return name
}

// Validate refuses values that a field does not accept.
func (v Variants) Validate() error {
	for _, o := range v.Options() {
		if o.Value != "" && len(o.Accepted) > 1 && !slices.Contains(o.Accepted, o.Value) {
			return fmt.Errorf("variant %s: %s is none of %s", o.Key, o.Value, strings.Join(o.Accepted, ", "))
		}
	}
	return nil
}

// With changes one variant by key, as in With("uppzy.close_unknown", "404"). The value is a
// text, or JSON where the field has another type.
func (v Variants) With(key, value string) (Variants, error) {
	vendor, field, _ := strings.Cut(key, ".")
	var err error
	for _, value := range []any{value, json.RawMessage(value)} {
		changed := v
		var body []byte
		if body, err = json.Marshal(map[string]any{vendor: map[string]any{field: value}}); err != nil {
			continue
		}
		if err = decodeStrict(body, &changed); err == nil {
			return changed, changed.Validate()
		}
	}
	return v, fmt.Errorf("variant %s=%s: %w", key, value, err)
}

// Status is the HTTP status with which a variant makes a call respond; 0 means the default.
type Status int

// or returns the chosen status, the default when none is.
func (s Status) or(fallback int) int { return pick(int(s), fallback) }

// Duration is a [time.Duration] that is a text such as "45m" in JSON.
type Duration time.Duration

// MarshalText writes the duration as [time.Duration.String] does.
func (d Duration) MarshalText() ([]byte, error) { return []byte(time.Duration(d).String()), nil }

// UnmarshalText reads what [time.ParseDuration] accepts.
func (d *Duration) UnmarshalText(text []byte) error {
	parsed, err := time.ParseDuration(string(text))
	*d = Duration(parsed)
	return err
}
