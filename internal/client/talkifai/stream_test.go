package talkifai_test

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/talkifai"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
)

var (
	ref   = client.Ref{ID: "chat_1", Token: token}
	hello = client.SendRequest{Text: "Hello"}
)

// answering is a vendor that answers one message with the stream.
func answering(t *testing.T, body io.Reader) *talkifai.Vendor {
	t.Helper()
	asked := false
	return vendorAt(t, transport.Options{RoundTripper: vendortest.RoundTrip(func(r *http.Request) (*http.Response, error) {
		if asked {
			t.Error("the message is sent again")
		}
		asked = true
		answer := vendortest.Answer(200, "")
		answer.Header.Set("Content-Type", "text/event-stream")
		answer.Body = io.NopCloser(body)
		return answer, nil
	})})
}

func TestStream(t *testing.T) {
	const (
		chunk = "event: chunk\ndata: {\"delta\":\"Hi\"}\n\n"
		end   = "event: stream_end\ndata: {\"usage\":{},\"end_session\":false}\n\n"
	)
	hi := &client.Reply{Delivery: client.DeliveryAnswered, Answer: new("Hi"), EndSession: new(false)}
	bare := &client.Reply{Delivery: client.DeliveryAnswered, Answer: new("Hi")}
	silent := &client.Reply{Delivery: client.DeliveryAccepted, EndSession: new(false), Note: "TalkifAI accepted the message and returned an answer without text."}
	failure := func(words string) error {
		return &client.AnswerError{Vendor: "talkifai", SessionID: "chat_1", Message: words}
	}
	// invalid is an answer that cannot be read, with these words in the error.
	invalid := func(words string) error { return &client.Error{InvalidResponse: true, Message: words} }
	for name, c := range map[string]struct {
		body string
		want *client.Reply
		err  error
	}{
		"text":                     {body: chunk + end, want: hi},
		"byte order mark":          {body: "\ufeff" + chunk + end, want: hi},
		"no start, twice over":     {body: chunk + end + chunk + end, want: hi},
		"end before the last line": {body: chunk + strings.TrimSuffix(end, "\n"), want: hi},
		"no members":               {body: chunk + "event: stream_end\ndata: {}\n\n", want: bare},
		"odd members":              {body: chunk + "event: stream_end\ndata: {\"usage\":[1],\"end_session\":{}}\n\n", want: bare},
		"odd names":                {body: "event: stream_start\ndata: {\"agent_name\":null}\n\nevent: handoff\ndata: {\"to\":[]}\n\n" + chunk + end, want: hi},
		"a null in the text":       {body: chunk + "event: chunk\ndata: {\"delta\":null}\n\n" + end, want: hi},
		"no text":                  {body: end, want: silent},
		"empty text":               {body: "event: chunk\ndata: {\"delta\":\"\"}\n\n" + end, want: silent},

		"error":           {body: chunk + "event: error\ndata: {\"error\":\"The model\\nfailed at " + token + "\"}\n\n" + end, err: failure("(withheld because it contains a credential)")},
		"error, no words": {body: "event: error\ndata: {}\n\n", err: failure("")},
		"error, odd":      {body: "event: error\ndata: {\"error\":{\"code\":1}}\n\n", err: failure("")},

		"nothing":             {err: invalid("the answer broke off before its end")},
		"comments":            {body: ": a\n\n: b\n\n", err: invalid("the answer broke off before its end")},
		"early end":           {body: chunk, err: invalid("the answer broke off before its end")},
		"end in a line":       {body: chunk + "event: stream_end\ndata: {\"us", err: invalid("the answer broke off before its end")},
		"end behind a line":   {body: chunk + "event: stream_end\n", err: invalid("its event stream_end cannot be read: ")},
		"no JSON in a chunk":  {body: "event: chunk\ndata: <b>\n\n" + end, err: invalid("its event chunk cannot be read: <b>")},
		"null for a chunk":    {body: "event: chunk\ndata: null\n\n" + end, err: invalid("its event chunk cannot be read: null")},
		"a chunk of no text":  {body: "event: chunk\ndata: {\"delta\":{}}\n\n" + end, err: invalid(`its event chunk cannot be read: {"delta":{}}`)},
		"a chunk of secrets":  {body: "event: chunk\ndata: " + token + "\n\n" + end, err: invalid("(withheld because it contains a credential)")},
		"no data at the end":  {body: chunk + "event: stream_end\n\n", err: invalid("its event stream_end cannot be read: ")},
		"null at the end":     {body: chunk + "event: stream_end\ndata: null\n\n", err: invalid("its event stream_end cannot be read: null")},
		"no JSON in an error": {body: chunk + "event: error\ndata: oops\n\n", err: invalid("its event error cannot be read: oops")},
	} {
		got, err := answering(t, strings.NewReader(c.body)).Send(t.Context(), ref, hello)
		if d := cmp.Diff(got, c.want); d != "" {
			t.Errorf("%s: %v\n%s", name, err, d)
		}
		var e, want *client.Error
		switch {
		case errors.As(c.err, &want):
			if !errors.As(err, &e) || !e.InvalidResponse || e.Message != strings.TrimSpace(want.Message) || !client.MayHaveSucceeded(err) {
				t.Errorf("%s: got %v, want %q", name, err, want.Message)
			}
		default:
			if d := cmp.Diff(err, c.err); d != "" {
				t.Errorf("%s: %s", name, d)
			}
		}
	}
}

func TestLargeEvents(t *testing.T) {
	event := func(size int) io.Reader {
		return strings.NewReader("event: chunk\ndata: {\"delta\":\"" + strings.Repeat("a", size) + "\"}\n\nevent: stream_end\ndata: {}\n\n")
	}
	const large = 900 << 10
	if got, err := answering(t, event(large)).Send(t.Context(), ref, hello); err != nil || len(*got.Answer) != large {
		t.Errorf("got %+v, %v", got, err)
	}
	for name, body := range map[string]io.Reader{"huge": event(2 << 20), "endless": vendortest.Endless{}} {
		_, err := answering(t, body).Send(t.Context(), ref, hello)
		if err == nil || !strings.Contains(err.Error(), "larger than this provider reads") || !client.MayHaveSucceeded(err) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}
