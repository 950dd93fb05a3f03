package client

import (
	"slices"
	"strings"
)

// MarkdownMatrix is the table of what each vendor takes and does, as the
// documentation shows it.
func MarkdownMatrix() string {
	var b strings.Builder
	row := func(label string, cell func(Info) string) {
		b.WriteString("| " + label + " |")
		for _, info := range vendors {
			b.WriteString(" " + cell(info) + " |")
		}
		b.WriteString("\n")
	}
	row("", func(info Info) string { return info.Title })
	row("---", func(Info) string { return "---" })
	row("session belongs to a", func(info Info) string {
		if info.Account == "" {
			return "–"
		}
		return info.Account
	})
	for _, name := range Arguments() {
		row("`"+string(name)+"`", func(info Info) string { return info.cell(name) })
	}
	row("session list", func(info Info) string { return unless(info.NoList) })
	row("message", func(info Info) string { return beside(info.Message, MessageArguments(), SessionID, MessageText) })
	row("status of a message", func(info Info) string { return unless(info.NoRequests) })
	row("message history", func(info Info) string { return unless(info.NoHistory) })
	row("rating", func(info Info) string {
		if info.Feedback == nil {
			return "–"
		}
		return "by " + beside(info.Feedback, FeedbackArguments(), SessionID)
	})
	row("ends by itself", func(info Info) string { return info.Ends })
	return b.String()
}

// cell says in a word how a vendor uses an argument.
func (info Info) cell(name Argument) string {
	use, ok := info.Arguments[name]
	if !ok {
		return "–"
	}
	var words []string
	switch {
	case use.Required:
		words = append(words, "needed")
	case name == SessionID && info.ClientChoosesID:
		words = append(words, "your choice")
	case name == SessionID:
		words = append(words, "adopts")
	default:
		words = append(words, "yes")
	}
	if use.With != "" {
		words = append(words, "with `"+string(use.With)+"`")
	}
	if use.Change != Replace {
		words = append(words, "in place")
	}
	return strings.Join(words, ", ")
}

// unless is the cell for something that a vendor has unless there is a reason.
func unless(reason string) string {
	if reason != "" {
		return "–"
	}
	return "yes"
}

// beside is the cell for what is taken beside the arguments that all vendors take.
func beside(taken map[Argument]Use, order []Argument, common ...Argument) string {
	var words []string
	for _, name := range order {
		if _, ok := taken[name]; ok && !slices.Contains(common, name) {
			words = append(words, "`"+string(name)+"`")
		}
	}
	if len(words) == 0 {
		return "yes"
	}
	return strings.Join(words, ", ")
}
