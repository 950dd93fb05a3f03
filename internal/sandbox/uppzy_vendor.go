package sandbox

// Uppzy is the vendor's name. Comments cite its pages: S0 is the session close page, S1
// the chat endpoints guide, FB the feedback page, ERR the error catalog, AW the async
// worker playbook.
const Uppzy = "uppzy"

// What Uppzy knows in a sandbox.
const (
	// UppzyAPIKey opens both Uppzy sites.
	UppzyAPIKey = "sandbox-uppzy-secret-7f3a91c05be24d68"
	// UppzyNoPlanAPIKey is a known key whose plan has no API access: 403.
	UppzyNoPlanAPIKey = "sandbox-uppzy-noplan-secret-1b6e40d97c52"
	// UppzySiteID is the default site; UppzyOtherSiteID is a second one with
	// sessions of its own, and so is UppzyEscapedSiteID, whose id has to be escaped in a
	// path. Any other site is a 404.
	UppzySiteID        = "site_sandbox"
	UppzyOtherSiteID   = "site_sandbox_other"
	UppzyEscapedSiteID = "site/sandbox ü"
)

func uppzyVendor() vendor {
	return vendor{
		name:   Uppzy,
		prefix: "/uppzy/api/v1",
		credentials: [][]Credential{{
			{Name: "api_key", Value: UppzyAPIKey, Secret: true},
			{Name: "site_id", Value: UppzySiteID},
		}},
		account:      UppzySiteID,
		otherAccount: []Credential{{Name: "site_id", Value: UppzyOtherSiteID}},
		secrets:      []string{UppzyNoPlanAPIKey},
		arrayMember:  "sessions",
		start:        func(s *Sandbox) api { return newUppzy(s) },
		variants:     func(v *Variants) []variantField { return v.Uppzy.fields() },
		errorBody:    func(status int) answer { return uppzyError(status, uppzyWords(status)) },
		readings:     uppzyReadings,
		documentedShapes: map[string][]string{
			"closeSession": {"health-status-ok"},
			"listSessions": {"json-array"}, // S1 sketches a bare array
		},
	}
}
