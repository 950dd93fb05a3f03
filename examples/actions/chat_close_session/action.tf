# Closes the session whenever the application is deployed anew.
action "chat_close_session" "support" {
  config {
    vendor       = "siteassist"
    session_id   = "5b710eca-ee67-4c3a-aeb6-8b541f451b40"
    close_reason = "A new version was deployed."
  }
}

resource "terraform_data" "application" {
  input = "v2"

  lifecycle {
    action_trigger {
      events  = [after_update]
      actions = [action.chat_close_session.support]
    }
  }
}

# TalkifAI ends a session with the session's own token alone. From the command line:
#   terraform apply -invoke=action.chat_close_session.concierge
# That works while the session is in the state: once it has left it, its attributes are
# not known, and the command fails.
resource "chat_session" "concierge" {
  vendor   = "talkifai"
  agent_id = "5b710eca-ee67-4c3a-aeb6-8b541f451b40"
}

action "chat_close_session" "concierge" {
  config {
    vendor        = chat_session.concierge.vendor
    session_id    = chat_session.concierge.session_id
    session_token = chat_session.concierge.session_token
  }
}
