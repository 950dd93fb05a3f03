package provider

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// server is the framework's server with long lists: the framework converts each object of
// a list into its own values and back several times, which takes 7 KiB of memory for each,
// and its lists are in memory several times. A data source that may have a hundred
// thousand objects leaves its list empty there, and collects a longList instead.
type server struct {
	tfprotov6.ProviderServer
	tfprotov6.ListResourceServer
	tfprotov6.ActionServer
}

// NewServer returns the provider as Terraform's protocol has it.
func NewServer(p provider.Provider) tfprotov6.ProviderServer {
	inner := providerserver.NewProtocol6(p)()
	s := &server{ProviderServer: inner}
	s.ListResourceServer, _ = inner.(tfprotov6.ListResourceServer)
	s.ActionServer, _ = inner.(tfprotov6.ActionServer)
	return s
}

// ReadDataSource implements tfprotov6.DataSourceServer.
func (s *server) ReadDataSource(ctx context.Context, req *tfprotov6.ReadDataSourceRequest) (*tfprotov6.ReadDataSourceResponse, error) {
	list := &longList{}
	resp, err := s.ProviderServer.ReadDataSource(context.WithValue(ctx, longListKey{}, list), req)
	if err != nil || resp.State == nil || list.count == 0 {
		return resp, err
	}
	resp.State.MsgPack, err = list.into(resp.State.MsgPack)
	return resp, err
}

type longListKey struct{}

// longList has the objects of one list of a data source, in the encoding of Terraform's
// protocol.
type longList struct {
	name    string
	kind    tftypes.Type
	count   uint32
	encoded bytes.Buffer
}

// newLongList is an empty list for the attribute of a data source's state, in which that
// attribute is to be an empty list. It needs the context of a [server].
func newLongList(ctx context.Context, state tfsdk.State, attribute string) *longList {
	list, served := ctx.Value(longListKey{}).(*longList)
	if !served {
		panic("the provider is not served by NewServer")
	}
	object, _ := state.Schema.Type().TerraformType(ctx).(tftypes.Object)
	kind, _ := object.AttributeTypes[attribute].(tftypes.List)
	list.name, list.kind = attribute, kind.ElementType
	return list
}

// add appends an object by its attributes.
func (l *longList) add(ctx context.Context, attributes map[string]attr.Value) diag.Diagnostics {
	values := make(map[string]tftypes.Value, len(attributes))
	var failed error
	for name, attribute := range attributes {
		var err error
		values[name], err = attribute.ToTerraformValue(ctx)
		failed = errors.Join(failed, err)
	}
	if failed == nil {
		var value tfprotov6.DynamicValue
		value, failed = tfprotov6.NewDynamicValue(l.kind, tftypes.NewValue(l.kind, values))
		l.encoded.Write(value.MsgPack)
	}
	if failed != nil {
		return diag.Diagnostics{diag.NewErrorDiagnostic("Value not encoded", "An element of "+l.name+" cannot be encoded: "+failed.Error()+". Report this to the developers of the provider.")}
	}
	l.count++
	return nil
}

// into is the state with the list in the place of the empty one. A name begins with a
// byte that no text of a state has, so that nothing else is taken for the place.
func (l *longList) into(state []byte) ([]byte, error) {
	const emptyArray, array32 = 0x90, 0xdd
	encoded, err := tfprotov6.NewDynamicValue(tftypes.String, tftypes.NewValue(tftypes.String, l.name))
	if err != nil {
		return nil, err
	}
	name := encoded.MsgPack
	before, after, found := bytes.Cut(state, append(name, emptyArray))
	if !found {
		return nil, errors.New("the state has no empty list " + l.name)
	}
	whole := make([]byte, 0, len(state)+l.encoded.Len()+4)
	whole = append(whole, before...)
	whole = append(whole, name...)
	whole = binary.BigEndian.AppendUint32(append(whole, array32), l.count)
	whole = append(whole, l.encoded.Bytes()...)
	return append(whole, after...), nil
}
