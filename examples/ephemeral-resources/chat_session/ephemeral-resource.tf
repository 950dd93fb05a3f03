# Two sessions for a smoke test: nothing of them is in the plan file or in the state.
ephemeral "chat_session" "shop" {
  vendor   = "talkifai"
  agent_id = "5b710eca-ee67-4c3a-aeb6-8b541f451b40"
  metadata = { source = "smoke-test" }
}

ephemeral "chat_session" "support" {
  vendor            = "uppzy"
  session_id_prefix = "smoke-1234-"
  opening_message   = "Where is my order?"

  timeouts {
    open = "1m"
  }

  # So that no session that an apply leaves is older than what sweeps it.
  depends_on = [chat_session_teardown.smoke_test]
}

# It runs while they are open. When it fails or is interrupted, Terraform closes
# neither of them: TalkifAI ends its own after 30 idle minutes.
resource "terraform_data" "smoke_test" {
  triggers_replace = ["v1.2.3"]

  provisioner "local-exec" {
    command = "./smoke-test.sh"

    environment = {
      SHOP_SESSION_ID    = ephemeral.chat_session.shop.session_id
      SHOP_SESSION_TOKEN = ephemeral.chat_session.shop.session_token
      SUPPORT_SESSION_ID = ephemeral.chat_session.support.session_id
    }
  }
}

# Uppzy ends none by itself: at destroy, this closes what a failed run has left.
resource "chat_session_teardown" "smoke_test" {
  vendor            = "uppzy"
  session_id_prefix = "smoke-1234-"
}
