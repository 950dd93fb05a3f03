package talkifai

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

// endTimeout is the least that one end may take: its memory step is capped at
// 25 s and its webhook at 7 s, and S2 leaves open which of them the answer waits for.
const endTimeout = 45 * time.Second

// Close ends the session with its token. TalkifAI takes no reason.
//
//	{"success": true}          ended
//	401, 404 of its own        ended before; no clean-up is due (S2)
//	401, 404 of another        the history decides, see afterForeign
//	403                        an error: the token is of another session
//	any other 3xx, 4xx         an error
//	303, 408, 5xx, garbled,    the session is asked for; while it is answered for,
//	lost, {"success": false}   the end is repeated
//
// Without the token there is nothing to call: it ends well with a warning, since
// the session ends by itself.
//
// The end is not documented as repeatable, so that the transport repeats it on
// 429 alone, and before each repeat here the history is asked for: a dead token
// or an unknown session there means that an end has worked.
func (v *Vendor) Close(ctx context.Context, ref client.Ref, _ string) (client.CloseResult, error) {
	if ref.Token == "" {
		return client.CloseResult{Warning: fmt.Sprintf(
			"The session %q at TalkifAI could not be ended because its token is not known; %s.", ref.ID, endsByItself)}, nil
	}
	v.http.Hide(ref.Token)
	var first error
	for attempt := 0; ; attempt++ {
		err := v.end(ctx, ref)
		if result, settled := endResult(err); settled {
			// After an end that may have worked, nobody knows which one did.
			result.Already = result.Already && attempt == 0
			return result, nil
		}
		if foreign(err) {
			return v.afterForeign(ctx, ref, err)
		}
		if first == nil {
			first = err
		}
		if !client.MayHaveHappened(err) {
			return client.CloseResult{}, err
		}
		if over(v.probe(ctx, ref.ID, ref.Token, transport.Once)) {
			return client.CloseResult{}, nil
		}
		if attempt >= v.http.MaxRetries() || v.http.Backoff(ctx, attempt) != nil {
			return client.CloseResult{}, first
		}
	}
}

// end makes one try. It sends no body and no Content-Type (S2: "Body: None").
func (v *Vendor) end(ctx context.Context, ref client.Ref) error {
	var answer endAnswer
	call := transport.Call{
		Operation:  "end the session",
		SessionID:  ref.ID,
		Method:     http.MethodPost,
		Path:       []string{"sessions", ref.ID, "end"},
		Credential: transport.Bearer(ref.Token),
		Out:        &answer,
		Repeat:     transport.Once,
		Timeout:    endTimeout,
	}
	got, err := v.http.Do(ctx, call)
	switch {
	case err != nil:
		return err
	case answer.Success == nil || !*answer.Success:
		return v.http.Garbled(call, got, "it does not say that it was a success")
	}
	return nil
}

// endResult says what one answer settles by itself.
func endResult(err error) (result client.CloseResult, settled bool) {
	if err == nil {
		return client.CloseResult{}, true
	}
	if over(err) {
		return client.CloseResult{Already: true}, true
	}
	return client.CloseResult{}, false
}

// afterForeign decides what a 401 or 404 means that is not TalkifAI's own. Where
// the history is answered for, the way to TalkifAI is open and the end has not
// reached it: the error stands, as it does when the history fails or is refused.
// Where that is not TalkifAI's answer either, no other call could tell, and it ends
// well with a warning, since the session ends by itself.
func (v *Vendor) afterForeign(ctx context.Context, ref client.Ref, cause error) (client.CloseResult, error) {
	err := v.probe(ctx, ref.ID, ref.Token, transport.Safe)
	switch {
	case over(err):
		return client.CloseResult{}, nil
	case foreign(err), unreadable(err):
		return client.CloseResult{Warning: fmt.Sprintf(
			"Whether the session %q at TalkifAI has ended is not known, since the answer is not one that TalkifAI documents (%v). "+
				"If it is still open, %s. Is base_url right?", ref.ID, cause, endsByItself)}, nil
	}
	return client.CloseResult{}, cause
}
