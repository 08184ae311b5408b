package engine

import (
	"context"
	"io"
	"runtime"
	"testing"
	"testing/synctest"
	"time"

	"github.com/tlssniff/tlssniff/capture"
	"github.com/tlssniff/tlssniff/record"
	"github.com/tlssniff/tlssniff/report"
)

// wire is a live source that sends a sample's packets, each at the time at which it is handed out.
// It keeps to what a live source promises: it returns after 100 ms though nothing came.
type wire struct {
	packets []capture.Packet
	quiet   time.Duration // for which it goes on after the last packet
	sent    time.Time     // when that was
}

func (w *wire) Next(b *capture.Batch) error {
	b.Reset()
	time.Sleep(100 * time.Millisecond)
	if len(w.packets) == 0 {
		if time.Since(w.sent) > w.quiet {
			return io.EOF
		}
		return nil
	}
	p := w.packets[0]
	w.packets, w.sent = w.packets[1:], time.Now()
	p.Time = w.sent.UnixNano()
	b.Packets = append(b.Packets, p)
	return nil
}

func (*wire) Names() []string   { return []string{"live:test"} }
func (*wire) Problems() []error { return nil }
func (*wire) Close() error      { return nil }

// sample returns a sample's packets without the last ones.
func sample(t *testing.T, name string, without int) []capture.Packet {
	t.Helper()
	files, err := capture.Open([]string{"../samples/" + name}, capture.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer files.Close()
	var b capture.Batch
	if err := files.Next(&b); err != nil {
		t.Fatal(err)
	}
	all := make([]capture.Packet, len(b.Packets)-without)
	for i := range all {
		all[i] = b.Packets[i]
		all[i].Data = append([]byte(nil), all[i].Data...)
	}
	return all
}

// stopwatch is a Reporter that notes when records are written, and what their outcome is.
type stopwatch struct {
	written  []time.Time
	outcomes []string
}

func (*stopwatch) Streaming() bool                                { return true }
func (*stopwatch) Encode(dst []byte, c *record.Connection) []byte { return append(dst, c.Outcome...) }
func (*stopwatch) Close(*report.Summary) error                    { return nil }

func (s *stopwatch) Write(encoded []byte) error {
	s.written, s.outcomes = append(s.written, time.Now()), append(s.outcomes, string(encoded))
	return nil
}

// watch runs a live source to its end.
func watch(t *testing.T, w *wire, limits Limits) (*stopwatch, *Meter) {
	t.Helper()
	s, m := &stopwatch{}, &Meter{}
	if _, err := Run(context.Background(), Options{Source: w, Reporter: s, Live: true, Limits: limits, Workers: 2, Meter: m}); err != nil {
		t.Fatal(err)
	}
	return s, m
}

func TestLiveWritesARecordWithinASecondOfItsEnd(t *testing.T) {
	for _, test := range []struct {
		sample, outcome string
	}{
		{"tls12.pcap", record.OutcomeEstablished},
		{"alert-unknown-ca.pcap", record.OutcomeFailed},
		{"alert-handshake-failure.pcap", record.OutcomeFailed},
	} {
		t.Run(test.sample, func(t *testing.T) {
			packets := sample(t, test.sample, 0)
			synctest.Test(t, func(t *testing.T) {
				w := &wire{packets: packets, quiet: 20 * time.Second}
				s, _ := watch(t, w, Limits{})
				if len(s.outcomes) != 1 || s.outcomes[0] != test.outcome {
					t.Fatalf("outcomes %q, want one %q", s.outcomes, test.outcome)
				}
				if late := s.written[0].Sub(w.sent); late > time.Second {
					t.Errorf("the record was written %v after the last packet", late)
				}
			})
		})
	}
}

func TestLiveTimePassesWithoutPackets(t *testing.T) {
	packets := sample(t, "tls12.pcap", 4) // no goodbye
	synctest.Test(t, func(t *testing.T) {
		limits := DefaultLimits()
		limits.Reassembly.Idle = 10 * time.Second
		w := &wire{packets: packets, quiet: time.Minute}
		s, m := watch(t, w, limits)
		if len(s.written) != 1 {
			t.Fatalf("%d records, want 1", len(s.written))
		}
		if d := s.written[0].Sub(w.sent); d < 10*time.Second || d > 11*time.Second {
			t.Errorf("the silent connection's record was written after %v, want 10 s", d)
		}
		if open := m.Open.Load(); open != 0 {
			t.Errorf("%d flows are followed at the end", open)
		}
	})
}

func TestLiveGivesUpFlowsThatNeedTooMuchMemory(t *testing.T) {
	packets := sample(t, "tls12.pcap", 4)
	limits := DefaultLimits()
	limits.Memory = 1 // anything is too much
	runtime.GC()      // what is in use is known
	w := &wire{packets: packets, quiet: pressureEvery}
	s, m := watch(t, w, limits)
	if evicted := m.Evicted.Load(); evicted < 1 || int64(len(s.written)) != evicted {
		t.Errorf("%d flows given up and %d records, want a record of each", evicted, len(s.written))
	}
}
