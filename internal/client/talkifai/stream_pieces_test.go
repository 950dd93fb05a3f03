package talkifai_test

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// errCut is the error of a stream that is cut.
var errCut = io.ErrUnexpectedEOF

// beyond fails the test when it is read.
func beyond(t *testing.T) io.Reader {
	return readerFunc(func([]byte) (int, error) {
		t.Error("the stream is read beyond the end of the answer")
		return 0, errCut
	})
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

// all is a stream with every kind of event.
const all = `: hello

retry: 1000
id: 1
event: stream_start
data: {"agent_name": "Ägent 1", "more": 1}

event: chunk
data: {"delta": "Grüße, "}

event: tool_call
data: {"name": "lookup", "status": "executing"}

event: tool_result
data: no JSON

: keep-alive

data: {"delta": "of no name"}

event: something_new
data: [1]

event: handoff
data: {"to": "B"}

id: 2
event: chunk
data: {"delta":
data:   "世界 🌍\n"
data: , "index": 2}

event: handoff
data: {"from_agent": "B", "to_agent": "C", "to": "D"}

event: handoff
data: "nobody"

event:chunk
data:{"delta":"."}

event: stream_end
data: {"usage": {"input_tokens": 3, "output_tokens": 12, "cost": 0.001, "model": "m", "cached": null}, "end_session": true}

`

var allOfIt = &client.Reply{
	Delivery: client.DeliveryAnswered, Answer: new("Grüße, 世界 🌍\n."), AgentName: new("Ägent 1"), Handoff: new("C"),
	EndSession: new(true), Usage: map[string]int64{"input_tokens": 3, "output_tokens": 12},
}

// The reply does not depend on where the network cuts the stream in pieces.
func TestStreamInPieces(t *testing.T) {
	for newline, text := range map[string]string{`\n`: all, `\r\n`: strings.ReplaceAll(all, "\n", "\r\n"), `\r`: strings.ReplaceAll(all, "\n", "\r")} {
		check := func(how any, body io.Reader) {
			got, err := answering(t, io.MultiReader(body, beyond(t))).Send(t.Context(), ref, hello)
			if d := cmp.Diff(got, allOfIt); err != nil || d != "" {
				t.Errorf("%s, cut %v: %v\n%s", newline, how, err, d)
			}
		}
		for i := range text {
			check(i, io.MultiReader(strings.NewReader(text[:i]), strings.NewReader(text[i:])))
		}
		check("at each byte", iotest.OneByteReader(strings.NewReader(text)))
	}
}

// An answer whose connection was cut is never complete.
func TestCutStream(t *testing.T) {
	text := strings.TrimSuffix(all, "\n")
	for i := range text {
		_, err := answering(t, io.MultiReader(strings.NewReader(text[:i]), iotest.ErrReader(errCut))).Send(t.Context(), ref, hello)
		var e *client.Error
		if !errors.As(err, &e) || e.InvalidResponse || e.Reason() != "the connection was cut" || !client.MayHaveSucceeded(err) {
			t.Errorf("cut at %d: got %v", i, err)
		}
	}
}
