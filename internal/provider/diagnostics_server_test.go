package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// listeningServer serves a provider to Terraform and hears the diagnostics that it
// gives in the calls that need a real Terraform around them.
type listeningServer struct {
	tfprotov6.ProviderServer
	tfprotov6.ListResourceServer
	tfprotov6.ActionServer
}

func listening(p provider.Provider) tfprotov6.ProviderServer {
	server := NewServer(p)
	s := &listeningServer{ProviderServer: server}
	s.ListResourceServer, _ = server.(tfprotov6.ListResourceServer)
	s.ActionServer, _ = server.(tfprotov6.ActionServer)
	return s
}

func (s *listeningServer) ReadResource(ctx context.Context, req *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	resp, err := s.ProviderServer.ReadResource(ctx, req)
	seenDiagnostics.add(resp.Diagnostics...)
	return resp, err
}

func (s *listeningServer) PlanResourceChange(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	resp, err := s.ProviderServer.PlanResourceChange(ctx, req)
	seenDiagnostics.add(resp.Diagnostics...)
	return resp, err
}

func (s *listeningServer) ApplyResourceChange(ctx context.Context, req *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	resp, err := s.ProviderServer.ApplyResourceChange(ctx, req)
	seenDiagnostics.add(resp.Diagnostics...)
	return resp, err
}

func (s *listeningServer) ReadDataSource(ctx context.Context, req *tfprotov6.ReadDataSourceRequest) (*tfprotov6.ReadDataSourceResponse, error) {
	resp, err := s.ProviderServer.ReadDataSource(ctx, req)
	seenDiagnostics.add(resp.Diagnostics...)
	return resp, err
}
