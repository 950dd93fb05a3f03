package provider

import (
	"fmt"
	"slices"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// lostAdvice is what the user can do about a session that may be open and whose id
// nobody knows: find it and close it, where the vendor has a list.
func lostAdvice(info client.Info, lost *client.LostError) string {
	text := fmt.Sprintf("Nothing was saved, and the creation is not repeated any more, since that could open another session. "+
		"If a session was opened, %s.", lost.Ends)
	if client.HasStatus(lost.Err, 429) {
		text = fmt.Sprintf("The vendor limits the rate of requests: set requests_per_second in the provider's %s block. "+
			"A gateway may send this response after the work is done. ", info.Name) + text
	}
	if info.NoList != "" {
		return text
	}
	selector := `status = "open"`
	found := "the newest are the first of its sessions"
	if lost.Marker != "" {
		selector = fmt.Sprintf("metadata = { %s = %q }", client.MarkerKey, lost.Marker)
		found = "it finds that one alone"
	}
	text += fmt.Sprintf(" To find it, read the data source chat_sessions with vendor = %q and %s: %s.", info.Name, selector, found)
	if lost.Find != "" {
		text += fmt.Sprintf(" Or %s.", lost.Find)
	}
	text += fmt.Sprintf(" Then import it into a chat_session as \"%s/<id>\", or close it there, before you apply again.", info.Name)
	if lost.Marker != "" {
		return text + " A chat_session_teardown with the same metadata, and a created_after from before this run, closes it as well when it is destroyed."
	}
	return text + " A chat_session_teardown with a created_after from just before this run closes it as well when it is destroyed, and all that were opened since."
}

// credentialAdvice is where to look when a vendor refuses credentials, or does not allow them
// something; empty for any other answer.
func credentialAdvice(info client.Info, err *client.Error) string {
	switch err.Status {
	case 401:
		return fmt.Sprintf("The vendor refused the credentials. Check %s.", credentialNames(info))
	case 403:
		return fmt.Sprintf("The vendor did not allow it. Check %s, and the plan and the rights behind them.", credentialNames(info))
	}
	return ""
}

// undocumented reports a refusal that no vendor documents. What they do document tells its
// cause in the vendor's own words.
func undocumented(status int) bool {
	return status >= 400 && status < 500 && !slices.Contains([]int{400, 401, 402, 403, 404, 409, 422, 429}, status)
}
