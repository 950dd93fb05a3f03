# A session that the application under test has opened.
data "chat_session" "ticket" {
  vendor     = "uppzy"
  session_id = "ticket-48291"
}

check "ticket_is_closed" {
  assert {
    condition     = data.chat_session.ticket.status == "closed"
    error_message = "The application has left the session ${data.chat_session.ticket.id} ${data.chat_session.ticket.status}."
  }
}
