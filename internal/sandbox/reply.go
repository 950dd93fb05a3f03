package sandbox

import "strings"

// Reply is what the assistants of all vendors answer. It depends on the message alone,
// so that a test can expect it.
func Reply(message string) string { return "You said: " + message }

// words stands in for a token count.
func words(text string) int { return len(strings.Fields(text)) }
