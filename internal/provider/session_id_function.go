package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

var _ function.Function = (*sessionIDFunction)(nil)

// sessionIDFunction derives a session id from what the session is for.
//
// The arguments of a function have no names, and the parts are as many as it takes,
// so that the optional salt needs a place of its own. A nullable parameter would put a
// null into every call without a salt, and an object at the end would make all parts
// dynamic, which Terraform then neither checks nor converts. So the scope, of which
// there is always one, is dynamic alone: a word, or an object with a word and a salt.
type sessionIDFunction struct{}

// NewSessionIDFunction is the function session_id.
func NewSessionIDFunction() function.Function { return &sessionIDFunction{} }

func (f *sessionIDFunction) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "session_id"
}

func (f *sessionIDFunction) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "A stable, opaque session id for a user, a thread or a channel",
		MarkdownDescription: "Makes a session id from what the session is for. The same arguments always make the same id, in every run and every version of this provider, " +
			"and nobody reads an e-mail address or a name in it: `provider::chat::session_id(\"thread\", \"acme\", \"T-1\")` is `" +
			client.DeriveSessionID(client.ScopeThread, "", "acme", "T-1") + "`. A module that calls it names this provider in its `required_providers`.\n\n" +
			"The scope says which of the vendor's strategies the session follows, and what the parts are:\n\n" +
			"- `user`: one long conversation for each user. The part is the user's id or e-mail address.\n" +
			"- `thread`: one session for each ticket or thread. The parts are its number and, before it, the team or system that the number is unique in.\n" +
			"- `channel`: one session for each user in each channel. The parts are the channel and the user; the channel alone makes one session for everybody in it.\n\n" +
			"The id is the scope, a hyphen and 32 hexadecimal digits: `session_id_prefix = \"thread-\"` finds the sessions of all threads. It is legal wherever the id is yours to choose: as `session_id` at Uppzy, " +
			"as `visitor_id` at SiteAssist, as `user_identifier` at TalkifAI and among the `metadata` at UponAI. The `session_id` at these three is the vendor's own choice. " +
			"At Uppzy a closed id takes no messages again, so that a name serves for one session: add a part, such as the number of the run, for a fresh one.\n\n" +
			"**Salt.** Who can guess the parts, as with e-mail addresses or ticket numbers, can make the id and so prove the guess. Where the id is shown to others, give an object for the scope, with a long random salt: " +
			"`provider::chat::session_id({ scope = \"user\", salt = var.salt }, \"jane@example.com\")`. A salt of null is none. Another salt makes other ids, and so replaces sessions. " +
			"Declare the variable as `sensitive`: Terraform then counts the id as sensitive too, and `nonsensitive()` around the call shows it, which tells nothing of the salt. An ephemeral salt makes the id ephemeral, and a resource does not take it.\n\n" +
			"**What counts as the same.** Every character does: upper and lower case and spaces make different ids, so write `lower(trimspace(var.email))` where they should not. " +
			"Terraform itself brings text to Unicode's form NFC, and writes a number in its shortest form: `T-1` and `007` need their quotes. " +
			"Parts are kept apart, so that `(\"ab\", \"c\")` and `(\"a\", \"bc\")` are two sessions, and so are two scopes or two orders of the same parts. " +
			"128 bits of a digest are in the id: among three billion ids, two are the same with a probability of about one in 10²⁰.\n\n" +
			"**In the application.** To make the same id elsewhere, write each of `terraform-provider-chat session_id 1`, the scope and the parts, in UTF-8, as its length in bytes, a colon, itself and a comma. " +
			"The first 32 hexadecimal digits of the SHA-256 of all that follow the scope and the hyphen; with a salt, of its HMAC-SHA-256 whose key is the SHA-256 of the salt.",
		Parameters: []function.Parameter{
			function.DynamicParameter{
				Name:                "scope",
				MarkdownDescription: "`user`, `thread` or `channel`; or, with a salt, an object such as `{ scope = \"user\", salt = var.salt }`.",
			},
		},
		VariadicParameter: function.StringParameter{
			Name:                "parts",
			MarkdownDescription: "What names the user, thread or channel. At least one, and none of them empty.",
		},
		Return: function.StringReturn{},
	}
}

func (f *sessionIDFunction) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var given types.Dynamic
	var parts []string
	if resp.Error = req.Arguments.Get(ctx, &given, &parts); resp.Error != nil {
		return
	}
	scope, salt, err := readScope(given.UnderlyingValue())
	if err != nil {
		resp.Error = function.NewArgumentFuncError(0, err.Error())
		return
	}
	if len(parts) == 0 {
		resp.Error = function.NewFuncError("after the scope there must be at least one part that names the " + string(scope))
		return
	}
	for i, part := range parts {
		if part == "" {
			resp.Error = function.ConcatFuncErrors(resp.Error, function.NewArgumentFuncError(int64(1+i),
				fmt.Sprintf("part %d must not be empty: every session that lacks it would be the same one", 1+i)))
		}
	}
	if resp.Error == nil {
		resp.Error = resp.Result.Set(ctx, client.DeriveSessionID(scope, salt, parts...))
	}
}
