//go:build libpcap || (darwin && cgo) || (windows && (amd64 || 386))

package live

import (
	"errors"
	"fmt"
	"net"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/gopacket/pcap"
	"golang.org/x/net/bpf"

	"github.com/tlssniff/tlssniff/capture"
	"github.com/tlssniff/tlssniff/capture/filter"
)

// pcapHandle is a tap.
type pcapHandle struct {
	*pcapReader
	options Options
	handle  *pcap.Handle   // the reading goroutine's; nil while the interface is down
	before  pcap.Stats     // what was lost on handles before this one
	device  *net.Interface // as it was when it was opened, or nil

	batch *capture.Batch // the packets at hand are in it, or nil
	next  int            // of them
	since time.Time

	received atomic.Int64
	mu       sync.Mutex
	counts   Stats
	down     time.Time // since when it is, valid where counts.Up is false
	failed   error     // why the interface can't be opened again
}

// open begins to capture on an interface. The note says why the filter is not there.
func open(name string, source int32, o Options) (tap, string, error) {
	t := &pcapHandle{pcapReader: newPcapReader(source), options: o, counts: Stats{Interface: name, Up: true}}
	note, err := t.activate()
	switch {
	case errors.Is(err, errDown):
		t.counts.Up, t.down = false, time.Now()
	case err != nil:
		return nil, "", err
	default:
		t.device, _ = net.InterfaceByName(name)
	}
	go t.run()
	return t, note, nil
}

// activate opens the interface.
func (t *pcapHandle) activate() (note string, err error) {
	inactive, err := pcap.NewInactiveHandle(t.counts.Interface)
	if err != nil {
		return "", fmt.Errorf("libpcap: %w", err)
	}
	defer inactive.CleanUp()
	for _, set := range []error{
		inactive.SetSnapLen(t.options.Snaplen), inactive.SetPromisc(!t.options.Modest),
		inactive.SetBufferSize(t.options.Buffer), inactive.SetTimeout(hold),
	} {
		if set != nil {
			return "", fmt.Errorf("libpcap: %w", set)
		}
	}
	t.handle, err = inactive.Activate()
	if err == nil {
		return t.filter(), nil
	}
	t.handle = nil
	if missing := Permitted(); missing != nil {
		return "", missing
	}
	switch err.Error() { // they have no values of their own
	case "No Such Device":
		return "", errNoInterface
	case "Interface Not Up":
		return "", errDown
	}
	return "", fmt.Errorf("libpcap: %w", err)
}

// errDown says that libpcap can't open an interface because it is down.
var errDown = errors.New("the interface is down")

// libpcap knows Linux's extensions as loads of one byte, the kernel as loads of any width.
const (
	loadWord, loadByte = 0x20, 0x30
	extensions         = 0xfffff000
)

// filter gives libpcap the program that says which packets are kept. The note says why not.
func (t *pcapHandle) filter() (note string) {
	if t.options.Filter == nil {
		return ""
	}
	view := filter.View{Link: capture.LinkType(t.handle.LinkType()), Socket: runtime.GOOS == "linux", Snaplen: t.options.Snaplen}
	program, err := t.options.Filter.Compile(view)
	var raw []bpf.RawInstruction
	if err == nil {
		raw, err = bpf.Assemble(program)
	}
	var code []pcap.BPFInstruction
	for _, i := range raw {
		if i.Op == loadWord && i.K >= extensions {
			i.Op = loadByte
		}
		code = append(code, pcap.BPFInstruction{Code: i.Op, Jt: i.Jt, Jf: i.Jf, K: i.K})
	}
	if err == nil {
		err = t.handle.SetBPFInstructionFilter(code)
	}
	if err != nil {
		return unfiltered(err)
	}
	return ""
}

// run reads until the capture ends, and opens the interface again when it went away.
func (t *pcapHandle) run() {
	defer close(t.ended)
	for !t.over(time.Now()) {
		if t.handle != nil {
			err := t.read(t.handle, t.look)
			t.count()
			if err == nil {
				return
			}
			t.lose()
		}
		select {
		case <-t.quit:
			return
		case <-time.After(checks):
		}
		t.reopen()
	}
}

// look counts what was lost, and returns an error where the interface went away.
func (t *pcapHandle) look() error {
	t.count()
	if t.device == nil {
		return nil // only libpcap knows it by this name
	}
	d, err := net.InterfaceByName(t.device.Name)
	if err == nil && d.Index != t.device.Index {
		return errDown
	}
	t.see(err == nil && d.Flags&net.FlagUp != 0)
	return err
}

// see notes whether the interface is up.
func (t *pcapHandle) see(up bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	switch {
	case t.counts.Up && !up:
		t.counts.Downs++
		t.down = time.Now()
	case !t.counts.Up && up:
		t.counts.DownFor += time.Since(t.down)
	}
	t.counts.Up = up
}

// count asks libpcap what was lost.
func (t *pcapHandle) count() {
	s, err := t.handle.Stats()
	if err != nil {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.counts.Dropped = int64(t.before.PacketsDropped + s.PacketsDropped)
	t.counts.Missed = int64(t.before.PacketsIfDropped + s.PacketsIfDropped)
}

// lose closes the handle of an interface that went away.
func (t *pcapHandle) lose() {
	t.handle.Close()
	t.handle = nil
	t.see(false)
	t.before.PacketsDropped, t.before.PacketsIfDropped = int(t.counts.Dropped), int(t.counts.Missed)
}

// reopen opens an interface that went away. Where that is forbidden now, it stays closed.
func (t *pcapHandle) reopen() {
	_, err := t.activate()
	if err == nil {
		t.device, _ = net.InterfaceByName(t.counts.Interface)
		t.see(true)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.failed = nil
	if err != nil && Permitted() != nil {
		t.failed = &capture.Problem{File: t.counts.Interface, Offset: -1, Reason: "the interface went away and can't be opened again, which needs a new start", Err: err}
	}
}

func (t *pcapHandle) peek() (at int64, since time.Time, ok bool) {
	if t.batch == nil {
		select {
		case t.batch = <-t.full:
			t.next, t.since = 0, time.Now()
		default:
			return 0, since, false
		}
	}
	return t.batch.Packets[t.next].Time, t.since, true
}

func (t *pcapHandle) take(b *capture.Batch) bool {
	p := t.batch.Packets[t.next]
	room, ok := b.Room(len(p.Data))
	if !ok {
		return false
	}
	copy(room, p.Data)
	p.Data = room
	b.Packets = append(b.Packets, p)
	t.received.Add(1)
	if t.next++; t.next == len(t.batch.Packets) {
		t.free <- t.batch
		t.batch = nil
	}
	return true
}

// check has nothing to do: the reading goroutine sees for itself.
func (t *pcapHandle) check(time.Time) {}

func (t *pcapHandle) silence() { t.silenced.Store(time.Now().UnixNano()) }

func (t *pcapHandle) stats() Stats {
	t.mu.Lock()
	defer t.mu.Unlock()
	s := t.counts
	s.Received = t.received.Load()
	if !s.Up {
		s.DownFor += time.Since(t.down)
	}
	return s
}

func (t *pcapHandle) problem() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.failed
}

func (t *pcapHandle) close() error {
	close(t.quit)
	<-t.ended
	if t.handle != nil {
		t.handle.Close()
	}
	return nil
}

// waiter returns a function that looks again soon: the goroutines have no common sign.
func waiter([]tap) func(time.Duration) {
	return func(d time.Duration) { time.Sleep(min(d, nap)) }
}
