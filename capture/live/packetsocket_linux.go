//go:build !libpcap

package live

import (
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	"golang.org/x/net/bpf"
	"golang.org/x/sys/unix"

	"github.com/tlssniff/tlssniff/capture"
	"github.com/tlssniff/tlssniff/capture/filter"
)

// packetSocket is a tap. It keeps its socket for as long as it lives: when the interface goes
// and comes back, there may be no privilege left to open another.
type packetSocket struct {
	counts
	name   string
	source int32
	fd     int
	link   capture.LinkType
	device device
	ring   *ring
	modest bool
	number int64 // of the last packet
}

// open begins to capture on an interface. Its filter is there before the first packet
// can be; the note says why if it is not.
func open(name string, source int32, o Options) (_ tap, note string, err error) {
	t := &packetSocket{name: name, source: source, modest: o.Modest}
	if t.device, err = lookUpNow(name); err != nil {
		return nil, "", err
	}
	t.link = t.device.link()
	if t.fd, err = newSocket(t.link); err != nil {
		return nil, "", err
	}
	t.counts.open(t.fd, name, t.device)
	if t.ring, err = newRing(t.fd, o.Buffer); err != nil {
		err = fmt.Errorf("no buffer of %d bytes can be had: %w (a smaller one may fit)", o.Buffer, err)
	} else if note, err = t.filter(o); err == nil {
		err = bind(t.fd, t.device, t.modest)
	}
	if err != nil {
		return nil, "", errors.Join(err, t.close())
	}
	return t, note, nil
}

// filter gives the socket the program that says which packets are kept, and how much of each.
func (t *packetSocket) filter(o Options) (note string, err error) {
	all := []bpf.Instruction{bpf.RetConstant{Val: uint32(o.Snaplen)}}
	if o.Filter == nil {
		return "", attach(t.fd, all)
	}
	program, err := o.Filter.Compile(filter.View{Link: t.link, Socket: true, Snaplen: o.Snaplen})
	if err == nil {
		err = attach(t.fd, program)
	}
	if err == nil {
		return "", nil
	}
	return unfiltered(err), attach(t.fd, all)
}

// check looks whether the interface is there and up, and binds the socket again when it is back.
func (t *packetSocket) check(now time.Time) {
	// An interface that goes down leaves an error behind, with which poll would not wait.
	_, _ = unix.GetsockoptInt(t.fd, unix.SOL_SOCKET, unix.SO_ERROR)
	d, err := lookUp(t.fd, t.name)
	d.up = d.up && err == nil
	changed := d.up && d.link() != t.link
	if d.up && (!t.device.up || d.index != t.device.index) {
		d.up = !changed && bind(t.fd, d, t.modest) == nil
	}
	t.device = d
	t.see(d, changed, now)
}

// silence lets no more packets through.
func (t *packetSocket) silence() {
	_ = attach(t.fd, []bpf.Instruction{bpf.RetConstant{Val: 0}})
}

func (t *packetSocket) peek() (at int64, since time.Time, ok bool) {
	h, ok := t.ring.peek()
	if !ok {
		return 0, since, false
	}
	return nanoseconds(h), t.ring.since, true
}

func (t *packetSocket) take(b *capture.Batch) bool {
	h, ok := t.ring.peek()
	if !ok || !t.copy(h, b) {
		return false
	}
	t.ring.advance(h)
	return true
}

// copy copies the packet at hand into the batch. It reports false where the batch is full.
func (t *packetSocket) copy(h *packetHeader, b *capture.Batch) bool {
	from := t.ring.address()
	if from.Pkttype == unix.PACKET_OUTGOING && from.Hatype == unix.ARPHRD_LOOPBACK {
		return true // it comes once more, as received
	}
	data, length := t.ring.bytes(h), int(h.Len)
	var header [24]byte
	at, n := t.header(&header, h, from)
	if at > len(data) {
		at, n = 0, 0 // the snap length cut what it belongs into
	}
	room, ok := b.Room(len(data) + n)
	if !ok {
		return false
	}
	copy(room, data[:at])
	copy(room[at:], header[:n])
	copy(room[at+n:], data[at:])
	t.number++
	t.received.Store(t.number)
	b.Packets = append(b.Packets, capture.Packet{
		Data: room, Time: nanoseconds(h), Length: length + n, Number: t.number, Source: t.source, Link: t.link,
	})
	return true
}

// header puts into b what the kernel keeps beside a packet's bytes: the VLAN tag that it took
// off, and of a packet without its own header a cooked one (LINKTYPE_LINUX_SLL2).
// It returns where in the packet the n bytes belong.
func (t *packetSocket) header(b *[24]byte, h *packetHeader, from *address) (at, n int) {
	tagged := h.Status&unix.TP_STATUS_VLAN_VALID != 0
	tpid := uint16(unix.ETH_P_8021Q)
	if h.Status&unix.TP_STATUS_VLAN_TPID_VALID != 0 {
		tpid = h.Hv1.Vlan_tpid
	}
	if t.link != capture.LinkLinuxSLL2 {
		if !tagged || t.link != capture.LinkEthernet {
			return 0, 0
		}
		binary.BigEndian.PutUint16(b[0:], tpid)
		binary.BigEndian.PutUint16(b[2:], uint16(h.Hv1.Vlan_tci))
		return 12, 4
	}
	binary.NativeEndian.PutUint16(b[0:], from.Protocol) // it is in network order there
	binary.BigEndian.PutUint32(b[4:], uint32(from.Ifindex))
	binary.BigEndian.PutUint16(b[8:], from.Hatype)
	b[10], b[11] = from.Pkttype, min(from.Halen, 8)
	copy(b[12:20], from.Addr[:])
	if !tagged {
		return 0, 20
	}
	binary.BigEndian.PutUint16(b[0:], tpid)
	binary.BigEndian.PutUint16(b[20:], uint16(h.Hv1.Vlan_tci))
	binary.NativeEndian.PutUint16(b[22:], from.Protocol)
	return 0, 24
}

func (t *packetSocket) close() error {
	return errors.Join(t.ring.close(), t.counts.close())
}

// waiter returns a function that waits for packets.
func waiter(taps []tap) func(time.Duration) {
	var list []unix.PollFd
	for _, t := range taps {
		list = append(list, unix.PollFd{Fd: int32(t.(*packetSocket).fd), Events: unix.POLLIN})
	}
	return func(d time.Duration) {
		_, err := unix.Poll(list, max(1, int(d.Milliseconds())))
		for i := range list {
			// It went down, and says so until its error is asked for.
			if err == nil && list[i].Revents&unix.POLLERR != 0 {
				taps[i].check(time.Now())
			}
		}
	}
}
