# Closes every session that nobody has used for 24 hours, whoever opened it and
# whenever. Uppzy keeps a session open until somebody closes it.
#
#   terraform apply    # closes nothing, and shows which sessions are idle
#   terraform destroy  # closes them

terraform {
  required_providers {
    chat = {
      source = "terraform-provider-chat/chat"
    }
  }
}

# Credentials come from UPPZY_API_KEY and UPPZY_SITE_ID.
provider "chat" {}

data "chat_sessions" "idle" {
  vendor       = "uppzy"
  status       = "open"
  inactive_for = "24h"
}

resource "chat_session_teardown" "idle" {
  vendor       = "uppzy"
  inactive_for = "24h"

  # Without this, sessions that were there before are left alone.
  created_after = "2000-01-01T00:00:00Z"

  # A destroy of more than that fails in its plan, and closes none.
  max_sessions = 1000
}

output "idle_sessions" {
  value = data.chat_sessions.idle.ids
}
