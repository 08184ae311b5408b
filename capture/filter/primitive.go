package filter

import (
	"math/bits"
	"net/netip"
	"strconv"
	"strings"
)

// primitive reads one test, with its qualifiers.
func (p *parser) primitive() (node, error) {
	if _, ok := p.accept("vlan"); ok {
		return p.vlan()
	}
	if word, ok := p.accept("less", "greater"); ok {
		n, err := strconv.ParseUint(p.peek(), 10, 31)
		if err != nil {
			return nil, p.wrong("a length in bytes is expected")
		}
		p.at++
		return length{less: word == "less", n: int(n)}, nil
	}
	q, given := p.qualifiers()
	switch {
	case !given && p.last.kind != "" && p.isValue():
		q = p.last
	case q.kind == "" && q.dir == either && q.proto != "":
		p.last = qualifiers{}
		return protocol{q.proto}, nil
	case q.kind == "" && given && p.isValue():
		q.kind = "host" // as in "src 10.0.0.1"
	case q.kind == "":
		return nil, p.wrong("a test is expected: tcp, udp, ip, ip6, host, net, port, portrange, vlan, less or greater")
	}
	p.last = q
	test, err := p.value(q)
	if err != nil || q.proto == "" {
		return test, err
	}
	return and{protocol{q.proto}, test}, nil
}

// qualifiers reads what stands before a value, and reports whether anything does.
func (p *parser) qualifiers() (q qualifiers, given bool) {
	start := p.at
	q.proto, _ = p.accept("tcp", "udp", "ip", "ip6")
	if dir, ok := p.accept("src", "dst"); ok {
		q.dir = src
		other := "dst"
		if dir == "dst" {
			q.dir, other = dst, "src"
		}
		if p.at+1 < len(p.tokens) && p.tokens[p.at+1].text == other {
			switch p.peek() {
			case "or":
				q.dir, p.at = either, p.at+2
			case "and":
				q.dir, p.at = both, p.at+2
			}
		}
	}
	q.kind, _ = p.accept("host", "net", "portrange", "port")
	return q, p.at > start
}

// isValue reports whether the next word can only be a value.
func (p *parser) isValue() bool {
	switch w := p.peek(); w {
	case "", "(", ")", "!", "not", "and", "&&", "or", "||", "vlan", "less", "greater":
		return false
	default:
		return w[0] >= '0' && w[0] <= '9' || strings.ContainsAny(w, ".:") || wellKnown[w] != 0
	}
}

// value reads what a primitive compares with.
func (p *parser) value(q qualifiers) (node, error) {
	switch word := p.peek(); q.kind {
	case "host":
		addr, err := netip.ParseAddr(word)
		if err != nil {
			return nil, p.wrong("an address is expected; names are not looked up")
		}
		p.at++
		addr = addr.Unmap().WithZone("")
		return network{q.dir, netip.PrefixFrom(addr, addr.BitLen())}, nil
	case "net":
		return p.network(q.dir)
	case "port":
		n, ok := portNumber(word)
		if !ok {
			return nil, p.wrong("a port from 0 to 65535 is expected")
		}
		p.at++
		return ports{q.dir, n, n}, nil
	default:
		low, high, ok := strings.Cut(word, "-")
		from, okFrom := portNumber(low)
		to, okTo := portNumber(high)
		if !ok || !okFrom || !okTo {
			return nil, p.wrong("two ports are expected, as in 8000-8999")
		}
		p.at++
		return ports{q.dir, min(from, to), max(from, to)}, nil
	}
}

// network reads a network: 10.0.0.0/8, 2001:db8::/32, 10.0.0.0 mask 255.0.0.0,
// or the first parts of an IPv4 address, as in 192.168.
func (p *parser) network(dir direction) (node, error) {
	word := p.peek()
	if prefix, err := netip.ParsePrefix(word); err == nil {
		if prefix.Masked() != prefix {
			return nil, p.wrong("bits are set beyond the network's /%d: it is %s", prefix.Bits(), prefix.Masked())
		}
		p.at++
		return network{dir, prefix}, nil
	}
	addr, partial := word, 32
	for n := strings.Count(word, "."); n < 3 && !strings.Contains(word, ":") && word != ""; n++ {
		addr, partial = addr+".0", partial-8
	}
	ip, err := netip.ParseAddr(addr)
	if err != nil {
		return nil, p.wrong("a network is expected, as in 10.0.0.0/8")
	}
	if ip.Is6() {
		partial = 128
	}
	p.at++
	if _, ok := p.accept("mask"); !ok {
		return network{dir, netip.PrefixFrom(ip, partial).Masked()}, nil
	}
	mask, err := netip.ParseAddr(p.peek())
	if err != nil || !mask.Is4() || !ip.Is4() {
		return nil, p.wrong("an IPv4 mask is expected, as in 255.255.0.0")
	}
	b := mask.As4()
	v := uint32(b[0])<<24 | uint32(b[1])<<16 | uint32(b[2])<<8 | uint32(b[3])
	ones := bits.LeadingZeros32(^v)
	if v<<ones != 0 {
		return nil, p.wrong("a mask with holes is not supported")
	}
	p.at++
	prefix := netip.PrefixFrom(ip, ones)
	if prefix.Masked() != prefix {
		p.at--
		return nil, p.wrong("the network has bits set that the mask has not")
	}
	return network{dir, prefix}, nil
}

// vlan reads the tag that may follow the word.
func (p *parser) vlan() (node, error) {
	p.last = qualifiers{}
	if w := p.peek(); w == "" || w[0] < '0' || w[0] > '9' {
		return vlan{-1}, nil
	}
	id, err := strconv.ParseUint(p.peek(), 10, 12)
	if err != nil {
		return nil, p.wrong("a VLAN from 0 to 4095 is expected")
	}
	p.at++
	return vlan{int(id)}, nil
}

// wellKnown are the ports that have a name here.
var wellKnown = map[string]uint16{
	"ftp": 21, "ssh": 22, "smtp": 25, "domain": 53, "http": 80, "pop3": 110, "nntp": 119, "imap": 143,
	"ldap": 389, "https": 443, "submissions": 465, "submission": 587, "ldaps": 636, "ftps": 990, "imaps": 993, "pop3s": 995,
}

func portNumber(s string) (uint16, bool) {
	if n, ok := wellKnown[s]; ok {
		return n, true
	}
	n, err := strconv.ParseUint(s, 10, 16)
	return uint16(n), err == nil
}
