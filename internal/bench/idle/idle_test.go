package idle_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/bench/idle"
)

func TestKnown(t *testing.T) {
	for given, want := range map[types.String]types.String{
		types.StringUnknown():    types.StringNull(),
		types.StringNull():       types.StringNull(),
		types.StringValue("one"): types.StringValue("one"),
	} {
		if got := idle.Known(given); got != want {
			t.Errorf("%s becomes %s, want %s", given, got, want)
		}
	}
}
