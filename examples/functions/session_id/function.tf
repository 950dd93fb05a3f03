variable "session_id_salt" {
  description = "Long and random, the same for all who need the same ids."
  type        = string
  sensitive   = true
}

# One session for each ticket. Whoever knows the ticket's number has its session's id:
# another configuration, or the application under test. Uppzy never opens an id again
# that was closed: after a destroy, an apply of the same ticket is refused.
resource "chat_session" "ticket" {
  vendor          = "uppzy"
  session_id      = provider::chat::session_id("thread", "acme", "T-1")
  opening_message = "Where is my order?"
}

# One session for each user in each channel.
resource "chat_session" "channel" {
  for_each = toset(["slack", "email"])

  vendor     = "uppzy"
  session_id = provider::chat::session_id("channel", each.key, "U2147483697")
}

# One session for each user. E-mail addresses can be guessed, and the salt keeps a
# guess from being proved. The id itself tells nothing, and may be shown in plans.
resource "chat_session" "user" {
  vendor     = "uppzy"
  session_id = nonsensitive(provider::chat::session_id({ scope = "user", salt = var.session_id_salt }, lower("Jane@example.com")))
}
