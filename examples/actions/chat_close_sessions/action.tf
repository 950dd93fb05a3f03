# Closes what nobody has used for a day:
#   terraform apply -invoke=action.chat_close_sessions.idle
action "chat_close_sessions" "idle" {
  config {
    vendor       = "uppzy"
    inactive_for = "24h"
    max_sessions = 1000
    concurrency  = 20
  }
}

# Closes the sessions of the tests before the application under test is changed.
action "chat_close_sessions" "tests" {
  config {
    vendor   = "uponai"
    metadata = { environment = "staging" }
  }
}

resource "terraform_data" "application" {
  input = "v2"

  lifecycle {
    action_trigger {
      events  = [before_update]
      actions = [action.chat_close_sessions.tests]
    }
  }
}
