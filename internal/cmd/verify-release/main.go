// Command verify-release checks what goreleaser has made: before it is signed, and with
// -key before it is published. It uses the standard library alone, so that no other
// module's code runs beside the key.
//
//	verify-release dist
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
	key := flag.String("key", "", "`fingerprint` of the key that has signed, in full; without it, signatures are not checked")
	flag.Parse()
	if err := run(context.Background(), *key, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "verify-release:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, key string, args []string) error {
	if len(args) != 1 {
		return errors.New("needs the directory that goreleaser has written")
	}
	made, err := release.Open(ctx, args[0], key)
	if err != nil {
		return err
	}
	if err := made.Check(ctx); err != nil {
		return err
	}
	what := "archives, bills of materials, manifest and checksums"
	if key != "" {
		what += ", and the signatures,"
	}
	fmt.Printf("%s %s: the %s of %d platforms are as they should be.\n", made.Project, made.Version, what, len(release.Platforms()))
	return nil
}
