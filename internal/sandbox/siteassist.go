package sandbox

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf16"

	"github.com/google/uuid"
)

// SiteAssist is the vendor's name. Comments cite its pages: src is the close
// conversation page, R-* and O-* are the current and the older reference pages, CODES is
// the status code page, AUTH the authentication page, START the quickstart.
const SiteAssist = "siteassist"

// The credentials and visitors of SiteAssist in a sandbox.
const (
	// SiteAssistPublishableKey is traded for visitor tokens at identity/init.
	SiteAssistPublishableKey = "sa_pk_sandbox-siteassist-secret-4e19f7a3c6d0"
	// SiteAssistVisitorID is the device id (saVid) of the default visitor, and
	// SiteAssistOtherVisitorID that of another. Any other device id of 1 to 100
	// characters is one more visitor.
	SiteAssistVisitorID      = "sandbox-visitor"
	SiteAssistOtherVisitorID = "another-visitor"
	// SiteAssistToken is a visitor token of the default visitor that does not expire:
	// only ExpireTokens voids it.
	SiteAssistToken = "sandbox-siteassist-token-secret-d35b60f8a1e2"

	// SiteAssistOtherConversationID is an id for a seeded conversation of another
	// visitor: some [Readings] look for it.
	SiteAssistOtherConversationID = "0f0e1f6a-5b1c-4a57-9d38-6a1de0f3c9b2"
	// SiteAssistPrivateKey is a private key of the project, accepted as Bearer (AUTH).
	SiteAssistPrivateKey = "sk_sandbox-siteassist-private-secret-90be2f6417cd"
	// SiteAssistOrigin is the website that the publishable key is allowed on (START).
	SiteAssistOrigin = "https://sandbox.example.com"

	// siteassistTokenPrefix begins the tokens that are issued while the sandbox runs.
	siteassistTokenPrefix = "sandbox-siteassist-visitor-secret-"
)

const (
	siteassistLifetime     = 24 * time.Hour // of a visitor token: no page gives a number
	siteassistMessageLimit = 10_000         // characters (R-send)
)

// visitorSpace makes the ids of visitors a function of their device id.
var visitorSpace = uuid.MustParse("6f0b1c55-6a0e-4d3e-9a53-0c7d8d5e2a11")

// SiteAssistAccount returns the visitor id (a UUID) behind a device id. It is the id in
// the responses of identity/init and identity/me, and the Account of the visitor's
// sessions.
func SiteAssistAccount(deviceID string) string {
	return uuid.NewSHA1(visitorSpace, []byte(deviceID)).String()
}

func siteassistVendor() vendor {
	return vendor{
		name:   SiteAssist,
		prefix: "/siteassist/v2",
		credentials: [][]Credential{
			{
				{Name: "publishable_key", Value: SiteAssistPublishableKey, Secret: true},
				{Name: "visitor_id", Value: SiteAssistVisitorID},
			},
			{{Name: "token", Value: SiteAssistToken, Secret: true}},
		},
		secrets:      []string{SiteAssistPrivateKey},
		account:      SiteAssistAccount(SiteAssistVisitorID),
		otherAccount: []Credential{{Name: "visitor_id", Value: SiteAssistOtherVisitorID}},
		// The publishable key is restricted to websites (START).
		acceptsOrigins: true,
		arrayMember:    "data",
		start:          newSiteassist,
		errorBody:      siteassistSample,
		readings:       siteassistReadings,
		documentedShapes: map[string][]string{
			"sendMessage":  {"queued-202"},
			"listMessages": {"list-openai"},
		},
	}
}

// siteassistAPI is SiteAssist's Developer API v2 (src, R-*, O-*). A conversation lasts
// until it is closed. A token gives access to one visitor.
type siteassistAPI struct {
	lasting
	s        *Sandbox
	tokens   tokens
	visitors map[string]bool // visitor ids that have been seen
}

