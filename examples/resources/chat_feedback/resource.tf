# Uppzy: the answer is named by the request that it answers.
resource "chat_session" "ticket" {
  vendor            = "uppzy"
  session_id_prefix = "ticket-48291-"
}

resource "chat_message" "question" {
  vendor     = "uppzy"
  session_id = chat_session.ticket.session_id
  message    = "How do I return an item?"
}

resource "chat_feedback" "helpful" {
  vendor     = "uppzy"
  session_id = chat_message.question.session_id
  request_id = chat_message.question.request_id
  rating     = "good"
}

# SiteAssist: the answer is named by its id in the history of the session.
resource "chat_session" "visit" {
  vendor = "siteassist"
}

resource "chat_message" "visit" {
  vendor     = "siteassist"
  session_id = chat_session.visit.session_id
  message    = "Which plan is right for me?"
}

data "chat_messages" "visit" {
  vendor     = "siteassist"
  session_id = chat_message.visit.session_id

  # Read once the message is answered.
  depends_on = [chat_message.visit]
}

resource "chat_feedback" "visit" {
  vendor     = "siteassist"
  session_id = chat_session.visit.session_id
  message_id = [for m in data.chat_messages.visit.messages : m.id if m.role == "assistant"][0]
  rating     = "good"
}
