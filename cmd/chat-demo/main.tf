terraform {
  required_providers {
    chat = {
      source = "terraform-provider-chat/chat"
    }
  }
}

provider "chat" {}

variable "talkifai_agent_id" {
  type = string
}

variable "uponai_agent_id" {
  type = string
}

resource "chat_session" "uppzy" {
  vendor            = "uppzy"
  session_id_prefix = "demo-"
  opening_message   = "Hello! Where is my order?"
}

resource "chat_session" "talkifai" {
  vendor          = "talkifai"
  agent_id        = var.talkifai_agent_id
  user_identifier = "customer@example.com"
}

resource "chat_session" "siteassist" {
  vendor       = "siteassist"
  page_url     = "https://example.com/contact"
  close_reason = "the demo is over"
}

resource "chat_session" "uponai" {
  vendor   = "uponai"
  agent_id = var.uponai_agent_id
  metadata = { source = "demo" }
}

# One message, and its answer.
resource "chat_message" "hello" {
  vendor     = "siteassist"
  session_id = chat_session.siteassist.session_id
  message    = "Is anybody there?"
}

output "answer" {
  value = chat_message.hello.answer
}

# The chats that the application under test opens by itself.
resource "chat_session_teardown" "application" {
  vendor   = "uponai"
  metadata = { source = "application" }
}
