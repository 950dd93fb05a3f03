run "returns" {
  assert {
    condition     = chat_message.question.delivery == "answered"
    error_message = "The assistant gave no answer."
  }
}

run "another_question" {
  variables {
    question = "Which payment methods do you take?"
    expected = "(?i)payment"
  }

  assert {
    condition     = chat_session.visit.status == "open"
    error_message = "The session was closed while it was tested."
  }
}

# The check in main.tf does tell a wrong answer from a right one.
run "a_wrong_answer_is_seen" {
  variables {
    expected = "something that no assistant says"
  }

  expect_failures = [check.answer]
}
