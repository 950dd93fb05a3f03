# A session with an assistant, one question, and what the answer has to hold. The
# tests in tests/ run it: `terraform test` opens the session, asks, checks, and
# closes the session again.

terraform {
  required_providers {
    chat = {
      source = "terraform-provider-chat/chat"
    }
  }
}

# Credentials come from SITEASSIST_PUBLISHABLE_KEY and SITEASSIST_VISITOR_ID.
provider "chat" {}

variable "question" {
  description = "What the visitor asks."
  type        = string
  default     = "How do I return an item?"
}

variable "expected" {
  description = "What the answer has to hold, as a regular expression."
  type        = string
  default     = "(?i)return"
}

resource "chat_session" "visit" {
  vendor       = "siteassist"
  page_url     = "https://example.com/help"
  close_reason = "The test is over"
}

resource "chat_message" "question" {
  vendor     = "siteassist"
  session_id = chat_session.visit.session_id
  message    = var.question
}

# Checked in each apply; a check that fails is a warning there, and an error in a test.
check "answer" {
  assert {
    condition     = can(regex(var.expected, chat_message.question.answer))
    error_message = "The answer to ${jsonencode(var.question)} was ${jsonencode(chat_message.question.answer)}."
  }
}

output "answer" {
  value = chat_message.question.answer
}
