package transport_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

// issued are n tokens as vendors issue them: with one beginning, of 200 characters.
func issued(n int) []string {
	random := rand.New(rand.NewPCG(1, 2))
	tokens := make([]string, n)
	for i := range tokens {
		var token strings.Builder
		token.WriteString("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.")
		for token.Len() < 200 {
			fmt.Fprintf(&token, "%016x", random.Uint64())
		}
		tokens[i] = token.String()[:200]
	}
	return tokens
}

// longPage is an error page of that many bytes, with what looks like tokens and escapes.
func longPage(size int) string {
	const part = `<p class="error">50% of eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.x &amp; deadbeef%20 é</p>` + "\n"
	return strings.Repeat(part, size/len(part)+1)[:size]
}

func BenchmarkRedact(b *testing.B) {
	for _, size := range []int{31 << 10, 100 << 10} {
		for _, n := range []int{500, 5_000, 50_000} {
			r, text := transport.NewRedactor(issued(n)...), longPage(size)
			b.Run(fmt.Sprintf("%dKiB/%d tokens", size>>10, n), func(b *testing.B) {
				for b.Loop() {
					r.Words(text)
				}
			})
		}
	}
}

// BenchmarkRedact_add adds that many tokens, each before a search, as when sessions open.
func BenchmarkRedact_add(b *testing.B) {
	for _, n := range []int{500, 5_000, 50_000} {
		tokens := issued(n)
		b.Run(fmt.Sprintf("%d tokens", n), func(b *testing.B) {
			for b.Loop() {
				r := transport.NewRedactor()
				for _, token := range tokens {
					r.Add(token)
					r.Redact("chat_1")
				}
			}
		})
	}
}

// BenchmarkRedact_failingRead is a whole call that fails with a page.
func BenchmarkRedact_failingRead(b *testing.B) {
	for _, size := range []int{31 << 10, 100 << 10} {
		for _, n := range []int{500, 5_000, 50_000} {
			text := longPage(size)
			tr, err := transport.New(transport.Options{
				Vendor: "uponai", BaseURL: "https://chat.example/v1", NoRetry: true, Secrets: issued(n),
				RoundTripper: roundTrip(func(*http.Request) (*http.Response, error) { return reply(400, text), nil }),
			})
			if err != nil {
				b.Fatal(err)
			}
			b.Run(fmt.Sprintf("%dKiB/%d tokens", size>>10, n), func(b *testing.B) {
				for b.Loop() {
					if _, err := tr.Do(b.Context(), get(transport.Once)); err == nil {
						b.Fatal("no error")
					}
				}
			})
		}
	}
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }
