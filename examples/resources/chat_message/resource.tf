resource "chat_session" "concierge" {
  vendor   = "talkifai"
  agent_id = "5b710eca-ee67-4c3a-aeb6-8b541f451b40"
}

resource "chat_message" "question" {
  vendor        = "talkifai"
  session_id    = chat_session.concierge.session_id
  session_token = chat_session.concierge.session_token
  message       = "What services do you offer?"
}

check "the_agent_answers" {
  assert {
    condition     = chat_message.question.delivery == "answered"
    error_message = "The agent gave no answer."
  }
}

# At Uppzy an answer takes up to a minute. Here the apply goes on meanwhile, and
# the data source chat_request_status tells the answer later.
resource "chat_session" "ticket" {
  vendor            = "uppzy"
  session_id_prefix = "ticket-48291-"
}

resource "chat_message" "background" {
  vendor            = "uppzy"
  session_id        = chat_session.ticket.session_id
  user_identifier   = "customer@example.com"
  message           = "Can you summarize the refund policy?"
  response_language = "en"
  async             = true
}

output "answer" {
  value = chat_message.question.answer
}
