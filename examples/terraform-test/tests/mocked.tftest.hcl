# Tests of the configuration alone: no session is opened, and no credentials are needed.
mock_provider "chat" {
  mock_resource "chat_session" {
    defaults = { session_id = "5b710eca-ee67-4c3a-aeb6-8b541f451b40" }
  }

  mock_resource "chat_message" {
    defaults = {
      delivery = "answered"
      answer   = "You can return an item within 30 days."
    }
  }
}

run "the_question_is_asked" {
  variables {
    question = "May I return this?"
  }

  assert {
    condition     = chat_message.question.message == "May I return this?"
    error_message = "Another question was asked."
  }
}
