resource "chat_session" "support" {
  vendor          = "uppzy"
  opening_message = "Can you summarize the refund policy?"
}

data "chat_request_status" "support" {
  vendor     = "uppzy"
  request_id = chat_session.support.opening_request_id
  wait       = true

  timeouts {
    read = "90s"
  }
}

check "the_assistant_answers" {
  assert {
    condition     = data.chat_request_status.support.status == "completed"
    error_message = "The request is ${data.chat_request_status.support.status}."
  }
}
