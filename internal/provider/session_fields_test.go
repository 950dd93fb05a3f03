package provider

import (
	"reflect"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// A session is read and written just as the framework would by itself, with values of
// each kind that are known, null and unknown.
func TestSessionFields(t *testing.T) {
	t.Parallel()
	session, ctx := sessionSchema(t), t.Context()
	text := map[string]attr.Type{"create": types.StringType, "read": types.StringType, "update": types.StringType, "delete": types.StringType}
	model := importedModel("uponai", &client.Session{ID: "chat", Account: "42", Status: client.StatusOpen})
	for name, change := range map[string]func(*sessionModel){
		"known": func(m *sessionModel) {
			m.Metadata = types.MapValueMust(types.StringType, map[string]attr.Value{"a": types.StringValue("b"), "c": types.StringNull()})
			m.Timeouts = timeouts.Value{Object: types.ObjectValueMust(text, map[string]attr.Value{
				"create": types.StringValue("5m"), "read": types.StringNull(), "update": types.StringNull(), "delete": types.StringNull(),
			})}
		},
		"null": func(*sessionModel) {},
		"unknown": func(m *sessionModel) {
			m.Status, m.CreatedAt = types.StringUnknown(), timetypes.NewRFC3339Unknown()
			m.Metadata, m.RecreateWhenClosed = types.MapUnknown(types.StringType), types.BoolUnknown()
			m.Timeouts = timeouts.Value{Object: types.ObjectUnknown(text)}
		},
	} {
		t.Run(name, func(t *testing.T) {
			want := model
			change(&want)
			own, framework := tfsdk.State{Schema: session}, tfsdk.State{Schema: session}
			diags := setSession(ctx, &own, &want)
			diags.Append(framework.Set(ctx, &want)...)
			if diags.HasError() || !own.Raw.Equal(framework.Raw) {
				t.Errorf("written as %s, not %s: %v", own.Raw, framework.Raw, diags)
			}
			var got sessionModel
			if diags := getSession(ctx, framework, &got); diags.HasError() || !reflect.DeepEqual(got, want) {
				t.Errorf("read as %+v, not %+v: %v", got, want, diags)
			}
		})
	}
}
