# Everything at this Uppzy site that is open and has been idle for a day.
data "chat_sessions" "idle" {
  vendor       = "uppzy"
  status       = "open"
  inactive_for = "24h"
}

# The ten newest chats of one environment at UponAI.
data "chat_sessions" "staging" {
  vendor   = "uponai"
  metadata = { environment = "staging" }
  limit    = 10
}

output "idle_session_ids" {
  value = data.chat_sessions.idle.ids
}
