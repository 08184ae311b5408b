//go:build !libpcap

package live

import (
	"context"
	"errors"
	"io"
	"slices"
	"sync"
	"time"

	"golang.org/x/net/bpf"
	"golang.org/x/sys/unix"

	"github.com/tlssniff/tlssniff/capture"
)

const (
	// lag is by how much a packet of one interface may be found later than one of
	// another that came after it.
	lag = 2*retire + 20*time.Millisecond
	// checks is how often interfaces are looked after.
	checks = 250 * time.Millisecond
	// nap is how long packets that wait for others are left alone.
	nap = 5 * time.Millisecond
	// counterLife is how long the kernel's 32-bit counters are left alone at most.
	counterLife = time.Minute
)

// taps are the interfaces of a Source. It implements sniffer.
type taps struct {
	// mu is held while packets are read.
	mu      sync.Mutex
	closed  bool
	taps    []*tap
	context context.Context
	remarks []string

	poll     []unix.PollFd
	checked  time.Time
	counted  time.Time
	silenced time.Time // when the capture was ended, or zero
}

func open(interfaces []string, o Options) (sniffer, error) {
	s := &taps{context: o.Context}
	for i, name := range interfaces {
		t, err := openTap(name, int32(i), o)
		if err != nil {
			return nil, errors.Join(err, s.close())
		}
		s.taps = append(s.taps, t)
		s.poll = append(s.poll, unix.PollFd{Fd: int32(t.fd), Events: unix.POLLIN})
		if t.note != "" {
			s.remarks = append(s.remarks, name+": "+t.note)
		}
		if !t.device.up {
			s.remarks = append(s.remarks, name+" is down: it is captured on when it is up")
		}
	}
	return s, nil
}

// next fills the batch with the packets that are there, or waits a while for some.
func (s *taps) next(b *capture.Batch) error {
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
		case !waiting && !s.silenced.IsZero() && now.Sub(s.silenced) > 2*retire:
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
func (s *taps) lookAfter(now time.Time) {
	if s.silenced.IsZero() && s.context.Err() != nil {
		for _, t := range s.taps {
			// Nothing more comes; what did is handed out.
			_ = attach(t.fd, []bpf.Instruction{bpf.RetConstant{Val: 0}})
		}
		s.silenced = now
	}
	if now.Sub(s.checked) > checks {
		s.checked = now
		for _, t := range s.taps {
			t.check(now)
		}
	}
	if now.Sub(s.counted) > counterLife {
		s.counted = now
		s.stats()
	}
}

// fill copies packets into the batch, by their time, until it is full or no more may be
// handed out. It reports whether packets wait for others that may be earlier.
func (s *taps) fill(b *capture.Batch, now time.Time) (waiting bool) {
	for {
		t, h, whole := s.earliest()
		if t == nil {
			break
		}
		// An interface without a packet at hand may have one that is not handed over yet.
		if !whole && now.UnixNano()-nanoseconds(h) < int64(lag) && now.Sub(t.ring.since) < lag {
			waiting = true
			break
		}
		if !t.take(h, b) {
			break
		}
		t.ring.advance(h)
	}
	for _, t := range s.taps {
		t.counts.received(t.number)
	}
	return waiting
}

// earliest returns the earliest packet at hand and the tap that has it, or nil. The choice
// is whole where every interface had one to choose from.
func (s *taps) earliest() (first *tap, next *packetHeader, whole bool) {
	whole = true
	for _, t := range s.taps {
		h, ok := t.ring.peek()
		switch {
		case !ok:
			whole = false
		case first == nil || earlier(h, next):
			first, next = t, h
		}
	}
	return first, next, whole || len(s.taps) == 1
}

// wait returns when a packet is there, an interface went down, or the time is over.
func (s *taps) wait(d time.Duration) {
	_, err := unix.Poll(s.poll, max(1, int(d.Milliseconds())))
	for i := range s.poll {
		if err == nil && s.poll[i].Revents&unix.POLLERR != 0 {
			s.checked = time.Time{}
		}
	}
}

func (s *taps) stats() []Stats {
	missed := missed()
	all := make([]Stats, len(s.taps))
	for i, t := range s.taps {
		all[i] = t.counts.now(missed)
	}
	return all
}

func (s *taps) notes() []string { return slices.Clone(s.remarks) }

func (s *taps) problems() []error {
	var all []error
	for _, t := range s.taps {
		if err := t.counts.problem(); err != nil {
			all = append(all, err)
		}
	}
	return all
}

func (s *taps) close() error {
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
