package shared_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/shared"
)

// terraform is how many operations Terraform runs at a time.
const terraform = 10

func backwards(ids []string) []string {
	slices.Reverse(ids)
	return ids
}

func TestReadsCostPages(t *testing.T) {
	tests := map[string]struct {
		sessions, size int
		parallel       int
		ids            []string
		untold         bool
		most           int
	}{
		"one":                         {1000, 100, terraform, some(0, 1, 1), false, 1},
		"two":                         {1000, 100, terraform, some(0, 2, 1), false, 1},
		"a page":                      {100, 100, terraform, some(0, 100, 1), false, 1},
		"two pages":                   {200, 100, terraform, some(0, 200, 1), false, 2},
		"two pages, the oldest first": {200, 100, terraform, backwards(some(0, 200, 1)), false, 2},
		"ten pages":                   {1000, 100, terraform, some(0, 1000, 1), false, 10},
		"ten pages, untold":           {1000, 100, terraform, some(0, 1000, 1), true, 10},
		"three of 20,000":             {20000, 100, terraform, some(50, 3, 7000), false, 4},
		"three of 20,000, untold":     {20000, 1000, terraform, some(1050, 3, 7000), true, 5},
		"none on the first page":      {20000, 100, terraform, some(10000, 50, 100), false, 51},
		"two hundred of 1,500":        {1500, 100, terraform, some(0, 200, 7), false, 60},
		"one after the other":         {200, 100, 1, some(0, 200, 1), false, 3},
		"one after the other, spread": {20000, 100, 1, some(300, 20, 900), false, 21},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				a := newAccount(test.sessions, test.size)
				a.tells = !test.untold
				a.refresh(t, test.parallel, test.ids...)
				if a.requests() > test.most || a.requests() == 0 {
					t.Errorf("%d pages and %d single reads, want %d at the most", a.pages, a.singles, test.most)
				}
			})
		})
	}
}

func TestReadAloneIsASingleRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := newAccount(100, 100)
		for range 3 {
			a.refresh(t, 1, name(1))
			time.Sleep(shared.MaxAge)
		}
		if a.singles != 3 || a.pages != 0 {
			t.Errorf("%d pages and %d single reads", a.pages, a.singles)
		}
	})
}

func TestReadsAreToldNoOldNews(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := newAccount(100, 100)
		both := []string{name(0), name(1)}
		a.refresh(t, terraform, both...)
		time.Sleep(shared.MaxAge - time.Second)
		a.refresh(t, terraform, both...)
		if a.pages != 1 {
			t.Errorf("%d pages before the list is old", a.pages)
		}
		time.Sleep(time.Second)
		a.refresh(t, terraform, both...)
		if a.pages != 2 || a.singles != 0 {
			t.Errorf("%d pages and %d single reads after that", a.pages, a.singles)
		}
	})
}

func TestReadsSeeTheWritesBeforeThem(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := newAccount(300, 100)
		for i := range 30 {
			a.refresh(t, terraform, some(0, 20, 15)...)
			// A read that began before the write shares a walk with one that began after.
			early := make(chan struct{})
			go func() {
				defer close(early)
				a.refresh(t, terraform, some(5, 10, 20)...)
			}()
			time.Sleep(time.Duration(i) * 11 * time.Millisecond)
			a.write(i*10, client.StatusClosed)
			for j, s := range a.refresh(t, terraform, name(i*10), name(299-i)) {
				if j == 0 && s.Status != client.StatusClosed {
					t.Fatalf("round %d: session %s is told as it was before it was closed", i, s.ID)
				}
			}
			<-early
		}
	})
}

// A read joins a walk that is under way only where the walk began after the writes
// that the read has to see.
func TestReadDuringAnOlderWalk(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := newAccount(10, 10)
		a.takes = time.Second
		older := make(chan []*client.Session)
		go func() { older <- a.refresh(t, terraform, name(0), name(1)) }()
		time.Sleep(500 * time.Millisecond)
		a.write(2, client.StatusClosed)
		if s := a.refresh(t, terraform, name(2), name(3)); s[0].Status != client.StatusClosed {
			t.Error("an older walk answered")
		}
		if s := <-older; s[0] == nil || s[1] == nil {
			t.Error("the older walk did not answer its own")
		}
		if a.walks != 2 || a.singles != 0 {
			t.Errorf("%d walks, %d single reads", a.walks, a.singles)
		}
	})
}

