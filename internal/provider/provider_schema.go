package provider

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/float64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
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
			"Configure the vendors you use; the others need nothing. Every field can come from an environment variable " +
			"instead. A variable fills a field that is not set, never one whose value is not known yet.\n\n" +
			"## Vendors\n\nWhat `chat_session` takes and does at each vendor:\n\n" + client.MarkdownMatrix(),
		Attributes: map[string]schema.Attribute{
			"uppzy": vendorBlock("uppzy", map[string]schema.Attribute{
				"api_key": secret("API key of the tenant, made in the dashboard", "UPPZY_API_KEY"),
				"site_id": field("Id of the site (chatbot) that the sessions belong to", "UPPZY_SITE_ID"),
			}),
			"talkifai": vendorBlock("talkifai", map[string]schema.Attribute{
				"api_key": secret("Secret API key. A widget key, which is tied to browsers, does not work", "TALKIFAI_API_KEY"),
			}),
			"siteassist": vendorBlock("siteassist", map[string]schema.Attribute{
				"token": secret("Visitor session token. It dies after some inactivity, and a destroy that runs later then fails; "+
					"prefer `publishable_key` with `visitor_id`, from which the provider takes and renews tokens by itself", "SITEASSIST_TOKEN"),
				"publishable_key": secret("Publishable key of the assistant. Needs `visitor_id`", "SITEASSIST_PUBLISHABLE_KEY"),
				"visitor_id": schema.StringAttribute{
					MarkdownDescription: "Device id of the visitor that the conversations belong to, 1 to 100 characters of your choice. " +
						"The same id always leads to the same visitor; another id sees other conversations. Environment variable: `SITEASSIST_VISITOR_ID`.",
					Optional:   true,
					Validators: []validator.String{stringvalidator.UTF8LengthBetween(1, 100)},
				},
			}),
			"uponai": vendorBlock("uponai", map[string]schema.Attribute{
				"token": secret("API token from the profile settings", "UPONAI_TOKEN"),
				"workspace_id": schema.Int64Attribute{
					MarkdownDescription: "Id of the workspace that the chats belong to. Environment variable: `UPONAI_WORKSPACE_ID`.",
					Optional:            true,
				},
			}),
			"request_timeout": schema.StringAttribute{
				MarkdownDescription: fmt.Sprintf("How long one request may take, as a duration such as `30s`. Calls that a vendor documents to take longer get longer. Default: `%s`.",
					transport.DefaultRequestTimeout),
				Optional:   true,
				Validators: []validator.String{positiveDuration{}},
			},
			"max_retries": schema.Int64Attribute{
				MarkdownDescription: fmt.Sprintf("How often a request is repeated, where a repeat is safe: always after status 429, and for requests "+
					"that change nothing when repeated also after 5xx, timeouts and broken connections. Default: `%d`.", transport.DefaultMaxRetries),
				Optional:   true,
				Validators: []validator.Int64{int64validator.Between(0, 20)},
			},
		},
	}
}

// vendorBlock is a vendor's part of the configuration: its credentials, and
// what every vendor has.
func vendorBlock(name string, credentials map[string]schema.Attribute) schema.Attribute {
	info, _ := client.Lookup(name)
	attributes := map[string]schema.Attribute{
		"base_url": schema.StringAttribute{
			MarkdownDescription: fmt.Sprintf("Address of the API. Default: `%s`. Environment variable: `%s`.", info.BaseURL, baseURLVariable(name)),
			Optional:            true,
			Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
		},
		"requests_per_second": schema.Float64Attribute{
			MarkdownDescription: "Most requests a second that the provider sends to this vendor. Default: no limit. " +
				"A `429` is honoured in any case: it pauses every call to the vendor for as long as the vendor asks.",
			Optional:   true,
			Validators: []validator.Float64{float64validator.AtLeast(0.01)},
		},
		"allow_insecure_http": schema.BoolAttribute{
			MarkdownDescription: "Allow `http://` in `base_url` for a host that is not loopback. The credentials then cross the network in the clear. Default: `false`.",
			Optional:            true,
		},
	}
	for name, attribute := range credentials {
		attributes[name] = attribute
	}
	return schema.SingleNestedAttribute{
		MarkdownDescription: "Credentials and address of " + info.Title + ".",
		Optional:            true,
		Attributes:          attributes,
	}
}

func secret(text, variable string) schema.Attribute {
	return schema.StringAttribute{
		MarkdownDescription: text + ". Environment variable: `" + variable + "`.",
		Optional:            true,
		Sensitive:           true,
		Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
	}
}

func field(text, variable string) schema.Attribute {
	return schema.StringAttribute{
		MarkdownDescription: text + ". Environment variable: `" + variable + "`.",
		Optional:            true,
		Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
	}
}

// titles lists the vendors in a sentence.
func titles() string {
	var names []string
	for _, info := range client.All() {
		names = append(names, info.Title)
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}
