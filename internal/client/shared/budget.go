package shared

// budget keeps the pages that are read below the reads that they save, so that all in
// all no more requests are made than by single reads alone, but for one: one page is on
// credit, and every read that a page has answered pays for another.
type budget struct {
	pages, answered int
	// unanswered is how many pages in a row have answered nobody.
	unanswered int
}

func (b *budget) answer() {
	b.answered++
	b.unanswered = 0
}

func (b *budget) read() {
	b.pages++
	b.unanswered++
}

// refund is for a page that could not be read: how often that is tried is limited enough.
func (b *budget) refund() { b.pages-- }

// allows reports whether to read another page for so many who wait, when so many are
// left (below 0 where that is not known). What others have saved is not spent on a
// search that goes on without an answer. All pages that are left pay where they are no
// more than the reads, each of which they answer.
func (b *budget) allows(left, waiting int) bool {
	return b.pages <= b.answered && b.unanswered < waiting || left > 0 && left <= waiting
}
