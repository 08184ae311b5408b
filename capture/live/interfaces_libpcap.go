//go:build libpcap || (darwin && cgo) || (windows && (amd64 || 386))

package live

import (
	"fmt"
	"net/netip"

	"github.com/google/gopacket/pcap"
)

func interfaces() ([]Interface, error) {
	list, err := pcap.FindAllDevs()
	if err != nil {
		return nil, fmt.Errorf("libpcap: %w", err)
	}
	var all []Interface
	for _, i := range list {
		// PCAP_IF_LOOPBACK, PCAP_IF_UP and PCAP_IF_RUNNING of pcap.h.
		const loopback, up, running = 1, 2, 4
		found := Interface{Name: i.Name, Description: i.Description, State: state(i.Flags&up != 0, i.Flags&running != 0)}
		if i.Flags&loopback != 0 {
			found.Link = "loopback"
		}
		for _, a := range i.Addresses {
			if ip, ok := netip.AddrFromSlice(a.IP); ok {
				found.Addresses = append(found.Addresses, ip.Unmap())
			}
		}
		all = append(all, found)
	}
	return all, nil
}
