package sandbox

// vendors is where the vendors of the sandbox are put together, in their fixed order.
// A vendor declares itself in a file of its own, and is one line here.
func vendors() []vendor {
	return []vendor{
		uppzyVendor(),
		talkifaiVendor(),
		siteassistVendor(),
		uponaiVendor(),
	}
}

// Variants chooses an answer for each point that the vendors' pages leave open. The
// zero value of every field is a default that a client should get along with; the
// comments name it first. [Variants.Validate] knows what each field allows. A vendor
// whose pages leave nothing open has none.
type Variants struct {
	Uppzy      UppzyVariants
	TalkifAI   TalkifAIVariants
	SiteAssist SiteAssistVariants
	UponAI     UponAIVariants
}
