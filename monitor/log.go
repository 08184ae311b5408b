package monitor

import (
	"context"
	"log/slog"
	"time"
)

// How often the log is told how the run stands, and how often the interfaces are looked at.
const (
	logEvery  = time.Minute
	lookEvery = time.Second
)

// Log tells the log once a minute how the run stands, and at once when an
// interface goes down or comes back. It returns when ctx is done.
func (m *Monitor) Log(ctx context.Context, log *slog.Logger) {
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	up := map[string]bool{}
	for _, i := range m.interfaces.Stats() {
		up[i.Interface] = i.Up
	}
	var told State
	for next := time.Now().Add(logEvery); ; {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		for _, i := range m.interfaces.Stats() {
			if up[i.Interface] != i.Up {
				log.Warn(map[bool]string{true: "interface is back", false: "interface is down"}[i.Up], "interface", i.Interface)
			}
			up[i.Interface] = i.Up
		}
		if now := time.Now(); !now.Before(next) {
			next = now.Add(logEvery)
			s := m.State()
			s.tell(log, &told)
			told = s
		}
	}
}

// tell writes one line. What was lost since the last one makes it a warning.
func (s *State) tell(log *slog.Logger, last *State) {
	level := slog.LevelInfo
	dropped, missed := s.Lost()
	if d, m := last.Lost(); dropped > d || missed > m || s.Evicted > last.Evicted {
		level = slog.LevelWarn
	}
	log.Log(context.Background(), level, "sniffing",
		"packets", s.Packets, "dropped", dropped, "missed", missed,
		"connections", s.Connections, "failed", s.Failed(),
		"open", s.Open, "evicted", s.Evicted, "memory_mb", s.Memory>>20)
}
