package client

// Info is what is fixed about a vendor: what it is called, where it is, what it
// takes and what it tells. Validation, plans and documentation are driven by it.
type Info struct {
	// Name is the vendor in configurations, Title in sentences.
	Name, Title string
	// BaseURL is the server of the vendor's published API.
	BaseURL string
	// Account is what a session's account is called; empty where there is none.
	Account string
	// AccountNote says which name of the account is meant, where it has several.
	AccountNote string
	// Credentials are the fields of the provider's block for this vendor, and
	// the environment variables that fill them. Each inner list is one kind, which is
	// enough by itself.
	Credentials [][]Field
	// Arguments has what the vendor takes; an argument that is missing here is
	// refused.
	Arguments map[Argument]Use
	// Selectors has by what the sessions of its list can be picked, with what
	// the vendor makes of it. A vendor without a list has none, and NoList says
	// why.
	Selectors map[Selector]string
	NoList    string
	// AccountIsScope is set where the account alone is narrow enough to close all of
	// its sessions; elsewhere that takes a selector.
	AccountIsScope bool
	// Facts has what the vendor tells.
	Facts map[Fact]bool
	// Message has what a message to a session takes, and Replies what its answer
	// tells.
	Message map[Argument]Use
	Replies map[ReplyFact]bool
	// Feedback has what names an answer that is rated. A vendor without a call for it
	// has none, and NoFeedback says why.
	Feedback   map[Argument]Use
	NoFeedback string
	// KeepsRatings is a vendor that has no call to take a rating back.
	KeepsRatings bool
	// NoHistory says why the messages of a session cannot be read, and NoRequests why
	// the status of a message cannot; empty where they can.
	NoHistory, NoRequests string
	// ClientChoosesID is set where the client chooses session ids.
	ClientChoosesID bool
	// Ends says when a session that nobody closes ends by itself.
	Ends string
}

// Takes reports whether the vendor takes an argument.
func (info Info) Takes(name Argument) bool {
	_, ok := info.Arguments[name]
	return ok
}

// Field is one credential in a vendor's block of the provider configuration.
type Field struct {
	// Name is the attribute, Env the variable that fills it.
	Name, Env string
	// Doc says what it is, without a full stop.
	Doc string
	// Secret marks a value that is never shown.
	Secret bool
	// Number is a whole number; other fields are text.
	Number bool
	// MaxLength bounds a text, in characters; 0 is no bound.
	MaxLength int
	// Format checks a text; nil allows every text.
	Format Format
	// Optional marks a field that its kind of credentials is complete without.
	Optional bool
}

// Lookup finds a vendor by its name.
func Lookup(name string) (Info, bool) {
	for _, info := range vendors {
		if info.Name == name {
			return info, true
		}
	}
	return Info{}, false
}

// All lists the vendors in the order of the documentation.
func All() []Info {
	return append([]Info(nil), vendors...)
}

// Names lists the vendors' names.
func Names() []string {
	names := make([]string, 0, len(vendors))
	for _, info := range vendors {
		names = append(names, info.Name)
	}
	return names
}

// Title is the vendor's name in a sentence; an unknown name stands for itself.
func Title(name string) string {
	if info, ok := Lookup(name); ok {
		return info.Title
	}
	return name
}

// AccountNoun is what the vendor calls the account of a session.
func AccountNoun(name string) string {
	if info, ok := Lookup(name); ok && info.Account != "" {
		return info.Account
	}
	return "account"
}
