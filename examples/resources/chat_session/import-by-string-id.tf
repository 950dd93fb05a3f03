import {
  to = chat_session.support
  id = "uppzy/ticket-48291"
}
