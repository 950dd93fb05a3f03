package provider

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

func (p *chatProvider) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Owns chat sessions at " + titles() + ": opens or adopts them on apply, sees on plan that somebody " +
			"else closed them, and closes them on destroy.\n\n" +
			"Configure the vendors you use; the others need nothing. Every credential and address can come from an environment variable " +
			"instead. A variable fills a field that is not set, never one whose value is not known yet.\n\n" +
			"## Vendors\n\nWhat `chat_session` takes and does at each vendor:\n\n" + client.MarkdownMatrix(),
		Attributes: map[string]schema.Attribute{
			"request_timeout": schema.StringAttribute{
				MarkdownDescription: fmt.Sprintf("How long one request may take, as a duration such as `30s`. Calls that a vendor documents to take longer get longer. Default: `%s`.",
					transport.DefaultRequestTimeout),
				Optional:   true,
				Validators: []validator.String{positiveDuration{}},
			},
			"max_retries": schema.Int64Attribute{
				MarkdownDescription: fmt.Sprintf("How often a request is repeated after a 5xx, a timeout or a broken connection, where a repeat is safe. "+
					"Repeats after status `429`, or `503` with a delay, do not count: they go on for as long as `timeouts` allows. Default: `%d`.", transport.DefaultMaxRetries),
				Optional:   true,
				Validators: []validator.Int64{int64validator.Between(0, 20)},
			},
		},
		Blocks: map[string]schema.Block{},
	}
	for _, info := range client.All() {
		resp.Schema.Blocks[info.Name] = vendorBlock(info)
	}
}

// vendorBlock is a vendor's block: its credentials, and the settings that every vendor
// has. It is a block and no attribute, since Terraform silently ignores an unknown name
// in the object of an attribute. It has no validators: see ValidateConfig.
func vendorBlock(info client.Info) schema.Block {
	attributes := map[string]schema.Attribute{
		"base_url": schema.StringAttribute{
			MarkdownDescription: fmt.Sprintf("Address of the API. Default: `%s`. Environment variable: `%s`.", info.BaseURL, baseURLVariable(info.Name)),
			Optional:            true,
		},
		"requests_per_second": schema.Float64Attribute{
			MarkdownDescription: "Most requests a second that the provider sends to this vendor. Default: no limit. " +
				"After a `429` all requests to the vendor wait in any case.",
			Optional: true,
		},
		"allow_insecure_http": schema.BoolAttribute{
			MarkdownDescription: "Allow `http://` in `base_url` for a host that is not loopback. The credentials then cross the network in the clear. Default: `false`.",
			Optional:            true,
		},
	}
	for _, kind := range info.Credentials {
		for _, field := range kind {
			attributes[field.Name] = credentialAttribute(field)
		}
	}
	return schema.SingleNestedBlock{
		MarkdownDescription: "Credentials and address of " + info.Title + ".",
		Attributes:          attributes,
	}
}

func credentialAttribute(field client.Field) schema.Attribute {
	description := field.Doc + ". Environment variable: `" + field.Env + "`."
	if field.Number {
		// Any number, since the framework's own error for one that is not whole asks for a
		// bug report, and shows the line that it is on.
		return schema.NumberAttribute{MarkdownDescription: description, Optional: true, Sensitive: field.Secret}
	}
	return schema.StringAttribute{MarkdownDescription: description, Optional: true, Sensitive: field.Secret}
}

// titles lists the vendors in a sentence.
func titles() string {
	var names []string
	for _, info := range client.All() {
		names = append(names, info.Title)
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}
