# Sessions that the application under test opens for its end users.
resource "chat_session_teardown" "app" {
  vendor   = "uponai"
  metadata = { environment = "pr-42" }
}

# The application depends on the teardown, so that it is destroyed first: nothing
# opens a session any more when the teardown closes them.
resource "terraform_data" "app" {
  input      = "the application"
  depends_on = [chat_session_teardown.app]
}
