// Command verify-release checks what goreleaser has made, before it is published.
//
//	verify-release -key "$GPG_FINGERPRINT" dist
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/release"
)

func main() {
	key := flag.String("key", "", "`fingerprint` of the key that has signed, in full")
	flag.Parse()
	if err := run(context.Background(), *key, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "verify-release:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, key string, args []string) error {
	if len(args) != 1 || key == "" {
		return errors.New("needs -key and the directory that goreleaser has written")
	}
	made, err := release.Open(ctx, args[0], key)
	if err != nil {
		return err
	}
	if err := made.Check(ctx); err != nil {
		return err
	}
	fmt.Printf("%s %s: %d archives, as many bills of materials, manifest, checksums and signatures are as they should be.\n",
		made.Project, made.Version, len(release.Platforms()))
	return nil
}