func TestWhatTheListDoesNotTell(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := newAccount(10, 10)
		a.sessions[3].Status = client.StatusUnknown
		a.reads.Key = strings.ToLower
		told := a.refresh(t, terraform, "s-2", name(3), name(4))
		again := a.refresh(t, terraform, name(2))
		if again[0].ID != name(2) || told[0] == again[0] {
			t.Errorf("%s is told as %s, and %s to the other", name(2), again[0].ID, told[0].ID)
		}
		if told[0].ID != "s-2" || told[0].Note != "" || told[1].Note != "single" || told[2].Note != "" {
			t.Errorf("got %+v, %+v, %+v", told[0], told[1], told[2])
		}
		if _, err := a.reads.Read(t.Context(), client.Ref{ID: "nobody's"}); err == nil || a.pages != 1 || a.singles != 2 {
			t.Errorf("got %v with %d pages and %d single reads", err, a.pages, a.singles)
		}
	})
}

func TestReadsWithoutAList(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := newAccount(100, 50)
		a.broken = errors.New("no list today")
		a.refresh(t, terraform, some(0, 40, 2)...)
		// What came beside the error is good.
		if a.pages != 1 || a.singles == 0 || a.singles == 40 {
			t.Errorf("%d pages and %d single reads", a.pages, a.singles)
		}
		time.Sleep(time.Minute - time.Second)
		a.broken = nil
		a.refresh(t, terraform, name(0), name(1))
		if a.pages != 1 {
			t.Error("a list that has just failed is walked again")
		}
		time.Sleep(time.Second)
		singles := a.singles
		a.refresh(t, terraform, some(0, 40, 2)...)
		if a.singles != singles || a.pages != 3 {
			t.Errorf("%d pages and %d more single reads when the list is back", a.pages, a.singles-singles)
		}
	})
}

// A list that hangs costs a run one wait, and leaves each read the time for a request of
// its own.
func TestReadsOfAListThatHangs(t *testing.T) {
	for name, limit := range map[string]struct{ has, most time.Duration }{
		"no limit": {time.Hour, 12 * time.Second}, "half of what it has": {8 * time.Second, 6 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				a := newAccount(100, 10)
				a.hangs, a.has = true, limit.has
				begun := time.Now()
				a.refresh(t, terraform, some(0, 100, 1)...)
				took := time.Since(begun)
				synctest.Wait()
				if took > limit.most || a.ended != 1 || a.singles != 100 {
					t.Errorf("took %s, %d pages were given up, and %d single reads made", took, a.ended, a.singles)
				}
			})
		})
	}
}

// What others have saved is not spent on a search that nobody's answer comes of.
func TestReadsOfOneAtTheEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := newAccount(20000, 100)
		a.tells = false
		begun := time.Now()
		a.refresh(t, terraform, append(some(0, 1000, 1), name(15000))...)
		if took := time.Since(begun); a.pages > 15 || a.singles > 2 || took > 5*time.Second {
			t.Errorf("%d pages and %d single reads in %s", a.pages, a.singles, took)
		}
	})
}

// A walk that takes longer than what it tells is kept still answers those for whom it
// was begun.
func TestReadsOfASlowList(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := newAccount(300, 100)
		a.takes = 3 * time.Second
		told := a.refresh(t, terraform, name(299), name(298), name(297))
		if a.walks != 1 || a.pages != 3 || a.singles != 0 || told[0].ID != name(299) {
			t.Errorf("%d walks, %d pages, %d single reads", a.walks, a.pages, a.singles)
		}
		// It is too old by now for others.
		a.refresh(t, terraform, name(0), name(1))
		if a.walks != 2 {
			t.Errorf("a walk of %s ago answers", 9*time.Second)
		}
	})
}

// After a write each read is alone again until another comes.
func TestReadAloneAfterAWrite(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := newAccount(100, 100)
		for i := range 5 {
			a.write(i, client.StatusClosed)
			a.refresh(t, terraform, name(i))
		}
		if a.singles != 5 || a.pages != 0 {
			t.Errorf("%d pages and %d single reads", a.pages, a.singles)
		}
	})
}

func TestReadsEndWithTheirContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := newAccount(10, 10)
		a.hangs = true
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error, 2)
		for i := range 2 {
			go func() {
				_, err := a.reads.Read(ctx, client.Ref{ID: name(i)})
				done <- err
			}()
		}
		time.Sleep(time.Second)
		cancel()
		for range 2 {
			if err := <-done; !errors.Is(err, context.Canceled) {
				t.Errorf("got %v", err)
			}
		}
		synctest.Wait()
		// That nobody waited for a list says nothing against it.
		a.hangs = false
		a.refresh(t, terraform, name(0), name(1))
		if a.pages != 2 {
			t.Errorf("%d pages", a.pages)
		}
	})
}

// trusted names sessions of the state, whose account is the configured one.
func trusted(i int) client.Ref { return client.Ref{ID: name(i), Seen: true, AccountConfirmed: true} }

// One complete walk proves that 200 sessions do not exist, whether the list says how
// many pages it has or not.
func TestReadsOfVanishedSessions(t *testing.T) {
	for name, test := range map[string]struct {
		size    int
		says    bool
		ref     func(i int) client.Ref
		most    int
		singles bool
	}{
		"large pages":         {size: 1000, ref: trusted, most: 4},
		"large pages, total":  {size: 1000, says: true, ref: trusted, most: 4},
		"small pages, total":  {size: 100, says: true, ref: trusted, most: 65},
		"unconfirmed account": {size: 1000, ref: func(i int) client.Ref { return client.Ref{ID: name(i), Seen: true} }, most: 210, singles: true},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				a := newAccount(3000, test.size)
				a.tells = test.says
				var group sync.WaitGroup
				slots := make(chan struct{}, terraform)
				for i := range 200 {
					slots <- struct{}{}
					group.Go(func() {
						defer func() { <-slots }()
						_, err := a.reads.Read(t.Context(), test.ref(5000+i))
						if _, absent := errors.AsType[*client.NotFoundError](err); !absent {
							t.Errorf("got %v, want a *client.NotFoundError", err)
						}
					})
				}
				group.Wait()
				if a.requests() > test.most || a.singles == 200 != test.singles {
					t.Errorf("got %d pages and %d single reads, want %d requests at the most", a.pages, a.singles, test.most)
				}
			})
		})
	}
}

// Find walks once for all who need a complete walk, and again after a creation, for a
// session that may be younger than the walk, and for whoever needs the present state.
func TestFind(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := newAccount(250, 100)
		find := func(ref client.Ref, fresh bool) *client.Session {
			t.Helper()
			found, err := a.reads.Find(t.Context(), ref, fresh)
			if err != nil {
				t.Fatal(err)
			}
			return found
		}
		expect := func(what string, walks int) {
			t.Helper()
			if a.walks != walks || a.singles != 0 {
				t.Errorf("%s: got %d walks and %d single reads, want %d walks", what, a.walks, a.singles, walks)
			}
		}
		var group sync.WaitGroup
		for i := range 50 {
			group.Go(func() {
				a.write(i, client.StatusClosed)
				if found := find(trusted(1000+i), false); found != nil {
					t.Errorf("found %+v", found)
				}
			})
		}
		group.Wait()
		expect("50 after a write each", 1)
		time.Sleep(time.Hour)
		if found := find(trusted(1000), false); found != nil {
			t.Errorf("found %+v", found)
		}
		expect("later", 1)
		if found := find(trusted(240), false); found == nil || found.ID != name(240) {
			t.Errorf("found %+v", found)
		}
		expect("one that is there", 1)
		if found := find(client.Ref{ID: name(1000), AccountConfirmed: true}, false); found != nil {
			t.Errorf("found %+v", found)
		}
		expect("one that may be younger than the walk", 2)
		a.write(3, client.StatusClosed)
		if found := find(trusted(3), true); found == nil || found.Status != client.StatusClosed {
			t.Errorf("found %+v", found)
		}
		expect("the present state", 3)
		a.created++
		if found := find(trusted(1000), false); found != nil {
			t.Errorf("found %+v", found)
		}
		expect("after a creation", 4)
		a.broken = errors.New("broken")
		if found, err := a.reads.Find(t.Context(), trusted(1), true); err == nil {
			t.Errorf("found %+v by a walk that is not complete", found)
		}
	})
}
