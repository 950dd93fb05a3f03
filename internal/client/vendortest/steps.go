package vendortest

// Foreign is an answer of somebody between the client and the vendor.
func Foreign(call string, status int) Step {
	return Step{Call: call, Status: status, Body: "<html>a proxy</html>", Odd: true}
}

// Twice is what a call that may be repeated meets at a vendor that stays broken.
func Twice(s Step) []Step { return []Step{s, s} }

// Join puts steps, each a Step or a []Step, one after the other.
func Join(parts ...any) []Step {
	var steps []Step
	for _, part := range parts {
		switch part := part.(type) {
		case Step:
			steps = append(steps, part)
		case []Step:
			steps = append(steps, part...)
		default:
			panic("neither a step nor steps")
		}
	}
	return steps
}
