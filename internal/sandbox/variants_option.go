package sandbox

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// VariantOption describes one field of [Variants] by its text form, for command
// lines and the control API.
type VariantOption struct {
	Key     string   // such as "uppzy.close_unknown"
	Value   string   // the value now
	Allowed []string // every allowed value, the default first; or one word for its kind
}

// Options lists every variant with its value.
func (v Variants) Options() []VariantOption {
	var options []VariantOption
	for _, field := range variantFields(&v) {
		options = append(options, VariantOption{Key: field.key, Value: field.get(), Allowed: field.allowed})
	}
	return options
}

// With changes one variant by key and text value, as in With("uppzy.close_unknown", "404").
func (v Variants) With(key, value string) (Variants, error) {
	changed := v
	for _, field := range variantFields(&changed) {
		if field.key != key {
			continue
		}
		if err := field.set(value); err != nil {
			return v, fmt.Errorf("variant %s: %w", key, err)
		}
		return changed, nil
	}
	return v, fmt.Errorf("unknown variant %q", key)
}

// Validate refuses values that a field does not know.
func (v Variants) Validate() error {
	for _, field := range variantFields(&v) {
		if err := field.set(field.get()); err != nil {
			return fmt.Errorf("variant %s: %w", field.key, err)
		}
	}
	return nil
}

// variantField reads and writes one field as text.
type variantField struct {
	key     string
	allowed []string
	get     func() string
	set     func(string) error
}

func variantFields(v *Variants) []variantField {
	u, t, a, o := &v.Uppzy, &v.TalkifAI, &v.SiteAssist, &v.UponAI
	return []variantField{
		statusField("uppzy.close_unknown", &u.CloseUnknown, 200, 400, 404),
		statusField("uppzy.closed_chat", &u.ClosedChat, 400, 404, 409, 500),
		wordField("uppzy.list_shape", &u.ListShape, ListObject, ListArray),
		countField("uppzy.list_limit", &u.ListLimit),
		listField("uppzy.list_omit", &u.ListOmit),
		durationField("uppzy.list_lag", &u.ListLag),
		statusField("uppzy.async_status", &u.AsyncStatus, 200, 202),
		countField("uppzy.async_polls", &u.AsyncPolls),
		durationField("uppzy.async_delay", &u.AsyncDelay),
		boolField("uppzy.failed_without_error", &u.FailedWithoutError),
		statusField("uppzy.pending_feedback", &u.PendingFeedback, 400, 404, 409),
		wordField("uppzy.second_feedback", &u.SecondFeedback, FeedbackIgnore, FeedbackKeep, FeedbackReplace),

		statusField("talkifai.second_end", &t.SecondEnd, 404, 200, 500, 401),
		statusField("talkifai.history_after_end", &t.HistoryAfterEnd, 404, 200, 401),
		boolField("talkifai.history_keeps_alive", &t.HistoryKeepsAlive),
		boolField("talkifai.end_without_success", &t.EndWithoutSuccess),
		wordField("talkifai.error_shape", &t.ErrorShape, ErrorDetail, ErrorEnvelope),
		durationField("talkifai.idle_timeout", &t.IdleTimeout),

		statusField("siteassist.start_status", &a.StartStatus, 201, 200),
		statusField("siteassist.second_close", &a.SecondClose, 200, 409),
		boolField("siteassist.second_close_reason", &a.SecondCloseReason),
		statusField("siteassist.unknown_id", &a.UnknownID, 404, 403),
		statusField("siteassist.foreign_id", &a.ForeignID, 403, 404),
		statusField("siteassist.malformed_id", &a.MalformedID, 400, 404, 422),
		wordField("siteassist.interaction", &a.Interaction, InteractionAt, InterationAt),
		wordField("siteassist.close_success", &a.CloseSuccess, CloseTrue, CloseFalseDone, CloseFalseOpen),
		statusField("siteassist.closed_message", &a.ClosedMessage, 409, 400, 403, 422),
		durationField("siteassist.token_lifetime", &a.TokenLifetime),

		statusField("uponai.second_end", &o.SecondEnd, 204, 400, 404, 409, 422),
		statusField("uponai.unknown_id", &o.UnknownID, 404, 422),
		statusField("uponai.ended_update", &o.EndedUpdate, 200, 400, 409, 422),
		statusField("uponai.ended_completion", &o.EndedCompletion, 400, 404, 409, 422),
		wordField("uponai.metadata_patch", &o.MetadataPatch, PatchMerge, PatchReplace),
		wordField("uponai.metadata_echo", &o.MetadataEcho, EchoYes, EchoNull, EchoOmitted),
		wordField("uponai.id_field", &o.IDField, IDCamel, IDSnake),
		textField("uponai.ongoing_status", &o.OngoingStatus),
		textField("uponai.ended_status", &o.EndedStatus),
		boolField("uponai.ended_without_time", &o.EndedWithoutTime),
		durationField("uponai.silence", &o.Silence),
		countField("uponai.page_size", &o.PageSize),
	}
}

// or gives the chosen status, the default when none is.
func (s Status) or(fallback int) int {
	if s == 0 {
		return fallback
	}
	return int(s)
}

func statusField(key string, field *Status, allowed ...int) variantField {
	words := make([]string, len(allowed))
	for i, status := range allowed {
		words[i] = strconv.Itoa(status)
	}
	return variantField{
		key: key, allowed: words,
		get: func() string { return strconv.Itoa(field.or(allowed[0])) },
		set: func(value string) error {
			if !slices.Contains(words, value) {
				return notAllowed(value, words)
			}
			status, err := strconv.Atoi(value)
			*field = Status(status)
			return err
		},
	}
}

func wordField[T ~string](key string, field *T, allowed ...T) variantField {
	words := make([]string, len(allowed))
	for i, word := range allowed {
		words[i] = string(word)
	}
	return variantField{
		key: key, allowed: words,
		get: func() string {
			if *field == "" {
				return words[0]
			}
			return string(*field)
		},
		set: func(value string) error {
			if !slices.Contains(words, value) {
				return notAllowed(value, words)
			}
			*field = T(value)
			return nil
		},
	}
}

func textField(key string, field *string) variantField {
	return variantField{
		key: key, allowed: []string{"text"},
		get: func() string { return *field },
		set: func(value string) error { *field = value; return nil },
	}
}

func boolField(key string, field *bool) variantField {
	return variantField{
		key: key, allowed: []string{"false", "true"},
		get: func() string { return strconv.FormatBool(*field) },
		set: func(value string) (err error) { *field, err = strconv.ParseBool(value); return err },
	}
}

func countField(key string, field *int) variantField {
	return variantField{
		key: key, allowed: []string{"number"},
		get: func() string { return strconv.Itoa(*field) },
		set: func(value string) (err error) { *field, err = strconv.Atoi(value); return err },
	}
}

func durationField(key string, field *time.Duration) variantField {
	return variantField{
		key: key, allowed: []string{"duration"},
		get: func() string { return field.String() },
		set: func(value string) (err error) { *field, err = time.ParseDuration(value); return err },
	}
}

// listField holds ids separated by commas.
func listField(key string, field *[]string) variantField {
	return variantField{
		key: key, allowed: []string{"comma separated list"},
		get: func() string { return strings.Join(*field, ",") },
		set: func(value string) error {
			*field = nil
			if value != "" {
				*field = strings.Split(value, ",")
			}
			return nil
		},
	}
}

func notAllowed(value string, allowed []string) error {
	return fmt.Errorf("%q is none of %s", value, strings.Join(allowed, ", "))
}
