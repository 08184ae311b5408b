package monitor

import (
	"context"
	"time"

	"github.com/coreos/go-systemd/v22/daemon"
)

// Systemd tells systemd that the run is ready, and from then on that it is healthy, as often as
// the unit's WatchdogSec asks. When ctx is done it says that the run ends. Where
// nobody listens it does nothing. See sd_notify(3).
func (m *Monitor) Systemd(ctx context.Context) {
	if sent, err := daemon.SdNotify(false, daemon.SdNotifyReady); !sent || err != nil {
		return
	}
	defer func() { _, _ = daemon.SdNotify(false, daemon.SdNotifyStopping) }()
	every, err := daemon.SdWatchdogEnabled(false)
	if err != nil || every <= 0 {
		<-ctx.Done()
		return
	}
	tick := time.NewTicker(every / 3)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if m.Healthy() {
				_, _ = daemon.SdNotify(false, daemon.SdNotifyWatchdog)
			}
		}
	}
}
