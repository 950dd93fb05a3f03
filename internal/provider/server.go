package provider

import (
	"cmp"
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// server is the framework's server with long lists. The framework converts each object of a
// list into its own values and back several times, also when a data source sets the raw
// state: for semantic equality. That takes 5 to 7 KiB of memory for each. A data source that
// may have a hundred thousand objects leaves its list empty, and collects a longList, which
// the server adds to the state.
type server struct{ frameworkServer }

// frameworkServer is all of the protocol that the framework implements.
type frameworkServer interface {
	tfprotov6.ProviderServer
	tfprotov6.ListResourceServer
	tfprotov6.ActionServer
	tfprotov6.StateStoreServer
}

// NewServer returns a server of Terraform's protocol for the provider.
func NewServer(p provider.Provider) tfprotov6.ProviderServer {
	inner, ok := providerserver.NewProtocol6(p)().(frameworkServer)
	if !ok {
		panic("the framework implements another protocol")
	}
	return &server{inner}
}

// ReadDataSource implements tfprotov6.DataSourceServer.
func (s *server) ReadDataSource(ctx context.Context, req *tfprotov6.ReadDataSourceRequest) (*tfprotov6.ReadDataSourceResponse, error) {
	list := &longList{}
	resp, err := s.frameworkServer.ReadDataSource(context.WithValue(ctx, longListKey{}, list), req)
	if err != nil || resp.State == nil || list.attribute == "" {
		return resp, err
	}
	resp.State, err = list.addTo(resp.State)
	return resp, err
}

type longListKey struct{}

// longList is the value of one attribute of a data source, a list of objects.
type longList struct {
	attribute string
	// stateType is that of the data source's state, and objectType that of an element.
	stateType, objectType tftypes.Type
	objects               []tftypes.Value
	// err is why the first object that is missing is not in the list: an error in this
	// provider's code.
	err error
}

// newLongList returns an empty list for the attribute of a data source's state, in which that
// attribute has to be an empty list. It needs the context of a call to [NewServer]'s server.
func newLongList(ctx context.Context, state tfsdk.State, attribute string) *longList {
	list, served := ctx.Value(longListKey{}).(*longList)
	if !served {
		panic("the provider is not served by NewServer")
	}
	list.attribute, list.stateType = attribute, state.Schema.Type().TerraformType(ctx)
	object, _ := list.stateType.(tftypes.Object)
	kind, _ := object.AttributeTypes[attribute].(tftypes.List)
	list.objectType = kind.ElementType
	return list
}

// add appends an object by its attributes.
func (l *longList) add(ctx context.Context, attributes map[string]attr.Value) {
	values := make(map[string]tftypes.Value, len(attributes))
	for name, attribute := range attributes {
		value, err := attribute.ToTerraformValue(ctx)
		if err != nil {
			l.err = cmp.Or(l.err, err)
			return
		}
		values[name] = value
	}
	if err := tftypes.ValidateValue(l.objectType, values); err != nil {
		l.err = cmp.Or(l.err, err)
		return
	}
	l.objects = append(l.objects, tftypes.NewValue(l.objectType, values))
}

// addTo returns the state with the list as the attribute.
func (l *longList) addTo(state *tfprotov6.DynamicValue) (*tfprotov6.DynamicValue, error) {
	if l.err != nil {
		return nil, l.err
	}
	value, err := state.Unmarshal(l.stateType)
	if err != nil {
		return nil, err
	}
	var attributes map[string]tftypes.Value
	if err := value.As(&attributes); err != nil {
		return nil, err
	}
	attributes[l.attribute] = tftypes.NewValue(tftypes.List{ElementType: l.objectType}, l.objects)
	whole, err := tfprotov6.NewDynamicValue(l.stateType, tftypes.NewValue(l.stateType, attributes))
	return &whole, err
}
