package sandbox

import (
	"time"

	"github.com/google/uuid"
)

// SiteAssist is the vendor's name. Comments cite its pages: src is the close
// conversation page, R-* and O-* are the current and the older reference pages, CODES is
// the status code page, AUTH the authentication page.
const SiteAssist = "siteassist"

// What SiteAssist knows in a sandbox.
const (
	// SiteAssistPublishableKey buys visitor tokens from identity/init.
	SiteAssistPublishableKey = "sa_pk_sandbox-siteassist-secret-4e19f7a3c6d0"
	// SiteAssistVisitorID is the device id (saVid) of the default visitor, and
	// SiteAssistOtherVisitorID that of another. Any other device id of 1 to 100
	// characters is one more visitor.
	SiteAssistVisitorID      = "sandbox-visitor"
	SiteAssistOtherVisitorID = "another-visitor"
	// SiteAssistToken is a visitor token of the default visitor. It has no lifetime:
	// only ExpireTokens ends it.
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

// siteassistLifetime is how long a visitor token lives: no page gives a number.
const siteassistLifetime = 24 * time.Hour

// visitorSpace makes the ids of visitors a function of their device id.
var visitorSpace = uuid.MustParse("6f0b1c55-6a0e-4d3e-9a53-0c7d8d5e2a11")

// SiteAssistAccount gives the visitor id (a UUID) behind a device id. It is what
// identity/init and identity/me answer, and the Account of the visitor's sessions.
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
		start:          func(s *Sandbox) api { return newSiteassist(s) },
		variants:       func(v *Variants) []variantField { return v.SiteAssist.fields() },
		errorBody:      siteassistSample,
		readings:       siteassistReadings,
		documentedShapes: map[string][]string{
			"sendMessage":  {"queued-202"},
			"listMessages": {"list-openai"},
		},
	}
}
