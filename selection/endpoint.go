package selection

import (
	"fmt"
	"net"
	"net/netip"
	"strconv"

	"github.com/tlssniff/tlssniff/record"
)

// endpoint is one end of a connection, as far as it is asked for.
type endpoint struct {
	network netip.Prefix // an address is a network of one; invalid where a name is asked for
	name    namePattern
	port    uint16
	anyPort bool
}

// endpoints reads addresses, networks, and where it is allowed names, the last two only of servers by name.
func endpoints(texts []string, names bool) ([]endpoint, error) {
	var all []endpoint
	for _, text := range texts {
		e, err := parseEndpoint(text, names)
		if err != nil {
			return nil, err
		}
		all = append(all, e)
	}
	return all, nil
}

func parseEndpoint(text string, names bool) (endpoint, error) {
	e := endpoint{anyPort: true}
	if prefix, err := netip.ParsePrefix(text); err == nil {
		if prefix.Masked() != prefix {
			return e, fmt.Errorf("%s has bits set beyond its /%d: the network is %s", text, prefix.Bits(), prefix.Masked())
		}
		e.network = prefix
		return e, nil
	}
	host := text
	if addr, err := netip.ParseAddr(text); err != nil {
		if h, port, err := net.SplitHostPort(text); err == nil {
			n, err := strconv.ParseUint(port, 10, 16)
			if err != nil {
				return e, fmt.Errorf("%q: its port is no number up to 65535", text)
			}
			host, e.port, e.anyPort = h, uint16(n), false
		}
	} else {
		host = addr.String()
	}
	if addr, err := netip.ParseAddr(host); err == nil {
		addr = addr.Unmap().WithZone("")
		e.network = netip.PrefixFrom(addr, addr.BitLen())
		return e, nil
	}
	if !names {
		return e, fmt.Errorf("%q is no address: it is as 192.0.2.10, 192.0.2.0/24, 192.0.2.10:50000 or [2001:db8::1]:50000", text)
	}
	var err error
	if e.name, err = parseName(host); err != nil {
		return e, fmt.Errorf("%q is no server: it is as 192.0.2.20, 192.0.2.0/24, 192.0.2.20:443, server.example or *.example", text)
	}
	return e, nil
}

// fits reports whether an end, as a record has it, is one of those asked for.
func fits(all []endpoint, ip string, port uint16, name record.Optional[string]) bool {
	addr, err := netip.ParseAddr(ip)
	for i := range all {
		e := &all[i]
		switch {
		case !e.anyPort && e.port != port:
		case e.name != "":
			if name.Present && e.name.match(canonical(name.Value)) {
				return true
			}
		case err == nil && e.network.Contains(addr):
			return true
		}
	}
	return false
}

// fitsAddress is fits for an end that has no record.
func fitsAddress(all []endpoint, addr netip.Addr, port uint16) bool {
	for i := range all {
		if e := &all[i]; (e.anyPort || e.port == port) && e.name == "" && e.network.Contains(addr) {
			return true
		}
	}
	return false
}
