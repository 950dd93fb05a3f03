# The open sessions that nobody has used for a day:
#   terraform query
#   terraform query -generate-config-out=generated.tf
list "chat_session" "idle" {
  provider = chat
  limit    = 500

  config {
    vendor       = "uppzy"
    status       = "open"
    inactive_for = "24h"
  }
}

# With all that the vendor tells of each.
list "chat_session" "checkout" {
  provider         = chat
  include_resource = true

  config {
    vendor   = "uponai"
    status   = "open"
    metadata = { team = "checkout" }
  }
}
