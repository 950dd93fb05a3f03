package sandbox

import "slices"

// sessionKey finds a session: an id means nothing outside its account.
type sessionKey struct{ vendor, account, id string }

// store keeps the sessions in the order in which they were made.
type store struct {
	ordered []*session
	byKey   map[sessionKey]*session
}

func newStore() store {
	return store{byKey: map[sessionKey]*session{}}
}

func (st *store) add(r *session) {
	st.ordered = append(st.ordered, r)
	st.byKey[keyOf(r)] = r
}

func (st *store) find(vendor, account, id string) *session {
	return st.byKey[sessionKey{vendor, account, id}]
}

// findAnywhere finds the first session with the id in any account of the vendor.
func (st *store) findAnywhere(vendor, id string) *session {
	for _, r := range st.ordered {
		if r.Vendor == vendor && r.ID == id {
			return r
		}
	}
	return nil
}

// of lists the sessions of one account, oldest first.
func (st *store) of(vendor, account string) []*session {
	var found []*session
	for _, r := range st.ordered {
		if r.Vendor == vendor && r.Account == account {
			found = append(found, r)
		}
	}
	return found
}

// ofVendor lists the sessions of all accounts of the vendor, oldest first.
func (st *store) ofVendor(vendor string) []*session {
	var found []*session
	for _, r := range st.ordered {
		if r.Vendor == vendor {
			found = append(found, r)
		}
	}
	return found
}

func (st *store) remove(r *session) {
	delete(st.byKey, keyOf(r))
	st.ordered = slices.DeleteFunc(st.ordered, func(other *session) bool { return other == r })
}

func keyOf(r *session) sessionKey { return sessionKey{r.Vendor, r.Account, r.ID} }
