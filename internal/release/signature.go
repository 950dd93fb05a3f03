package release

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
)

// checkSignature makes sure that the file has a signature that the Terraform Registry
// can read, of the key that it is to be signed with or of a subkey of it.
func (r *Release) checkSignature(ctx context.Context, name string) error {
	if err := r.verify(ctx, name); err != nil {
		return fmt.Errorf("%s.sig: %w", name, err)
	}
	return nil
}

func (r *Release) verify(ctx context.Context, name string) error {
	signature, err := os.ReadFile(r.path(name + ".sig"))
	if err != nil {
		return err
	}
	// The first bit of a binary signature is always set; text has no such bit.
	if len(signature) == 0 || signature[0]&0x80 == 0 {
		return errors.New("is not binary: the registry takes no armored signature")
	}
	command := exec.CommandContext(ctx, "gpg", "--batch", "--status-fd=1", "--verify", r.path(name+".sig"), r.path(name))
	var said strings.Builder
	command.Stderr = &said
	status, err := command.Output()
	if err != nil {
		return fmt.Errorf("gpg --verify: %w\n%s", err, &said)
	}
	for line := range strings.Lines(string(status)) {
		if valid, ok := parseValid(line); ok && (valid.key == r.Key || valid.primary == r.Key) {
			return checkAlgorithm(valid.algorithm)
		}
	}
	return fmt.Errorf("is not of the key %s\n%s", r.Key, &said)
}

// valid is what gpg tells of a signature that it has verified.
type valid struct{ key, algorithm, primary string }

// parseValid reads a line of gpg's status. The fields of VALIDSIG are in the file
// DETAILS of GnuPG's documentation.
func parseValid(line string) (valid, bool) {
	fields := strings.Fields(line)
	if len(fields) != 12 || fields[0] != "[GNUPG:]" || fields[1] != "VALIDSIG" {
		return valid{}, false
	}
	return valid{key: fields[2], algorithm: fields[8], primary: fields[11]}, true
}

// checkAlgorithm takes the number that OpenPGP gives to an algorithm of public keys.
func checkAlgorithm(number string) error {
	switch number {
	case "1", "2", "3", "17":
		return nil
	}
	return fmt.Errorf("is of a key with OpenPGP's algorithm %s: the registry takes keys of RSA (1, 2, 3) and DSA (17) alone", number)
}
