package idle

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

func TestSettled(t *testing.T) {
	object := tftypes.Object{AttributeTypes: map[string]tftypes.Type{"id": tftypes.String, "vendor": tftypes.String}}
	got, err := settled(tftypes.NewValue(object, map[string]tftypes.Value{
		"id":     tftypes.NewValue(tftypes.String, tftypes.UnknownValue),
		"vendor": tftypes.NewValue(tftypes.String, "uponai"),
	}))
	want := tftypes.NewValue(object, map[string]tftypes.Value{
		"id":     tftypes.NewValue(tftypes.String, nil),
		"vendor": tftypes.NewValue(tftypes.String, "uponai"),
	})
	if err != nil || !got.Equal(want) {
		t.Errorf("got %v, %v", got, err)
	}
}
