package client

// vendors is the one table of what each vendor takes, needs and tells. The fact
// behind each row is in the vendor's own documentation, which the package of
// that vendor cites. To add a vendor is to add a row here.
var vendors = []Info{
	{
		Name: "uppzy", Title: "Uppzy", BaseURL: "https://api.uppzy.com/api/v1", Account: "site",
		Credentials: [][]Field{{
			{Name: "api_key", Env: "UPPZY_API_KEY", Secret: true, Doc: "API key of the tenant, made in the dashboard"},
			{Name: "site_id", Env: "UPPZY_SITE_ID", Doc: "Id of the site (chatbot) that the sessions belong to"},
		}},
		Arguments: map[Argument]Use{
			SessionID:        {Format: CheckID, Doc: "the id of your choice; an open session of that id is adopted"},
			SessionIDPrefix:  {Format: CheckID, Doc: "a fresh id with this prefix for each session"},
			UserIdentifier:   {Format: FormatEmail, Doc: "the end user's e-mail address"},
			OpeningMessage:   {Doc: "sent without waiting for the answer"},
			ResponseLanguage: {With: OpeningMessage, Format: FormatLanguage, Doc: "the language of the answer to the opening message"},
		},
		Selectors: map[Selector]string{
			ByUserIdentifier: "the end user's e-mail address; the vendor filters", ByStatus: "`open` or `closed`",
			BySessionIDPrefix: "start of the id", ByInactiveFor: "by `updated_at`",
			ByCreatedAfter: "", ByCreatedBefore: "",
		},
		Facts: map[Fact]bool{CreatedAt: true, UpdatedAt: true, ClosedAt: true, MessageCount: true, OpeningRequestID: true},
		Message: map[Argument]Use{
			SessionID:        {Format: CheckID, Required: true},
			MessageText:      {Required: true},
			UserIdentifier:   {Format: FormatEmail, Doc: "the end user's e-mail address"},
			ResponseLanguage: {Format: FormatLanguage, Doc: "a language code such as `en`"},
			Async:            {Change: Keep, Doc: "where an answer takes 5 to 60 seconds"},
			Wait:             {Change: Keep, With: Async, Doc: "together with `async`"},
			PollInterval:     {Change: Keep, With: Wait, Doc: "together with `wait`"},
		},
		Replies: map[ReplyFact]bool{ReplyRequestID: true, ReplyConfidenceScore: true, ReplyConfidenceLevel: true},
		Feedback: map[Argument]Use{
			SessionID: {Format: CheckID, Required: true},
			RequestID: {Format: CheckID, Required: true, Doc: "the `request_id` of the message that was answered"},
		},
		KeepsRatings:    true,
		NoHistory:       "no call tells the messages of a session",
		ClientChoosesID: true,
		Ends:            "never",
	},
	{
		Name: "talkifai", Title: "TalkifAI", BaseURL: "https://api.talkifai.dev/v1/chat",
		Credentials: [][]Field{{
			{Name: "api_key", Env: "TALKIFAI_API_KEY", Secret: true, Doc: "Secret API key. A widget key, which is bound to browsers, does not work. Revoking the key ends the sessions that it opened"},
		}},
		Arguments: map[Argument]Use{
			SessionID:      {With: SessionToken, Format: CheckID, Doc: "adopts this session"},
			AgentID:        {Required: true, Opening: true, Format: FormatUUID, Doc: "an agent of text architecture"},
			UserIdentifier: {Opening: true, Doc: "an e-mail address is advised; it keys the agent's memory"},
			Metadata:       {Opening: true, Doc: "never told again by the vendor"},
			SessionToken:   {Change: Keep, Doc: "the token of the session to adopt"},
		},
		NoList: "no call lists chat sessions, and each is told only to who has its token",
		Facts:  map[Fact]bool{Greeting: true, AgentName: true, AgentModel: true},
		Message: map[Argument]Use{
			SessionID:    {Format: CheckID, Required: true},
			SessionToken: {Change: Keep, Required: true, Doc: "the token that the session came with"},
			MessageText:  {Format: FormatMaxRunes(10_000), Required: true, Doc: "at most 10,000 characters"},
		},
		Replies:    map[ReplyFact]bool{ReplyAgentName: true, ReplyHandoff: true, ReplyEndSession: true, ReplyUsage: true},
		NoFeedback: "no call rates an answer",
		NoRequests: "every message is answered at once",
		Ends:       "after 30 idle minutes",
	},
	{
		Name: "siteassist", Title: "SiteAssist", BaseURL: "https://api.siteassist.io/v2", Account: "visitor",
		AccountNote: "told by its UUID, as in the attribute account, and not by the visitor_id of the provider block",
		Credentials: [][]Field{
			{
				{Name: "token", Env: "SITEASSIST_TOKEN", Secret: true, Doc: "Visitor session token, or a private key. From the environment it goes before a publishable key. A visitor token expires after some inactivity, and a destroy that runs later then fails; " +
					"prefer `publishable_key` with `visitor_id`, from which the provider gets and renews tokens"},
			},
			{
				{Name: "publishable_key", Env: "SITEASSIST_PUBLISHABLE_KEY", Secret: true, Doc: "Publishable key of the assistant. Needs `visitor_id`"},
				{Name: "visitor_id", Env: "SITEASSIST_VISITOR_ID", MaxLength: 100, Doc: "Device id of the visitor that the conversations belong to, 1 to 100 characters of your choice. " +
					"The same id always leads to the same visitor; another id sees other conversations"},
				{Name: "origin", Env: "SITEASSIST_ORIGIN", Optional: true, Format: FormatOrigin, Doc: "Origin of one of the allowed websites of the publishable key, such as `https://www.example.com`. " +
					"It is sent as the `Origin` header with each request. Required if SiteAssist refuses the key without it"},
			},
		},
		Arguments: map[Argument]Use{
			SessionID:   {Format: FormatUUID, Doc: "adopts this conversation"},
			PageURL:     {Opening: true, Format: FormatURL, Doc: "the page that the conversation starts on; never told again by the vendor"},
			CloseReason: {Change: Keep, Format: FormatMaxLength(256), Doc: "sent when the conversation is closed"},
		},
		Selectors: map[Selector]string{
			ByStatus: "`open` or `closed`", ByInactiveFor: "by the last interaction",
			ByCreatedAfter: "", ByCreatedBefore: "",
		},
		AccountIsScope: true,
		Facts:          map[Fact]bool{CreatedAt: true, UpdatedAt: true, ClosedAt: true},
		Message: map[Argument]Use{
			SessionID:   {Format: FormatUUID, Required: true},
			MessageText: {Format: FormatMaxLength(10_000), Required: true, Doc: "at most 10,000 characters"},
			PageURL:     {Format: FormatURL, Doc: "the page that the visitor is on"},
		},
		Replies: map[ReplyFact]bool{ReplyHandoff: true, ReplyFinishReason: true, ReplyUsage: true},
		Feedback: map[Argument]Use{
			SessionID: {Format: FormatUUID, Required: true},
			MessageID: {Format: FormatUUID, Required: true, Doc: "the `id` of the answer in `chat_messages`"},
		},
		NoRequests: "every message is answered at once, or by a human",
		Ends:       "never, as far as its pages tell",
	},
	{
		Name: "uponai", Title: "UponAI", BaseURL: "https://api.upon-ai.com", Account: "workspace",
		Credentials: [][]Field{{
			{Name: "token", Env: "UPONAI_TOKEN", Secret: true, Doc: "API token from the profile settings, or an API key of the workspace. A public key does not work"},
			{Name: "workspace_id", Env: "UPONAI_WORKSPACE_ID", Number: true, Doc: "Id of the workspace that the chats belong to"},
		}},
		Arguments: map[Argument]Use{
			SessionID:        {Format: CheckID, Doc: "adopts this chat"},
			AgentID:          {Required: true, Doc: "the chat agent"},
			Metadata:         {Change: Call, Doc: "changed in place"},
			DynamicVariables: {Opening: true, Doc: "variables of the agent's prompt"},
		},
		Selectors: map[Selector]string{
			ByStatus: "`open` or `closed`", ByAgentID: "the chat agent", ByMetadata: "keys and values among the chat's own; `" + MarkerKey + "` with the mark that an error names finds a chat whose creation had no answer",
			ByCreatedAfter: "", ByCreatedBefore: "",
		},
		Facts: map[Fact]bool{CreatedAt: true, ClosedAt: true, MessageCount: true},
		Message: map[Argument]Use{
			SessionID:   {Format: CheckID, Required: true},
			MessageText: {Required: true},
		},
		Replies:    map[ReplyFact]bool{ReplyAgentName: true},
		NoFeedback: "no call rates an answer",
		NoRequests: "every message is answered at once",
		Ends:       "when the agent's silence timer fires",
	},
}
