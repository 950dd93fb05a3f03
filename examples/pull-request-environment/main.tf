# An environment for one pull request, with the chat sessions that its application
# opens for test users. `terraform destroy` closes the environment's own session and
# every session that the application has left open.
#
#   export TF_VAR_agent_id=chat_agent_01hzk4q6dr3n0d4qzpw9z6gth6 # your own chat agent
#   terraform apply   -var pull_request=42
#   terraform destroy -var pull_request=42

terraform {
  required_providers {
    chat = {
      source = "terraform-provider-chat/chat"
    }
  }
}

# Credentials come from UPONAI_TOKEN and UPONAI_WORKSPACE_ID.
provider "chat" {}

variable "pull_request" {
  description = "Number of the pull request."
  type        = number
}

variable "agent_id" {
  description = "The chat agent that is tested."
  type        = string
}

locals {
  # The application marks each chat that it opens with this.
  marks = { environment = "pr-${var.pull_request}" }
}

# Made first and destroyed last. Chats that were there before are never touched.
resource "chat_session_teardown" "strays" {
  vendor       = "uponai"
  metadata     = local.marks
  max_sessions = 500
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
