package uponai_test

import (
	"maps"
	"testing"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/uponai"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// inBox starts a sandbox behind the contract and a vendor for it. outside is for variants
// whose responses the contract does not have.
func inBox(t *testing.T, variants sandbox.UponAIVariants, outside bool) (*uponai.Vendor, *sandbox.Sandbox) {
	t.Helper()
	box := vendortest.Sandbox(t, sandbox.UponAI, sandbox.Variants{UponAI: variants}, outside)
	return connect(t, box, 0), box
}

// connect makes a vendor with this request timeout; 0 is the default.
func connect(t *testing.T, box *sandbox.Sandbox, timeout time.Duration) *uponai.Vendor {
	t.Helper()
	o := vendortest.Options(box.BaseURL(sandbox.UponAI))
	o.RequestTimeout = timeout
	v, err := uponai.New(uponai.Config{
		Token: sandbox.UponAIToken, WorkspaceID: sandbox.UponAIWorkspaceID, SearchFor: 500 * time.Millisecond, Transport: o,
	})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestLifecycle(t *testing.T) {
	for name, c := range map[string]struct {
		variants sandbox.UponAIVariants
		outside  bool
		echoes   bool
	}{
		"plain":                {echoes: true},
		"replace":              {variants: sandbox.UponAIVariants{MetadataPatch: sandbox.PatchReplace}, echoes: true},
		"no echo":              {variants: sandbox.UponAIVariants{MetadataEcho: sandbox.EchoOmitted}},
		"null echo":            {variants: sandbox.UponAIVariants{MetadataEcho: sandbox.EchoNull, SecondEnd: 409}, outside: true},
		"guide's name":         {variants: sandbox.UponAIVariants{IDField: sandbox.IDSnake, SecondEnd: 400}, outside: true, echoes: true},
		"422":                  {variants: sandbox.UponAIVariants{UnknownID: 422, SecondEnd: 422, PageSize: 1}, echoes: true},
		"404":                  {variants: sandbox.UponAIVariants{SecondEnd: 404, EndedWithoutTime: true}, echoes: true},
		"an unknown last word": {variants: sandbox.UponAIVariants{EndedStatus: "finished"}, echoes: true},
	} {
		t.Run(name, func(t *testing.T) {
			v, box := inBox(t, c.variants, c.outside)
			for range 3 {
				box.Seed(sandbox.UponAI, sandbox.Seed{})
			}
			opened, err := v.Open(t.Context(), client.OpenRequest{
				AgentID:  sandbox.UponAIAgentID,
				Metadata: map[string]string{"a": "1", "b": "2"}, DynamicVariables: map[string]string{"tier": "gold"},
			})
			if err != nil {
				t.Fatal(err)
			}
			ref := refTo(opened.ID)
			ref.Marker = opened.Marker

			changed, err := v.UpdateMetadata(t.Context(), ref, map[string]string{"a": "1", "b": "2"}, map[string]string{"a": "3"})
			if err != nil {
				t.Fatal(err)
			}
			kept, _ := box.Session(sandbox.UponAI, opened.ID)
			if kept.Metadata["a"] != "3" || kept.Metadata["b"] != nil || kept.Metadata[client.MarkerKey] != opened.Marker {
				t.Errorf("kept %v", kept.Metadata)
			}
			want := map[string]string{"a": "3"}
			if c.echoes != (changed.Metadata != nil) || (c.echoes && !maps.Equal(changed.Metadata, want)) {
				t.Errorf("returned %v, want %v", changed.Metadata, want)
			}

			for i := range 2 {
				if result, err := v.Close(t.Context(), ref, ""); err != nil {
					t.Fatalf("close %d: %+v, %v", i, result, err)
				}
			}
			if s, err := v.Read(t.Context(), ref); err != nil || s.Status != client.StatusClosed || s.ID != opened.ID {
				t.Errorf("read: %+v, %v", s, err)
			}
			if _, err := v.Open(t.Context(), client.OpenRequest{SessionID: opened.ID}); !vendortest.Is[*client.ClosedError](err) {
				t.Errorf("adopt a chat that has ended: %v", err)
			}
			box.RemoveSession(sandbox.UponAI, opened.ID)
			if _, err := v.Read(t.Context(), ref); !vendortest.Is[*client.NotFoundError](err) {
				t.Errorf("read a chat that no longer exists: %v", err)
			}
			if result, err := v.Close(t.Context(), ref, ""); err != nil || !result.Already {
				t.Errorf("close a chat that no longer exists: %+v, %v", result, err)
			}
		})
	}
}

func TestUpdateMetadata_applicationsKeys(t *testing.T) {
	for _, patch := range []string{sandbox.PatchMerge, sandbox.PatchReplace} {
		v, box := inBox(t, sandbox.UponAIVariants{MetadataPatch: patch}, false)
		seeded := box.Seed(sandbox.UponAI, sandbox.Seed{Metadata: map[string]any{"app": map[string]any{"n": 1.5}, "a": "1"}})
		s, err := v.Open(t.Context(), client.OpenRequest{
			SessionID: seeded.ID, AgentID: seeded.AgentID, Metadata: map[string]string{"a": "2"},
		})
		if err != nil || s.Marker != "" {
			t.Fatalf("got %+v, %v", s, err)
		}
		if want := map[string]string{"a": "2", "app": `{"n":1.5}`}; !maps.Equal(s.Metadata, want) {
			t.Errorf("%s: %v", patch, s.Metadata)
		}
	}
}

func TestRead_silence(t *testing.T) {
	v, box := inBox(t, sandbox.UponAIVariants{Silence: sandbox.Duration(time.Minute)}, false)
	seeded := box.Seed(sandbox.UponAI, sandbox.Seed{})
	box.Advance(time.Hour)
	if s, err := v.Read(t.Context(), refTo(seeded.ID)); err != nil || s.Status != client.StatusClosed {
		t.Errorf("got %+v, %v", s, err)
	}
}
