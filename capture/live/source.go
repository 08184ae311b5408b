package live

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"
	"time"

	"github.com/tlssniff/tlssniff/capture"
)

const (
	// hold is for how long the system may keep a packet from us to hand over
	// several at once; one in an open block of Linux's ring waits at most twice as long.
	hold = 40 * time.Millisecond
	// lag is by how much a packet of one interface may be found later than one of
	// another that came after it.
	lag = 2*hold + 20*time.Millisecond
	// drain is for how long after its end a capture's packets may still come.
	drain = 4 * hold
	// checks is how often interfaces are looked after.
	checks = 250 * time.Millisecond
	// nap is how long packets that wait for others are left alone.
	nap = 5 * time.Millisecond
)

// tap is one interface that is captured on, as the system does it. Its stats and
// problem may be asked for from any goroutine.
type tap interface {
	// peek returns the time of the packet that comes next, in nanoseconds since 1970,
	// and since when it is at hand; or false where none is.
	peek() (at int64, since time.Time, ok bool)
	// take copies that packet into the batch and passes on to the one after it. It
	// reports false where the batch is full.
	take(b *capture.Batch) bool
	// check looks whether the interface is there, and captures on it again when it is back.
	check(now time.Time)
	// silence ends the capture. What came before may still be taken.
	silence()
	stats() Stats
	problem() error
	close() error
}

// Source hands out the packets of one or more interfaces, in the order of their
// times. It implements capture.Source. Next belongs to one goroutine; all else
// may be called from any.
type Source struct {
	names   []string
	notes   []string
	context context.Context

	// mu is held while packets are taken.
	mu     sync.Mutex
	closed bool
	taps   []tap
	// wait returns when a packet may be there, or the time is over.
	wait     func(time.Duration)
	checked  time.Time
	silenced time.Time // when the capture was ended, or zero
}

// Open begins to capture on interfaces. The packets that come from then on wait
// in the kernel for Next. It needs privileges, which may be given up when it has returned.
func Open(interfaces []string, o Options) (*Source, error) {
	if len(interfaces) == 0 {
		return nil, errors.New("no interface to capture on")
	}
	if err := o.complete(); err != nil {
		return nil, err
	}
	s := &Source{context: o.Context, checked: time.Now()}
	for i, name := range interfaces {
		if slices.Contains(interfaces[:i], name) {
			s.Close()
			return nil, fmt.Errorf("%s: it is named twice", name)
		}
		t, note, err := open(name, int32(i), o)
		if err != nil {
			s.Close()
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		s.taps, s.names = append(s.taps, t), append(s.names, "live:"+name)
		if note != "" {
			s.notes = append(s.notes, name+": "+note)
		}
		if !t.stats().Up {
			s.notes = append(s.notes, name+" is down: packets are taken from it when it is up")
		}
	}
	s.wait = waiter(s.taps)
	return s, nil
}

// Next replaces the batch's packets with the next ones. It returns after about
// Wait where none came, without any, so that its caller can move its clock. When the
// Options' Context is done and what came before is handed out, or after Close, it
// returns io.EOF.
func (s *Source) Next(b *capture.Batch) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	b.Reset()
	if s.closed {
		return io.EOF
	}
	for deadline := time.Now().Add(Wait); ; {
		now := time.Now()
		s.lookAfter(now)
		waiting := s.fill(b, now)
		remaining := deadline.Sub(now)
		switch {
		case len(b.Packets) > 0:
			return nil
		case !waiting && !s.silenced.IsZero() && now.Sub(s.silenced) > drain:
			return io.EOF
		case remaining <= 0:
			return nil
		case waiting:
			time.Sleep(nap)
		default:
			s.wait(remaining)
		}
	}
}

// lookAfter does what is due now and then.
func (s *Source) lookAfter(now time.Time) {
	if s.silenced.IsZero() && s.context.Err() != nil {
		for _, t := range s.taps {
			t.silence()
		}
		s.silenced = now
	}
	if now.Sub(s.checked) > checks {
		s.checked = now
		for _, t := range s.taps {
			t.check(now)
		}
	}
}

// fill copies packets into the batch, by their time, until it is full or no more may be
// handed out. It reports whether packets wait for others that may be earlier.
func (s *Source) fill(b *capture.Batch, now time.Time) (waiting bool) {
	for {
		t, at, since, whole := s.earliest()
		if t == nil {
			return false
		}
		// An interface without a packet at hand may have one that is not handed over yet.
		if !whole && now.UnixNano()-at < int64(lag) && now.Sub(since) < lag {
			return true
		}
		if !t.take(b) {
			return false
		}
	}
}

// earliest returns the tap with the earliest packet at hand, or nil, with what its peek
// says. The choice is whole where no other tap may come up with an earlier one.
func (s *Source) earliest() (first tap, at int64, since time.Time, whole bool) {
	whole = true
	for _, t := range s.taps {
		a, found, ok := t.peek()
		switch {
		case !ok:
			whole = false
		case first == nil || a < at:
			first, at, since = t, a, found
		}
	}
	return first, at, since, whole || len(s.taps) == 1
}

// Names lists the interfaces, each as live:NAME.
func (s *Source) Names() []string { return s.names }

// Notes lists what a person should know of how the packets are captured: a
// filter that the kernel could not take, an interface that is down.
func (s *Source) Notes() []string { return s.notes }

// Problems lists what keeps an interface from being captured on until a new start.
func (s *Source) Problems() []error {
	var all []error
	for _, t := range s.taps {
		if err := t.problem(); err != nil {
			all = append(all, err)
		}
	}
	return all
}

// Stats returns the counts of each interface.
func (s *Source) Stats() []Stats {
	all := make([]Stats, len(s.taps))
	for i, t := range s.taps {
		all[i] = t.stats()
	}
	return all
}

// Close lets go of the interfaces, and of the packets that were not handed out.
// The counts stay as they are.
func (s *Source) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil
	}
	s.closed = true
	var failed error
	for _, t := range s.taps {
		failed = errors.Join(failed, t.close())
	}
	return failed
}
