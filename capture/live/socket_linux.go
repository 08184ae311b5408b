//go:build !libpcap

package live

import (
	"encoding/binary"
	"errors"
	"fmt"
	"unsafe"

	"golang.org/x/net/bpf"
	"golang.org/x/sys/unix"

	"github.com/tlssniff/tlssniff/capture"
)

// everything is the name that stands for all interfaces at once.
const everything = "any"

// device is what the kernel says of an interface now.
type device struct {
	index int // 0 of everything
	up    bool
	// kind is the hardware type (ARPHRD_ of linux/if_arp.h).
	kind uint16
}

// lookUp asks for an interface by name. Any socket will do, and no privilege is needed.
func lookUp(fd int, name string) (device, error) {
	if name == everything {
		return device{up: true, kind: unix.ARPHRD_VOID}, nil
	}
	var d device
	r, err := unix.NewIfreq(name)
	if err != nil {
		return d, errNoInterface
	}
	if err = unix.IoctlIfreq(fd, unix.SIOCGIFINDEX, r); err != nil {
		return d, errNoInterface
	}
	d.index = int(r.Uint32())
	if err = unix.IoctlIfreq(fd, unix.SIOCGIFFLAGS, r); err != nil {
		return d, err
	}
	d.up = r.Uint16()&unix.IFF_UP != 0
	if err = unix.IoctlIfreq(fd, unix.SIOCGIFHWADDR, r); err != nil {
		return d, err
	}
	d.kind = r.Uint16() // of a sockaddr, the family
	return d, nil
}

// lookUpNow is lookUp before there is a socket.
func lookUpNow(name string) (device, error) {
	fd, err := newSocket(capture.LinkEthernet)
	if err != nil {
		return device{}, err
	}
	defer unix.Close(fd)
	return lookUp(fd, name)
}

// link says how packets of this kind of hardware are captured. Where their own
// header can't be read, the kernel takes it off, and they are given a cooked one.
func (d device) link() capture.LinkType {
	switch d.kind {
	case unix.ARPHRD_ETHER, unix.ARPHRD_LOOPBACK:
		return capture.LinkEthernet
	case unix.ARPHRD_NONE, unix.ARPHRD_RAWIP:
		return capture.LinkRaw
	}
	return capture.LinkLinuxSLL2
}

// newSocket makes a packet socket that hears nothing until it is bound.
func newSocket(link capture.LinkType) (int, error) {
	kind := unix.SOCK_RAW
	if link == capture.LinkLinuxSLL2 {
		kind = unix.SOCK_DGRAM
	}
	fd, err := unix.Socket(unix.AF_PACKET, kind|unix.SOCK_CLOEXEC|unix.SOCK_NONBLOCK, 0)
	if errors.Is(err, unix.EPERM) || errors.Is(err, unix.EACCES) {
		return -1, errPermission()
	}
	return fd, err
}

// attach gives a socket a filter, in place of the one that it has.
func attach(fd int, program []bpf.Instruction) error {
	raw, err := bpf.Assemble(program)
	if err != nil {
		return fmt.Errorf("filter: %w", err)
	}
	return unix.SetsockoptSockFprog(fd, unix.SOL_SOCKET, unix.SO_ATTACH_FILTER, &unix.SockFprog{
		Len:    uint16(len(raw)),
		Filter: (*unix.SockFilter)(unsafe.Pointer(&raw[0])),
	})
}

// bind lets a socket hear an interface, from now on.
func bind(fd int, d device, modest bool) error {
	all := binary.NativeEndian.Uint16([]byte{0, unix.ETH_P_ALL}) // in network order
	err := unix.Bind(fd, &unix.SockaddrLinklayer{Protocol: all, Ifindex: d.index})
	if err != nil || modest || d.index == 0 {
		return err
	}
	return unix.SetsockoptPacketMreq(fd, unix.SOL_PACKET, unix.PACKET_ADD_MEMBERSHIP, &unix.PacketMreq{
		Ifindex: int32(d.index),
		Type:    unix.PACKET_MR_PROMISC,
	})
}
