package client

import (
	"context"
	"fmt"
	"time"
)

// RequestStatus is the state of an asynchronous message. Words other than these are
// the vendor's own and mean that it is still at work.
type RequestStatus string

const (
	// RequestPending is a message that waits for its answer.
	RequestPending RequestStatus = "pending"
	// RequestCompleted is a message whose answer is there.
	RequestCompleted RequestStatus = "completed"
	// RequestFailed is a message that gets no answer.
	RequestFailed RequestStatus = "failed"
)

// Done reports whether the status is a last one.
func (s RequestStatus) Done() bool { return s == RequestCompleted || s == RequestFailed }

// Request is an asynchronous message as its vendor tells it.
type Request struct {
	ID     string
	Status RequestStatus
	// Answer is set when the request is completed.
	Answer *string
	// Failure is the vendor's own text for one that failed, without secrets; it may be
	// missing.
	Failure         *string
	ConfidenceScore *float64
	ConfidenceLevel *string
}

// RequestReader is a vendor that takes messages asynchronously.
type RequestReader interface {
	// ReadRequest returns the present state of a request of the session; sessionID is
	// empty where that is not known. One that the vendor does not know is a
	// *NotFoundError.
	ReadRequest(ctx context.Context, sessionID, id string) (*Request, error)
}

// ReadRequest tells the present state of a request; see RequestReader.
func ReadRequest(ctx context.Context, v Vendor, sessionID, id string) (*Request, error) {
	reader, err := Ability[RequestReader](v, "tell of requests")
	if err != nil {
		return nil, err
	}
	return reader.ReadRequest(ctx, sessionID, id)
}

// AwaitRequest reads a request at once and then at the interval, until it is
// completed or failed. When ctx ends first, the error is an *UnfinishedError, and
// the request is what the vendor told last, nil if it never did.
func AwaitRequest(ctx context.Context, v Vendor, sessionID, id string, interval time.Duration) (*Request, error) {
	var last *Request
	ticker := time.NewTicker(interval)
	defer ticker.Stop()
	for {
		read, err := ReadRequest(ctx, v, sessionID, id)
		switch {
		case err != nil && ctx.Err() != nil:
			return last, unfinished(ctx, v, id, last)
		case err != nil:
			return last, err
		case read.Status.Done():
			return read, nil
		}
		last = read
		select {
		case <-ctx.Done():
			return last, unfinished(ctx, v, id, last)
		case <-ticker.C:
		}
	}
}

func unfinished(ctx context.Context, v Vendor, id string, last *Request) error {
	err := &UnfinishedError{Vendor: v.Name(), RequestID: id, Err: ctx.Err()}
	if last != nil {
		err.Last = last.Status
	}
	return err
}

// UnfinishedError is a wait for a request that has ended before the request did.
type UnfinishedError struct {
	Vendor, RequestID string
	// Last is the status that the vendor told last; empty if it never told one.
	Last RequestStatus
	// Err is the error of the context.
	Err error
}

func (e *UnfinishedError) Error() string {
	if e.Last == "" {
		return fmt.Sprintf("%s told no status of the request %q in the time for it", Title(e.Vendor), e.RequestID)
	}
	return fmt.Sprintf("the request %q at %s was neither completed nor failed in the time for it; its last status was %q",
		e.RequestID, Title(e.Vendor), e.Last)
}

// Unwrap gives the error of the context.
func (e *UnfinishedError) Unwrap() error { return e.Err }
