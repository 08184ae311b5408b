//go:build unix

package main

import (
	"context"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
)

// reopenOnHangup opens the report's file again at every SIGHUP. What it returns ends that.
func reopenOnHangup(ctx context.Context, log *slog.Logger, out liveLog) (stop func()) {
	hangups := make(chan os.Signal, 1)
	signal.Notify(hangups, syscall.SIGHUP)
	go func() {
		for {
			select {
			case <-ctx.Done():
				return
			case <-hangups:
				if err := out.Reopen(); err != nil {
					log.Error("the report's file can't be opened again", "error", err)
				}
			}
		}
	}()
	return func() { signal.Stop(hangups) }
}
