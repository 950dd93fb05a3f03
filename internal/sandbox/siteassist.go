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

// projectWide takes the place of a visitor where a private key acts for the project.
const projectWide = "*"

// guard turns a visitor token, or the private key, into the visitor it acts for.
func (a *siteassistAPI) guard(next func(c *call, visitor string) answer) func(*call) answer {
	return func(c *call) answer {
		if c.bearer() == SiteAssistPrivateKey {
			switch a.variants().PrivateKey {
			case KeyUnauthorized:
				return siteassistUnauthorized()
			case KeyForbidden:
				return siteassistError(http.StatusForbidden, "This key does not allow the operation", "FORBIDDEN", nil)
			case KeyOfProject:
				return next(c, projectWide)
			default:
				return next(c, SiteAssistAccount(SiteAssistVisitorID))
			}
		}
		token, known := a.tokens[c.bearer()]
		if !known || !token.expires.IsZero() && !c.now.Before(token.expires) {
			return siteassistUnauthorized()
		}
		return next(c, token.visitor)
	}
}

// conversations lists what a visitor can reach, oldest first.
func (a *siteassistAPI) conversations(visitor string) []*session {
	if visitor == projectWide {
		return a.s.store.ofVendor(SiteAssist)
	}
	return a.s.store.of(SiteAssist, visitor)
}

// owned finds the conversation of the path, if it is the visitor's own (src).
func (a *siteassistAPI) owned(next func(c *call, r *session) answer) func(*call, string) answer {
	return func(c *call, visitor string) answer {
		id := c.param("conversationId")
		if uuid.Validate(id) != nil || len(id) != len(uuid.Nil.String()) {
			return a.malformed(id)
		}
		r := a.s.store.find(SiteAssist, visitor, id)
		anywhere := a.s.store.findAnywhere(SiteAssist, id)
		if visitor == projectWide {
			r = anywhere
		}
		switch {
		case r != nil:
			return next(c, r)
		case anywhere != nil:
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

// start opens a conversation. The page is kept for inspection; no response returns it. The
// body is optional. Where the private key acts for the project, the default visitor gets
// the conversation.
func (a *siteassistAPI) start(c *call, visitor string) answer {
	if visitor == projectWide {
		visitor = SiteAssistAccount(SiteAssistVisitorID)
	}
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

// close ends a conversation. One that is closed already is a success as well (R-close). The
// body is optional.
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
