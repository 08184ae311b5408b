//go:build !libpcap

package live

import (
	"net"
	"net/netip"

	"golang.org/x/sys/unix"

	"github.com/tlssniff/tlssniff/capture"
)

func interfaces() ([]Interface, error) {
	list, err := net.Interfaces()
	if err != nil {
		return nil, err
	}
	fd, err := unix.Socket(unix.AF_UNIX, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return nil, err
	}
	defer unix.Close(fd)
	all := []Interface{{Name: everything, State: "up", Link: "cooked", Description: "all interfaces at once"}}
	for _, i := range list {
		d, err := lookUp(fd, i.Name)
		if err != nil {
			continue // it is gone
		}
		all = append(all, Interface{
			Name:      i.Name,
			State:     state(d.up, i.Flags&net.FlagRunning != 0),
			Link:      d.linkName(),
			Addresses: addresses(i),
		})
	}
	return all, nil
}

// linkName names what packets begin with, as the record of a capture has them.
func (d device) linkName() string {
	switch {
	case d.kind == unix.ARPHRD_LOOPBACK:
		return "loopback"
	case d.link() == capture.LinkEthernet:
		return "Ethernet"
	case d.link() == capture.LinkRaw:
		return "IP"
	}
	return "cooked"
}

// addresses returns an interface's own.
func addresses(i net.Interface) []netip.Addr {
	list, err := i.Addrs()
	if err != nil {
		return nil
	}
	var all []netip.Addr
	for _, a := range list {
		if p, err := netip.ParsePrefix(a.String()); err == nil {
			all = append(all, p.Addr().WithZone(""))
		}
	}
	return all
}
