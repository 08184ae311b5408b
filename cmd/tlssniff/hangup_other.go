//go:build !unix

package main

import (
	"context"
	"log/slog"
)

// reopenOnHangup does nothing: there is no SIGHUP here.
func reopenOnHangup(context.Context, *slog.Logger, liveLog) (stop func()) { return func() {} }
