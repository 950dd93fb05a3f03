package provider

import (
	"context"
	"reflect"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// sessionFields are the fields of a sessionModel by the names in their tags. The
// framework looks the tags up anew for every model that it fills or takes, and compiles
// a regular expression for each of them, which was a sixth of what a session costs the
// provider. Here they are looked up once, and the framework is handed an object.
var sessionFields = func() map[string]int {
	fields := map[string]int{}
	model := reflect.TypeFor[sessionModel]()
	for i := range model.NumField() {
		fields[model.Field(i).Tag.Get("tfsdk")] = i
	}
	return fields
}()

// sessionGetter is a configuration, a plan or a state of a chat_session.
type sessionGetter interface {
	Get(ctx context.Context, target any) diag.Diagnostics
}

// sessionSetter is a plan, a state or a listed resource of a chat_session.
type sessionSetter interface {
	Set(ctx context.Context, value any) diag.Diagnostics
}

// getSession fills the model as from.Get(ctx, m) would. There has to be a session: the
// model stays as it is where from is null.
func getSession(ctx context.Context, from sessionGetter, m *sessionModel) diag.Diagnostics {
	var object types.Object
	diags := from.Get(ctx, &object)
	model := reflect.ValueOf(m).Elem()
	for name, value := range object.Attributes() {
		model.Field(sessionFields[name]).Set(reflect.ValueOf(value))
	}
	return diags
}

// setSession stores the model as to.Set(ctx, m) would.
func setSession(ctx context.Context, to sessionSetter, m *sessionModel) diag.Diagnostics {
	kinds := make(map[string]attr.Type, len(sessionFields))
	values := make(map[string]attr.Value, len(sessionFields))
	model := reflect.ValueOf(*m)
	for name, field := range sessionFields {
		value, _ := model.Field(field).Interface().(attr.Value)
		kinds[name], values[name] = value.Type(ctx), value
	}
	return to.Set(ctx, types.ObjectValueMust(kinds, values))
}
