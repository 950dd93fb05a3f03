# An environment for one pull request, with the chat sessions that its application
# opens for test users. `terraform destroy` closes the environment's own session and
# every session that the application has left open. workflow.yml runs it.

terraform {
  required_providers {
    chat = {
      source = "terraform-provider-chat/chat"
    }
  }

  # `terraform init -backend-config=…` adds the address: each pull request has a state
  # of its own. The state contains the messages, and at TalkifAI the session tokens.
  # Keep it in a backend with access control and locks, not in an artifact or a cache.
  backend "http" {}
}

# Credentials come from UPONAI_TOKEN and UPONAI_WORKSPACE_ID.
provider "chat" {}

variable "pull_request" {
  description = "Number of the pull request."
  type        = number
}

variable "opened_at" {
  description = "Time at which the pull request was opened, such as 2026-01-31T08:00:00Z."
  type        = string
}

variable "agent_id" {
  description = "The chat agent that is tested."
  type        = string
}

locals {
  # The application marks each chat that it opens with this.
  marks = { environment = "pr-${var.pull_request}" }
}

# Created first and destroyed last. The time is that of the pull request and not that of
# the first apply: where the state was lost, the next one closes the earlier sessions too.
resource "chat_session_teardown" "strays" {
  vendor        = "uponai"
  metadata      = local.marks
  created_after = var.opened_at
  max_sessions  = 500
}

# Stands for the application: the modules that deploy it go here, and depend on the
# teardown as well.
resource "terraform_data" "application" {
  input      = { agent = var.agent_id, marks = local.marks }
  depends_on = [chat_session_teardown.strays]
}

# A session of the environment itself, to see that the agent answers.
resource "chat_session" "smoke" {
  vendor   = "uponai"
  agent_id = var.agent_id
  metadata = local.marks

  depends_on = [chat_session_teardown.strays]
}

resource "chat_message" "smoke" {
  vendor     = "uponai"
  session_id = chat_session.smoke.session_id
  message    = "Are you there?"
}

output "answer" {
  value = chat_message.smoke.answer
}
