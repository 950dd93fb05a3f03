package main

import "testing"

func TestTwelveAttributes(t *testing.T) {
	if n := len(session(t.Context()).Attributes); n != 12 {
		t.Errorf("%d attributes", n)
	}
}
