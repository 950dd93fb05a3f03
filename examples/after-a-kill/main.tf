# After a run that was killed: shows the sessions that it may have left open, and
# closes them. In a directory of its own, so that nothing else is in its state.
#
#   terraform apply   # closes nothing, and shows which sessions are open
#   terraform destroy # closes them

terraform {
  required_providers {
    chat = {
      source = "terraform-provider-chat/chat"
    }
  }
}

# Credentials come from UPPZY_API_KEY and UPPZY_SITE_ID.
provider "chat" {}

locals {
  # A time before the run that was killed.
  since = "2026-01-31T08:00:00Z"

  # What the ids of its sessions begin with. At UponAI it is their metadata that tell
  # them from others, and at SiteAssist the visitor of the provider block.
  prefix = "pr-1234-"
}

data "chat_sessions" "left" {
  vendor            = "uppzy"
  status            = "open"
  session_id_prefix = local.prefix
  created_after     = local.since
}

resource "chat_session_teardown" "left" {
  vendor            = "uppzy"
  session_id_prefix = local.prefix

  # Without this, only sessions that are opened after the teardown itself match.
  created_after = local.since
}

output "left_open" {
  value = data.chat_sessions.left.ids
}
