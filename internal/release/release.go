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
	// Key is the fingerprint of the key that has signed; empty before anything is signed.
	Key string
	// Project and Version are what the names of the files begin with.
	Project, Version string
	// Committed is when the commit was made: the time of every file in an archive.
	Committed time.Time
}

// Open reads what goreleaser has noted of the release in dist, a directory in the root
// of the repository. The release has to be of the commit that is checked out.
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
	commit, committed, err := head(ctx, filepath.Dir(filepath.Clean(dist)))
	if err != nil {
		return nil, err
	}
	if metadata.Commit != commit {
		return nil, fmt.Errorf("metadata.json: is of the commit %q, but %s is checked out", metadata.Commit, commit)
	}
	return &Release{Dist: dist, Key: key, Project: metadata.Project, Version: metadata.Version, Committed: committed}, nil
}

// head returns the commit that is checked out and its time.
func head(ctx context.Context, repository string) (commit string, committed time.Time, err error) {
	out, err := exec.CommandContext(ctx, "git", "-C", repository, "show", "--no-show-signature", "--no-patch", "--format=%H %ct", "HEAD").Output()
	if err != nil {
		return "", time.Time{}, fmt.Errorf("the commit that is checked out: %w", err)
	}
	commit, at, _ := strings.Cut(strings.TrimSpace(string(out)), " ")
	seconds, err := strconv.ParseInt(at, 10, 64)
	return commit, time.Unix(seconds, 0), err
}

// Check returns everything that is wrong with the release. Without a key it leaves out
// the signatures.
func (r *Release) Check(ctx context.Context) error {
	if r.Key == "" {
		return r.checkContent()
	}
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
