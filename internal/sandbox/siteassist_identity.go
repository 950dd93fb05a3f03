package sandbox

import (
	"net/http"
	"unicode/utf16"
)

// identityInit trades publishable key and device id for a visitor token: 201 for a
// device that is seen for the first time, 200 afterwards, with the same visitor (R-init).
func (a *siteassistAPI) identityInit(c *call) answer {
	var body siteassistInit
	if err := c.decode(&body); err != nil {
		return siteassistBadBody("body", err.Error())
	}
	if n := len(utf16.Encode([]rune(body.DeviceID))); n < 1 || n > 100 {
		return siteassistInvalid("saVid", "saVid must have 1 to 100 characters")
	}
	if body.APIKey != SiteAssistPublishableKey {
		return siteassistUnauthorized()
	}
	if refused, isRefused := a.refuseOrigin(c.request.Header.Get("Origin")); isRefused {
		return refused
	}
	visitor := SiteAssistAccount(body.DeviceID)
	status := http.StatusOK
	if !a.visitors[visitor] {
		a.visitors[visitor] = true
		status = http.StatusCreated
	}
	if a.variants().EmptyToken {
		return jsonAnswer(status, map[string]any{"sessionToken": "", "visitor": siteassistVisitorOf(visitor)})
	}
	token := a.s.issue(siteassistTokenPrefix)
	life := pick(a.variants().TokenLifetime, siteassistLifetime)
	a.tokens[token] = siteassistToken{visitor: visitor, expires: c.now.Add(life)}
	return jsonAnswer(status, map[string]any{"sessionToken": token, "visitor": siteassistVisitorOf(visitor)})
}

// refuseOrigin applies the list of allowed websites (START).
func (a *siteassistAPI) refuseOrigin(origin string) (refused answer, isRefused bool) {
	status := a.variants().InitWithoutOrigin.or(http.StatusOK)
	switch {
	case origin == SiteAssistOrigin, origin == "" && status == http.StatusOK:
		return answer{}, false
	case status == http.StatusUnauthorized:
		return siteassistError(status, "Domain is not allowed", "UNAUTHORIZED", nil), true
	default:
		return siteassistError(http.StatusForbidden, "Domain is not allowed", "FORBIDDEN", nil), true
	}
}

// identityMe returns the visitor behind a token (O-me). Whether it accepts a private key
// is open.
func (a *siteassistAPI) identityMe(c *call, visitor string) answer {
	if c.bearer() != SiteAssistPrivateKey {
		return jsonAnswer(http.StatusOK, siteassistVisitorOf(visitor))
	}
	switch status := a.variants().PrivateKeyMe.or(http.StatusOK); status {
	case http.StatusUnauthorized:
		return siteassistUnauthorized()
	case http.StatusForbidden:
		return siteassistError(status, "A visitor session is required", "FORBIDDEN", nil)
	case http.StatusNotFound:
		return siteassistError(status, "Visitor not found", "", nil)
	default:
		return jsonAnswer(status, siteassistVisitorOf(SiteAssistAccount(SiteAssistVisitorID)))
	}
}
