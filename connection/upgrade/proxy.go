package upgrade

import (
	"encoding/binary"
	"net/netip"
	"strings"
)

// proxyV1 is the PROXY protocol's line, version 1 (its specification, section 2.1). Nobody answers it.
type proxyV1 struct {
	lines
}

func (p *proxyV1) read(r *Reader, from Side, b []byte) (int, state) {
	if from == Server {
		return 0, opened // the server does not wait for it
	}
	return p.each(from, b, func(line string) state {
		r.Proxy = "proxy_v1"
		if f := strings.Fields(line); len(f) == 6 {
			source, errS := netip.ParseAddrPort(join(f[2], f[4]))
			destination, errD := netip.ParseAddrPort(join(f[3], f[5]))
			if errS == nil && errD == nil {
				r.Source, r.Destination = source, destination
			}
		}
		r.tell(Client, Announced, "version 1")
		return opened
	})
}

func join(ip, port string) string {
	if strings.Contains(ip, ":") {
		return "[" + ip + "]:" + port
	}
	return ip + ":" + port
}

// proxyV2 is the PROXY protocol's binary header, version 2 (its specification, section 2.2).
type proxyV2 struct {
	gather
}

const signatureV2 = "\r\n\r\n\x00\r\nQUIT\n"

func (p *proxyV2) read(r *Reader, from Side, b []byte) (int, state) {
	if from == Server {
		return 0, opened
	}
	message, used, ok := p.message(from, b, 16, func(have []byte) int { return 16 + int(binary.BigEndian.Uint16(have[14:])) })
	switch {
	case !ok:
		return used, over
	case message == nil:
		return used, talking
	}
	r.Proxy = "proxy_v2"
	size := 0
	switch message[13] >> 4 {
	case 1:
		size = 4
	case 2:
		size = 16
	}
	if body := message[16:]; size > 0 && message[12]&0xf == 1 && len(body) >= 2*size+4 {
		source, _ := netip.AddrFromSlice(body[:size])
		destination, _ := netip.AddrFromSlice(body[size : 2*size])
		r.Source = netip.AddrPortFrom(source, binary.BigEndian.Uint16(body[2*size:]))
		r.Destination = netip.AddrPortFrom(destination, binary.BigEndian.Uint16(body[2*size+2:]))
	}
	r.tell(Client, Announced, "version 2")
	return used, opened
}
