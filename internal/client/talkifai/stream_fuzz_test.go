package talkifai_test

import (
	"errors"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// FuzzStream: any stream is a reply or an error without a secret, it is the
// same however it is cut in pieces, and only an end makes a reply.
func FuzzStream(f *testing.F) {
	for _, seed := range []string{
		"", all, strings.ReplaceAll(all, "\n", "\r\n"), strings.ReplaceAll(all, "\n", "\r"), all[:len(all)/2],
		"event: error\ndata: {\"error\":\"x $\"}\n\n", "event: error\ndata: $\n\n", "\ufeffevent:stream_end\ndata:{}",
		"event: chunk\ndata: {\"delta\":\"\\ud800\xff\"}\n\nevent: stream_end\ndata: {\"usage\":{\"a\":1e9}}\n\n",
		"event: chunk\ndata: {\ndata\ndata:}\n\n", "\r\n\r\r\n:\n\nid\nretry: x\n\n",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) {
		body = strings.ReplaceAll(body, "$", token)
		got, err := answering(t, strings.NewReader(body)).Send(t.Context(), ref, hello)
		again, errAgain := answering(t, iotest.OneByteReader(strings.NewReader(body))).Send(t.Context(), ref, hello)
		if d := cmp.Diff(got, again); d != "" || (err == nil) != (errAgain == nil) || err != nil && err.Error() != errAgain.Error() {
			t.Errorf("byte by byte it is %v: %v\n%s", errAgain, err, d)
		}
		if hasSecret(err) {
			t.Errorf("the error has a secret: %v", err)
		}
		var failed *client.AnswerError
		switch {
		case err == nil && (got == nil || !strings.Contains(body, "stream_end")):
			t.Errorf("got %+v", got)
		case err != nil && !errors.As(err, &failed) && !client.MayHaveSucceeded(err):
			t.Errorf("the error rules out that the message arrived: %v", err)
		}
	})
}
