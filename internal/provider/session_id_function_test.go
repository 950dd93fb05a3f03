package provider

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// callSessionID calls the function as Terraform does once the arguments have their types.
func callSessionID(t testing.TB, scope attr.Value, parts ...string) (string, *function.FuncError) {
	t.Helper()
	var elements []attr.Value
	var kinds []attr.Type
	for _, part := range parts {
		elements, kinds = append(elements, types.StringValue(part)), append(kinds, types.StringType)
	}
	resp := function.RunResponse{Result: function.NewResultData(types.StringUnknown())}
	NewSessionIDFunction().Run(t.Context(), function.RunRequest{Arguments: function.NewArgumentsData([]attr.Value{
		types.DynamicValue(scope), types.TupleValueMust(kinds, elements),
	})}, &resp)
	id, ok := resp.Result.Value().(types.String)
	if !ok || (resp.Error == nil) == id.IsUnknown() {
		t.Fatalf("the result is %v, with the error %v", resp.Result.Value(), resp.Error)
	}
	return id.ValueString(), resp.Error
}

// salted is an object for the scope.
func salted(t testing.TB, fields map[string]attr.Value) types.Object {
	t.Helper()
	kinds := map[string]attr.Type{}
	for name, value := range fields {
		kinds[name] = value.Type(t.Context())
	}
	return types.ObjectValueMust(kinds, fields)
}

func TestSessionIDFunction(t *testing.T) {
	t.Parallel()
	thread := types.StringValue("thread")
	salt := types.StringValue("pepper and salt")
	plainID := client.DeriveSessionID(client.ScopeThread, "", "acme", "T-1")
	saltedID := client.DeriveSessionID(client.ScopeThread, "pepper and salt", "acme", "T-1")
	for name, test := range map[string]struct {
		scope attr.Value
		want  string
	}{
		"word":        {thread, plainID},
		"object":      {salted(t, map[string]attr.Value{"scope": thread}), plainID},
		"null salt":   {salted(t, map[string]attr.Value{"scope": thread, "salt": types.StringNull()}), plainID},
		"untyped":     {salted(t, map[string]attr.Value{"scope": thread, "salt": types.DynamicNull()}), plainID},
		"salt":        {salted(t, map[string]attr.Value{"scope": thread, "salt": salt}), saltedID},
		"map":         {types.MapValueMust(types.StringType, map[string]attr.Value{"scope": thread, "salt": salt}), saltedID},
		"map, scope":  {types.MapValueMust(types.StringType, map[string]attr.Value{"scope": thread}), plainID},
		"dynamic map": {types.MapValueMust(types.StringType, map[string]attr.Value{"scope": thread, "salt": types.StringNull()}), plainID},
	} {
		if got, err := callSessionID(t, test.scope, "acme", "T-1"); err != nil || got != test.want {
			t.Errorf("%s: %s, %v", name, got, err)
		}
	}
}

func TestSessionIDFunction_refused(t *testing.T) {
	t.Parallel()
	const secret = "do not show this"
	user := types.StringValue("user")
	const whole = -1
	for name, test := range map[string]struct {
		scope attr.Value
		parts []string
		at    int64
		words string
	}{
		"other scope":   {types.StringValue("ticket"), []string{"a"}, 0, "user, thread or channel"},
		"case":          {types.StringValue("User"), []string{"a"}, 0, "user, thread or channel"},
		"salt as scope": {types.StringValue(secret), []string{"a"}, 0, "user, thread or channel"},
		"number":        {types.Int64Value(1), []string{"a"}, 0, "user, thread or channel"},
		"list":          {types.ListValueMust(types.StringType, []attr.Value{user}), []string{"a"}, 0, "user, thread or channel"},
		"null word":     {salted(t, map[string]attr.Value{"scope": types.StringNull()}), []string{"a"}, 0, "user, thread or channel"},
		"no word":       {salted(t, map[string]attr.Value{"salt": types.StringValue(secret)}), []string{"a"}, 0, "user, thread or channel"},
		"other field": {
			salted(t, map[string]attr.Value{"scope": user, "pepper": types.StringValue(secret)}),
			[]string{"a"},
			0, "scope and salt, and nothing else",
		},
		"empty salt":  {salted(t, map[string]attr.Value{"scope": user, "salt": types.StringValue("")}), []string{"a"}, 0, "not empty"},
		"salt number": {salted(t, map[string]attr.Value{"scope": user, "salt": types.Int64Value(1)}), []string{"a"}, 0, "must be text"},
		"no part":     {user, nil, whole, "at least one part that names the user"},
		"empty part":  {user, []string{""}, 1, "part 1 must not be empty"},
		"empty parts": {user, []string{"a", "", "b", ""}, 2, "part 4 must not be empty"},
	} {
		_, err := callSessionID(t, test.scope, test.parts...)
		switch {
		case err == nil:
			t.Errorf("%s is not refused", name)
		case !strings.Contains(err.Text, test.words) || strings.Contains(err.Text, secret):
			t.Errorf("%s: %s", name, err.Text)
		case test.at == whole && err.FunctionArgument != nil,
			test.at != whole && (err.FunctionArgument == nil || *err.FunctionArgument != test.at):
			t.Errorf("%s: the error is on the wrong argument: %v", name, err)
		}
	}
}

// The id is always the same for the same arguments, and has no part of them: the scope
// and hexadecimal digits are all of it.
func FuzzSessionID(f *testing.F) {
	for _, seed := range [][3]string{
		{"thread", "", "ab\tc"},
		{"user", "", "jane@example.com"},
		{"user", "", "\xff\xfe"},
		{"user", "pepper", "é\t1:a,"},
		{"channel", strings.Repeat("k", 65), "slack\tC1\x00"},
		{"ticket", "", "a"},
		{"user", "", "a\t"},
		{"", "", ""},
	} {
		f.Add(seed[0], seed[1], seed[2])
	}
	format := regexp.MustCompile(`^[a-z]+-[0-9a-f]{32}$`)
	f.Fuzz(func(t *testing.T, scope, salt, tabbed string) {
		parts := strings.Split(tabbed, "\t")
		var first attr.Value = types.StringValue(scope)
		if salt != "" {
			first = salted(t, map[string]attr.Value{"scope": first, "salt": types.StringValue(salt)})
		}
		id, err := callSessionID(t, first, parts...)
		if refused := !slices.Contains(scopeWords(), scope) || slices.Contains(parts, ""); refused || err != nil {
			if !refused || err == nil {
				t.Errorf("refused is %t, got %v", refused, err)
			}
			return
		}
		again, _ := callSessionID(t, first, parts...)
		if again != id || !format.MatchString(id) || !strings.HasPrefix(id, scope+"-") || client.CheckID(id) != nil {
			t.Errorf("got %s, then %s", id, again)
		}
	})
}
