// Package release checks what goreleaser has made before anybody can download it: the
// archives of every platform, their bills of materials, the registry's manifest, the
// checksums and the signatures.
package release

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// Release is a release in the directory in which goreleaser has made it.
type Release struct {
	// Dist is the directory.
	Dist string
	// Manifest is the path of the manifest, which goreleaser takes from where it lies.
	Manifest string
	// Key is the fingerprint of the key that has signed.
	Key string
	// Project and Version are what the names of the files begin with.
	Project, Version string
	// Committed is when the commit was made: the time of every file in an archive.
	Committed time.Time
}

// Open reads what goreleaser has noted of the release in dist, a directory in the root
// of the repository.
func Open(ctx context.Context, dist, key string) (*Release, error) {
	text, err := os.ReadFile(filepath.Join(dist, "metadata.json"))
	if err != nil {
		return nil, err
	}
	var metadata struct {
		Project string `json:"project_name"`
		Version string `json:"version"`
		Commit  string `json:"commit"`
	}
	if err := json.Unmarshal(text, &metadata); err != nil {
		return nil, fmt.Errorf("metadata.json: %w", err)
	}
	root := filepath.Dir(filepath.Clean(dist))
	committed, err := commitTime(ctx, root, metadata.Commit)
	if err != nil {
		return nil, err
	}
	return &Release{
		Dist: dist, Manifest: filepath.Join(root, "terraform-registry-manifest.json"), Key: key,
		Project: metadata.Project, Version: metadata.Version, Committed: committed,
	}, nil
}

func commitTime(ctx context.Context, repository, commit string) (time.Time, error) {
	out, err := exec.CommandContext(ctx, "git", "-C", repository, "show", "--no-show-signature", "--no-patch", "--format=%ct", commit).Output()
	if err != nil {
		return time.Time{}, fmt.Errorf("the time of the commit %s: %w", commit, err)
	}
	seconds, err := strconv.ParseInt(strings.TrimSpace(string(out)), 10, 64)
	return time.Unix(seconds, 0), err
}

// Check returns everything that is wrong with the release.
func (r *Release) Check(ctx context.Context) error {
	return errors.Join(r.checkContent(), r.checkSignatures(ctx))
}

func (r *Release) checkContent() error {
	errs := []error{r.checkFiles(), r.checkSums(), r.checkManifest()}
	for _, p := range Platforms() {
		binary, err := r.checkArchive(p)
		if err == nil {
			err = r.checkSBOM(p, binary)
		}
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// checkSignatures makes sure that everything is signed that a user downloads: the
// checksums stand for the archives and the manifest.
func (r *Release) checkSignatures(ctx context.Context) error {
	errs := []error{r.checkSignature(ctx, r.sums())}
	for _, p := range Platforms() {
		errs = append(errs, r.checkSignature(ctx, r.sbom(p)))
	}
	return errors.Join(errs...)
}

// The names of the files.
func (r *Release) prefix() string            { return r.Project + "_" + r.Version + "_" }
func (r *Release) archive(p Platform) string { return r.prefix() + p.String() + ".zip" }
func (r *Release) sbom(p Platform) string    { return r.prefix() + p.String() + ".cdx.json" }
func (r *Release) manifest() string          { return r.prefix() + "manifest.json" }
func (r *Release) sums() string              { return r.prefix() + "SHA256SUMS" }

func (r *Release) path(name string) string { return filepath.Join(r.Dist, name) }
