# One session: opened by apply, seen by plan, closed by destroy.

terraform {
  required_providers {
    chat = {
      source = "terraform-provider-chat/chat"
    }
  }
}

# Credentials come from UPPZY_API_KEY and UPPZY_SITE_ID.
provider "chat" {}

resource "chat_session" "first" {
  vendor            = "uppzy"
  session_id_prefix = "getting-started-"
  opening_message   = "Where is my order?"
}

output "session_id" {
  value = chat_session.first.session_id
}

output "status" {
  value = chat_session.first.status
}
