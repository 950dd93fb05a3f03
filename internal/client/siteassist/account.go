package siteassist

import (
	"context"
	"errors"
	"net/http"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/shared"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

const tellVisitor = "tell which visitor the credentials stand for"

// Account is the id of the visitor, who alone sees the conversations (R-list). It
// comes with a token that is fetched; for a configured token the vendor is asked
// once (O-me). Whether that call takes a private key is not documented; where it
// fails the account cannot be told, and that is the error.
func (v *Vendor) Account(ctx context.Context) (string, error) {
	if v.fixed == nil {
		g, err := v.grant(ctx)
		if err != nil {
			return "", untold(err)
		}
		return g.visitor, nil
	}
	id, err := v.visitor.Get(ctx, shared.Need{}, v.me)
	if err != nil {
		return "", untold(err)
	}
	return *id, nil
}

// me asks the vendor who the visitor is (O-me).
func (v *Vendor) me(ctx context.Context) (*string, error) {
	var told visitor
	call := transport.Call{
		Operation: tellVisitor,
		Method:    http.MethodGet, Path: []string{"identity", "me"},
		Out: &told, Repeat: transport.Safe,
	}
	answer, err := v.do(ctx, call)
	if err != nil {
		return nil, err
	}
	if told.ID == "" {
		return nil, v.http.Garbled(call, answer, "it names no visitor")
	}
	return &told.ID, nil
}

// untold makes a wait that ctx has ended an error like any other.
func untold(err error) error {
	var failed *client.Error
	if errors.As(err, &failed) {
		return err
	}
	return &client.Error{Vendor: name, Operation: tellVisitor, Err: err}
}
