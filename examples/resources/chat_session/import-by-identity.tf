import {
  to = chat_session.concierge
  identity = {
    vendor     = "uponai"
    session_id = "Jabr9TXYYJHfvl6Syypi88rdAHYHmcq6"
    account    = "42"
  }
}
