# Uppzy: a fresh id for each session, and a first message that begins it.
resource "chat_session" "support" {
  vendor            = "uppzy"
  session_id_prefix = "pr-1234-"
  user_identifier   = "tester@example.com"
  opening_message   = "Where is my order?"
}

# TalkifAI: the session's token comes with it, and is kept in the state.
resource "chat_session" "shop" {
  vendor          = "talkifai"
  agent_id        = "5b710eca-ee67-4c3a-aeb6-8b541f451b40"
  user_identifier = "tester@example.com"
  metadata        = { source = "pull-request-1234" }

  # It ends by itself after 30 idle minutes, and the next apply opens a new one.
}

# SiteAssist: the reason is given when the conversation is closed.
resource "chat_session" "contact_page" {
  vendor       = "siteassist"
  page_url     = "https://example.com/contact"
  close_reason = "The environment was torn down."
}

# UponAI: metadata are changed in place.
resource "chat_session" "concierge" {
  vendor   = "uponai"
  agent_id = "chat_agent_01hzk4q6dr3n0d4qzpw9z6gth6"

  metadata = {
    environment = "staging"
    owner       = "checkout-team"
  }

  dynamic_variables = { customer_tier = "enterprise" }

  # When the chat has ended by itself, keep it as closed instead of opening
  # another one.
  recreate_when_closed = false

  timeouts {
    delete = "10m"
  }
}