func newSiteassist(s *Sandbox) api {
	visitor := SiteAssistAccount(SiteAssistVisitorID)
	return &siteassistAPI{
		s:        s,
		tokens:   tokens{SiteAssistToken: {subject: visitor}},
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

func (a *siteassistAPI) expireTokens() { a.tokens.expireTokens() }

// seed accepts a device id for the visitor id behind it.
func (a *siteassistAPI) seed(r *session) {
	if uuid.Validate(r.Account) != nil {
		r.Account = SiteAssistAccount(r.Account)
	}
	r.ID = pick(r.ID, uuid.NewString())
}

// guard turns a visitor token, or the private key, into the visitor that it acts for:
// anyAccount where the key acts for the project.
func (a *siteassistAPI) guard(next func(c *call, visitor string) *response) handler {
	return func(c *call) *response {
		visitor := a.tokens.subject(c.bearer(), c.now)
		if c.bearer() == SiteAssistPrivateKey {
			switch a.variants().PrivateKey {
			case KeyUnauthorized:
			case KeyForbidden:
				return siteassistError(http.StatusForbidden, "This key does not allow the operation", "FORBIDDEN", nil)
			case KeyOfProject:
				visitor = anyAccount
			default:
				visitor = SiteAssistAccount(SiteAssistVisitorID)
			}
		}
		if visitor == "" {
			return siteassistSample(http.StatusUnauthorized)
		}
		return next(c, visitor)
	}
}

// owned finds the conversation of the path, if it is the visitor's own (src).
func (a *siteassistAPI) owned(next func(c *call, r *session) *response) func(*call, string) *response {
	return func(c *call, visitor string) *response {
		id, v := c.param("conversationId"), a.variants()
		if uuid.Validate(id) != nil || len(id) != len(uuid.Nil.String()) {
			switch status := v.MalformedID.or(http.StatusBadRequest); status {
			case http.StatusNotFound:
				return siteassistMissing(status, id)
			case http.StatusUnprocessableEntity:
				return siteassistInvalid("conversationId", "not a UUID")
			default:
				return siteassistBadBody("conversationId", "The id is not a UUID.")
			}
		}
		if r := a.s.store.find(SiteAssist, visitor, id); r != nil {
			return next(c, r)
		}
		if a.s.store.find(SiteAssist, anyAccount, id) != nil {
			return siteassistMissing(v.ForeignID.or(http.StatusForbidden), id)
		}
		return siteassistMissing(v.UnknownID.or(http.StatusNotFound), id)
	}
}

// identityInit trades publishable key and device id for a visitor token: 201 for a
// device that is seen for the first time, 200 afterwards, with the same visitor (R-init).
func (a *siteassistAPI) identityInit(c *call) *response {
	var body siteassistInit
	if err := c.decode(&body); err != nil {
		return siteassistBadBody("body", err.Error())
	}
	v := a.variants()
	origin := c.request.Header.Get("Origin")
	withoutOrigin := v.InitWithoutOrigin.or(http.StatusOK)
	switch n := utf16Length(body.DeviceID); {
	case n < 1 || n > 100:
		return siteassistInvalid("saVid", "saVid must have 1 to 100 characters")
	case body.APIKey != SiteAssistPublishableKey:
		return siteassistSample(http.StatusUnauthorized)
	case origin == SiteAssistOrigin, origin == "" && withoutOrigin == http.StatusOK:
	case withoutOrigin == http.StatusUnauthorized:
		return siteassistError(http.StatusUnauthorized, "Domain is not allowed", "UNAUTHORIZED", nil)
	default:
		return siteassistError(http.StatusForbidden, "Domain is not allowed", "FORBIDDEN", nil)
	}
	visitor := SiteAssistAccount(body.DeviceID)
	status := http.StatusOK
	if !a.visitors[visitor] {
		a.visitors[visitor] = true
		status = http.StatusCreated
	}
	text := ""
	if !v.EmptyToken {
		text = a.s.issue(a.tokens, siteassistTokenPrefix, visitor, c.now.Add(pick(time.Duration(v.TokenLifetime), siteassistLifetime)))
	}
	return respond(status, map[string]any{"sessionToken": text, "visitor": siteassistVisitorOf(visitor)})
}

// identityMe returns the visitor behind a token (O-me). Whether it accepts a private key
// is open.
func (a *siteassistAPI) identityMe(c *call, visitor string) *response {
	if c.bearer() != SiteAssistPrivateKey {
		return respond(http.StatusOK, siteassistVisitorOf(visitor))
	}
	switch status := a.variants().PrivateKeyMe.or(http.StatusOK); status {
	case http.StatusUnauthorized:
		return siteassistSample(status)
	case http.StatusForbidden:
		return siteassistError(status, "A visitor session is required", "FORBIDDEN", nil)
	case http.StatusNotFound:
		return siteassistError(status, "Visitor not found", "", nil)
	default:
		return respond(status, siteassistVisitorOf(SiteAssistAccount(SiteAssistVisitorID)))
	}
}

// start opens a conversation. Only [Sandbox.Session] returns the page. The body is
// optional. Where the private key acts for the project, the conversation belongs to the
// default visitor.
func (a *siteassistAPI) start(c *call, visitor string) *response {
	if visitor == anyAccount {
		visitor = SiteAssistAccount(SiteAssistVisitorID)
	}
	var body siteassistStart
	if err := c.decode(&body); err != nil && len(c.body) > 0 {
		return siteassistBadBody("context", err.Error())
	}
	pageURL := ""
	if body.Context.PageURL != nil {
		pageURL = *body.Context.PageURL
		if page, err := url.Parse(pageURL); err != nil || !page.IsAbs() {
			return siteassistInvalid("context.pageUrl", "not a URL")
		}
	}
	r := a.s.store.open(SiteAssist, visitor, uuid.NewString(), c.now)
	r.PageURL = pageURL
	return respond(a.variants().StartStatus.or(http.StatusCreated), a.conversation(r, withMessages))
}

func (a *siteassistAPI) get(_ *call, r *session) *response {
	return respond(http.StatusOK, a.conversation(r, withMessages))
}

// close ends a conversation. Closing a closed one succeeds as well (R-close). The body is
// optional.
func (a *siteassistAPI) close(c *call, r *session) *response {
	var body siteassistClose
	if err := c.decode(&body); err != nil && len(c.body) > 0 {
		return siteassistBadBody("closeReason", err.Error())
	}
	if utf16Length(body.CloseReason) > 256 {
		return siteassistInvalid("closeReason", "closeReason exceeds maximum length of 256 characters")
	}
	v := a.variants()
	if !r.Open {
		if v.SecondCloseReason {
			r.CloseReason = pick(body.CloseReason, r.CloseReason)
		}
		if v.SecondClose == http.StatusConflict {
			return siteassistError(http.StatusConflict, "Conversation is already closed", "CONFLICT",
				map[string]any{"resource": "conversation", "conflictingField": "status"})
		}
		return respondClosed(true, "Conversation is already closed.")
	}
	if v.CloseSuccess != CloseFalseOpen {
		r.close(c.now, body.CloseReason)
	}
	if v.CloseSuccess == CloseFalseOpen || v.CloseSuccess == CloseFalseDone {
		return respondClosed(false, "Conversation could not be closed.")
	}
	return respondClosed(true, "Conversation closed successfully.")
}

// utf16Length counts as the vendor does, whose side is TypeScript.
func utf16Length(text string) int { return len(utf16.Encode([]rune(text))) }

// list pages through the visitor's conversations by offset (R-list).
func (a *siteassistAPI) list(c *call, visitor string) *response {
	limit, offset, ok := c.page(10, 100)
	status := c.query("status")
	compare, known := siteassistOrder[pick(c.query("orderBy"), "lastInteractionAt")]
	direction := pick(c.query("orderDir"), "desc")
	switch {
	case !ok:
		return siteassistInvalid("limit", "limit or offset out of range")
	case c.hasQuery("status") && status != statusOpen && status != statusClosed:
		return siteassistInvalid("status", "status is neither open nor closed")
	case !known:
		return siteassistInvalid("orderBy", "unknown field")
	case direction != "asc" && direction != "desc":
		return siteassistInvalid("orderDir", "neither asc nor desc")
	}
	found := slices.DeleteFunc(a.s.store.of(SiteAssist, visitor), func(r *session) bool {
		return status != "" && siteassistStatus(r) != status
	})
	slices.SortStableFunc(found, compare)
	if direction == "desc" {
		// Backwards as a whole: of two that are equal the newer one then comes first.
		slices.Reverse(found)
	}
	data := []map[string]any{}
	for _, r := range pageOf(found, limit, offset) {
		data = append(data, a.conversation(r, withLastMessage))
	}
	return respond(http.StatusOK, map[string]any{
		"object": "list", "total": len(found), "limit": limit, "offset": offset, "data": data,
	})
}

// send accepts a visitor's message. The reply comes as JSON steps or as an event
// stream; for a conversation that a human handles it is only queued (R-send, CODES).
func (a *siteassistAPI) send(c *call, r *session) *response {
	var body siteassistSend
	err := c.decode(&body)
	switch length := utf16Length(body.Content); {
	case err != nil:
		return siteassistBadBody("content", err.Error())
	case length == 0:
		return siteassistSample(http.StatusBadRequest)
	case length > siteassistMessageLimit:
		return siteassistSample(http.StatusUnprocessableEntity)
	case !r.Open:
		return a.refuseClosed()
	}
	r.say(roleUser, body.Content, c.now)
	switch {
	case strings.Contains(body.Content, FailMarker):
		return siteassistSample(http.StatusBadGateway)
	case r.human || strings.Contains(body.Content, HumanMarker):
		r.human = true
		return a.queued()
	}
	text := Reply(body.Content)
	m := r.say(roleAssistant, text, c.now)
	if body.Stream {
		return siteassistStream(*m)
	}
	return respond(http.StatusOK, map[string]any{"steps": []map[string]any{{
		"content":      []map[string]any{{"type": "text", "text": text}},
		"finishReason": "stop",
		"usage": map[string]any{
			"inputTokens": words(body.Content), "outputTokens": words(text),
			"totalTokens": words(body.Content) + words(text), "reasoningTokens": 0, "cachedInputTokens": 0,
		},
	}}})
}

// messages lists a conversation, oldest first; without a limit all of it (R-msgs).
func (a *siteassistAPI) messages(c *call, r *session) *response {
	limit, offset, ok := c.page(len(r.Messages)+1, 1000)
	if !ok {
		return siteassistInvalid("limit", "limit or offset out of range")
	}
	role, status := c.query("role"), pick(c.query("status"), "complete")
	data := []map[string]any{}
	for _, m := range r.Messages {
		// Every message of the sandbox is complete: other states match nothing.
		if (role == "" || m.Role == role) && status == "complete" {
			data = append(data, a.message(r, m))
		}
	}
	return respond(http.StatusOK, map[string]any{"object": "list", "data": pageOf(data, limit, offset)})
}

// feedback sets, replaces or removes the rating of a message of the visitor (R-fb).
func (a *siteassistAPI) feedback(c *call, visitor string) *response {
	var body siteassistFeedback
	if err := c.decode(&body); err != nil {
		return siteassistBadBody("feedback", err.Error())
	}
	value, ok := body.value()
	if !ok {
		return siteassistInvalid("feedback", "feedback must be like, dislike or null")
	}
	id := c.param("messageId")
	for _, r := range a.s.store.of(SiteAssist, visitor) {
		for i := range r.Messages {
			if r.Messages[i].ID == id {
				r.Messages[i].rate(value, c.now)
				return respond(http.StatusOK, map[string]any{"feedback": nullable(value)})
			}
		}
	}
	return siteassistMissing(http.StatusNotFound, id)
}
