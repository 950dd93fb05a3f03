package sandbox

import (
	"net/http"
	"net/url"
	"time"
	"unicode/utf16"

	"github.com/google/uuid"
)

// siteassistAPI is SiteAssist's Developer API v2 (src, R-*, O-*). A conversation lasts
// until it is closed.
type siteassistAPI struct {
	lasting
	s        *Sandbox
	tokens   map[string]siteassistToken
	visitors map[string]bool // visitor ids that have been seen
}

// siteassistToken lets its bearer act as one visitor. A zero expiry never comes.
type siteassistToken struct {
	visitor string
	expires time.Time
}

func newSiteassist(s *Sandbox) *siteassistAPI {
	visitor := SiteAssistAccount(SiteAssistVisitorID)
	return &siteassistAPI{
		s:        s,
		tokens:   map[string]siteassistToken{SiteAssistToken: {visitor: visitor}},
		visitors: map[string]bool{visitor: true},
	}
}

func (a *siteassistAPI) routes() []route {
	return []route{
		{"startConversation", http.MethodPost, "/conversations", a.guard(a.start)},
		{"listConversations", http.MethodGet, "/conversations", a.guard(a.list)},
		{"getConversation", http.MethodGet, "/conversations/{conversationId}", a.guard(a.owned(a.get))},
		{"closeConversation", http.MethodPost, "/conversations/{conversationId}/close", a.guard(a.owned(a.close))},
		{"sendMessage", http.MethodPost, "/conversations/{conversationId}/messages", a.guard(a.owned(a.send))},
		{"listMessages", http.MethodGet, "/conversations/{conversationId}/messages", a.guard(a.owned(a.messages))},
		{"sendMessageFeedback", http.MethodPost, "/messages/{messageId}/feedback", a.guard(a.feedback)},
		{"initIdentity", http.MethodPost, "/identity/init", a.identityInit},
		{"getMe", http.MethodGet, "/identity/me", a.guard(a.identityMe)},
	}
}

func (a *siteassistAPI) variants() SiteAssistVariants { return a.s.variants.SiteAssist }

func (a *siteassistAPI) expireTokens() { clear(a.tokens) }

// seed takes a device id for the visitor id behind it.
func (a *siteassistAPI) seed(r *session) {
	if uuid.Validate(r.Account) != nil {
		r.Account = SiteAssistAccount(r.Account)
	}
	r.ID = pick(r.ID, uuid.NewString())
}

// guard turns a visitor token into its visitor.
func (a *siteassistAPI) guard(next func(c *call, visitor string) answer) func(*call) answer {
	return func(c *call) answer {
		token, known := a.tokens[c.bearer()]
		if !known || !token.expires.IsZero() && !c.now.Before(token.expires) {
			return siteassistUnauthorized()
		}
		return next(c, token.visitor)
	}
}

// owned finds the conversation of the path, if it is the visitor's own (src).
func (a *siteassistAPI) owned(next func(c *call, r *session) answer) func(*call, string) answer {
	return func(c *call, visitor string) answer {
		id := c.param("conversationId")
		if uuid.Validate(id) != nil || len(id) != len(uuid.Nil.String()) {
			return a.malformed(id)
		}
		if r := a.s.store.find(SiteAssist, visitor, id); r != nil {
			return next(c, r)
		}
		if a.s.store.findAnywhere(SiteAssist, id) != nil {
			return siteassistMissing(a.variants().ForeignID.or(http.StatusForbidden), id)
		}
		return siteassistMissing(a.variants().UnknownID.or(http.StatusNotFound), id)
	}
}

func (a *siteassistAPI) malformed(id string) answer {
	switch status := a.variants().MalformedID.or(http.StatusBadRequest); status {
	case http.StatusNotFound:
		return siteassistMissing(status, id)
	case http.StatusUnprocessableEntity:
		return siteassistInvalid("conversationId", "not a UUID")
	default:
		return siteassistBadBody("conversationId", "The id is not a UUID.")
	}
}

// start opens a conversation. The page is kept for inspection; no answer returns it.
func (a *siteassistAPI) start(c *call, visitor string) answer {
	var body siteassistStart
	if len(c.body) > 0 {
		if err := c.decode(&body); err != nil {
			return siteassistBadBody("context", err.Error())
		}
	}
	r := &session{lastActive: c.now, Session: Session{
		Vendor: SiteAssist, Account: visitor, ID: uuid.NewString(), Open: true,
		CreatedAt: c.now, UpdatedAt: c.now,
	}}
	if body.Context != nil && body.Context.PageURL != nil {
		page, err := url.Parse(*body.Context.PageURL)
		if err != nil || !page.IsAbs() {
			return siteassistInvalid("context.pageUrl", "not a URL")
		}
		r.PageURL = *body.Context.PageURL
	}
	a.s.store.add(r)
	status := a.variants().StartStatus.or(http.StatusCreated)
	return jsonAnswer(status, a.conversation(r, withMessages))
}

func (a *siteassistAPI) get(_ *call, r *session) answer {
	return jsonAnswer(http.StatusOK, a.conversation(r, withMessages))
}

// close ends a conversation. One that is closed already is a success as well (R-close).
func (a *siteassistAPI) close(c *call, r *session) answer {
	var body siteassistClose
	if len(c.body) > 0 {
		if err := c.decode(&body); err != nil {
			return siteassistBadBody("closeReason", err.Error())
		}
	}
	reason := ""
	if body.CloseReason != nil {
		reason = *body.CloseReason
	}
	// The vendor's side is TypeScript, which counts UTF-16 units.
	if len(utf16.Encode([]rune(reason))) > 256 {
		return siteassistInvalid("closeReason", "closeReason exceeds maximum length of 256 characters")
	}
	v := a.variants()
	if !r.Open {
		if v.SecondCloseReason && reason != "" {
			r.CloseReason = reason
		}
		if v.SecondClose == http.StatusConflict {
			return siteassistError(http.StatusConflict, "Conversation is already closed", "CONFLICT",
				map[string]any{"resource": "conversation", "conflictingField": "status"})
		}
		return jsonAnswer(http.StatusOK, siteassistClosed{Success: true, Message: "Conversation is already closed."})
	}
	if v.CloseSuccess == CloseFalseOpen {
		return jsonAnswer(http.StatusOK, siteassistClosed{Message: "Conversation could not be closed."})
	}
	r.close(c.now, reason)
	if v.CloseSuccess == CloseFalseDone {
		return jsonAnswer(http.StatusOK, siteassistClosed{Message: "Conversation could not be closed."})
	}
	return jsonAnswer(http.StatusOK, siteassistClosed{Success: true, Message: "Conversation closed successfully."})
}
