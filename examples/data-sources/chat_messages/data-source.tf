resource "chat_session" "visit" {
  vendor = "siteassist"
}

data "chat_messages" "visit" {
  vendor     = "siteassist"
  session_id = chat_session.visit.session_id
}

output "answers" {
  value = [for m in data.chat_messages.visit.messages : m.text if m.role == "assistant"]
}
