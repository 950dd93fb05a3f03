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
	visitor := SiteAssistAccount(body.DeviceID)
	status := http.StatusOK
	if !a.visitors[visitor] {
		a.visitors[visitor] = true
		status = http.StatusCreated
	}
	token := a.s.issue(siteassistTokenPrefix)
	life := pick(a.variants().TokenLifetime, siteassistLifetime)
	a.tokens[token] = siteassistToken{visitor: visitor, expires: c.now.Add(life)}
	return jsonAnswer(status, map[string]any{"sessionToken": token, "visitor": siteassistVisitorOf(visitor)})
}

// identityMe tells whom a token stands for (O-me).
func (a *siteassistAPI) identityMe(_ *call, visitor string) answer {
	return jsonAnswer(http.StatusOK, siteassistVisitorOf(visitor))
}
