# vendor/session_id, in the account that the provider is configured for
terraform import chat_session.support uppzy/ticket-48291

# vendor/account/session_id, where the account is the Uppzy site, the UponAI
# workspace or the UUID of the SiteAssist visitor (not visitor_id); the import
# fails if the provider is configured for another one
terraform import chat_session.concierge uponai/42/Jabr9TXYYJHfvl6Syypi88rdAHYHmcq6

# a slash within an id is written as %2F
terraform import chat_session.support uppzy/tickets%2F48291

# TalkifAI tells nothing of a session without its token, which is never part of
# an import id: set session_token in the configuration, and the next apply stores it
terraform import chat_session.shop talkifai/chat_5b710eca_user123_1705312800000
