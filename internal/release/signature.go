package release

import (
	"context"
	"fmt"
	"os/exec"
	"strings"
)

// checkSignature makes sure that the file has a signature, of the key that it is to
// be signed with and of no other one that gpg knows.
func (r *Release) checkSignature(ctx context.Context, name string) error {
	command := exec.CommandContext(ctx, "gpg", "--batch", "--status-fd=1", "--verify", r.path(name+".sig"), r.path(name))
	status, err := command.CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s.sig: gpg --verify: %w\n%s", name, err, status)
	}
	for line := range strings.Lines(string(status)) {
		// The fingerprint of the key comes first, that of the primary key last.
		fields := strings.Fields(line)
		if len(fields) > 2 && fields[1] == "VALIDSIG" && (fields[2] == r.Key || fields[len(fields)-1] == r.Key) {
			return nil
		}
	}
	return fmt.Errorf("%s.sig: is not of the key %s\n%s", name, r.Key, status)
}
