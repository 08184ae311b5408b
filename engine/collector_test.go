package engine

import (
	"net/netip"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tlssniff/tlssniff/diagnosis/knowledge"
	"github.com/tlssniff/tlssniff/record"
	"github.com/tlssniff/tlssniff/report"
)

// ledger is a Reporter that writes down the uids in the order in which they come.
type ledger struct {
	streaming bool
	uids      []string
}

func (l *ledger) Streaming() bool                                { return l.streaming }
func (l *ledger) Encode(dst []byte, c *record.Connection) []byte { return append(dst, c.UID...) }
func (l *ledger) Close(*report.Summary) error                    { return nil }

func (l *ledger) Write(encoded []byte) error {
	l.uids = append(l.uids, string(encoded))
	return nil
}

// established, failed and stray are connections that ended at one moment and began at another.
func established(uid string, ended, first int64) sheaf {
	return sheaf{order: order{ended, first}, text: []byte(uid)}
}

func failed(uid string, ended, first int64) sheaf {
	return sheaf{order: order{ended, first}, held: &record.Connection{UID: uid}, size: 1}
}

func stray(uid string, server netip.AddrPort) sheaf {
	return sheaf{held: &record.Connection{UID: uid}, size: 1, server: server, unexpected: true}
}

// collect gives a collector what ended at two workers during one batch after the other.
func collect(t *testing.T, streaming bool, limits Limits, batches ...[]sheaf) (*collector, []string) {
	t.Helper()
	l := &ledger{streaming: streaming}
	c := newCollector(Options{Reporter: l, Limits: limits})
	defer c.close()
	for _, sheaves := range batches {
		b := newBatch(2)
		for i, s := range sheaves {
			h := &b.ended[i%2]
			from := len(h.text)
			h.text = append(h.text, s.text...)
			h.spans = append(h.spans, span{from, len(h.text)})
			if s.held == nil {
				h.lessons = append(h.lessons, knowledge.Lesson{Server: s.server, Answered: true})
			}
			h.sheaves = append(h.sheaves, s)
		}
		if err := c.take(b); err != nil {
			t.Fatal(err)
		}
	}
	if err := c.finish(); err != nil {
		t.Fatal(err)
	}
	return c, l.uids
}

func TestStreamingGoesByTheEndsAndTheOthersByTheBeginnings(t *testing.T) {
	batches := [][]sheaf{
		{established("b", 20, 1), failed("x", 5, 3), established("a", 10, 2)},
		{failed("y", 30, 0), established("c", 40, 4)},
	}
	open := established("z", 50, 1)
	open.open = true
	batches = append(batches, []sheaf{open})
	for streaming, want := range map[bool][]string{
		true:  {"a", "b", "c", "y", "z", "x"},
		false: {"y", "b", "z", "a", "x", "c"},
	} {
		if _, got := collect(t, streaming, DefaultLimits(), batches...); !cmp.Equal(want, got) {
			t.Errorf("streaming %v: %v, want %v", streaming, got, want)
		}
	}
}

func TestOldestGoFirstWhenTooManyAreHeld(t *testing.T) {
	limits := DefaultLimits()
	limits.Held = 2
	c, got := collect(t, true, limits, []sheaf{failed("1", 1, 9), failed("2", 2, 8), failed("3", 3, 7), established("4", 4, 1)})
	if want := []string{"1", "4", "3", "2"}; !cmp.Equal(want, got) || c.early != 1 {
		t.Errorf("%v, %d early; want %v, 1 early", got, c.early, want)
	}
}

func TestConnectionsWithoutTLSAreShownWhereTheirServerSpeaksIt(t *testing.T) {
	speaker, other := netip.MustParseAddrPort("10.0.0.7:9443"), netip.MustParseAddrPort("10.0.0.7:80")
	with := established("tls", 2, 2)
	with.server = speaker
	_, got := collect(t, true, DefaultLimits(), []sheaf{stray("plain", speaker), stray("web", other)}, []sheaf{with})
	if want := []string{"tls", "plain"}; !cmp.Equal(want, got) {
		t.Errorf("%v, want %v", got, want)
	}
	limits := DefaultLimits()
	limits.Strays = 1
	c, got := collect(t, true, limits, []sheaf{stray("plain", speaker), stray("web", other)}, []sheaf{with})
	if want := []string{"tls"}; !cmp.Equal(want, got) || c.forgotten != 1 {
		t.Errorf("%v, %d forgotten; want %v, 1 forgotten", got, c.forgotten, want)
	}
}
