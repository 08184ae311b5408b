package knowledge

import (
	"net/netip"
	"slices"
	"strings"
	"unicode"

	"github.com/tlssniff/tlssniff/record"
)

// maxChain is how many certificates of a chain are remembered.
const maxChain = 6

// Lesson is what one connection teaches of its server. It is small, and made
// without allocating, because every connection teaches one.
type Lesson struct {
	Server      netip.AddrPort
	Client      netip.Addr
	Established bool
	// Answered says that the server spoke TLS too, whatever came of it.
	Answered bool

	Version, Suite, Group, ALPN string

	// Name is the SNI, Named whether there was one.
	Name  string
	Named bool
	// Highest is the newest version that the client offered, Length its ClientHello's, and
	// Segmented whether that did not fit one segment.
	Highest   string
	Length    int
	Segmented bool

	Chain [maxChain]*record.Certificate // leaf first, nil behind the last
	// Untrusted says that the chain was verified and leads to no known root.
	Untrusted bool
	Time      int64 // of the first packet, in nanoseconds since 1970
	Where     Where
	// shared is a copy of Where that all facts refer to which the lesson adds.
	shared *Where
}

func (l *Lesson) where() *Where {
	if l.shared == nil {
		l.shared = new(Where)
		*l.shared = l.Where
	}
	return l.shared
}

// Read returns what a record teaches.
func Read(c *record.Connection) Lesson {
	l := Lesson{
		Server:      Address(&c.Server),
		Established: c.Outcome == record.OutcomeEstablished,
		ALPN:        c.ALPN.Value,
		Name:        c.ServerName.Value,
		Named:       c.ServerName.Present,
		Where:       Where{UID: c.UID, Source: c.Capture.Source, Packet: c.Capture.FirstPacket},
	}
	// Lower case in a history is the server's. From after the handshake on there is none.
	l.Answered = l.Established || strings.ContainsFunc(c.History, unicode.IsLower) ||
		c.History == "" && c.Capture.MidStream.Value && c.First == nil && c.Server.Bytes > 0
	l.Time = int64(c.Start)
	if v := c.Verification; v != nil {
		l.Untrusted = slices.ContainsFunc(v.Errors, func(e string) bool {
			return e == "unknown_issuer" || e == "self_signed" || e == "incomplete_chain"
		})
	}
	l.Client, _ = netip.ParseAddr(c.Client.IP)
	if c.ServerHello != nil {
		l.Version, l.Suite, l.Group = c.Version, c.CipherSuite, c.KeyExchangeGroup
	}
	if h := c.ClientHello; h != nil {
		l.Highest, l.Length, l.Segmented = Highest(h), h.Length, Segmented(c)
	}
	if c.Certificates != nil {
		for i, p := range c.Certificates.Server {
			if i == maxChain {
				break
			}
			l.Chain[i] = p.Certificate
		}
	}
	return l
}

func (l *Lesson) chain() []*record.Certificate {
	for i, c := range l.Chain {
		if c == nil {
			return l.Chain[:i]
		}
	}
	return l.Chain[:]
}

// Address returns an endpoint of a record as an address that can be compared.
func Address(e *record.Endpoint) netip.AddrPort {
	ip, _ := netip.ParseAddr(e.IP)
	return netip.AddrPortFrom(ip, e.Port)
}

// Highest returns the newest version that a client offers (RFC 8446, section 4.2.1).
func Highest(h *record.ClientHello) string {
	best, rank := h.LegacyVersion, Rank(h.LegacyVersion)
	for _, v := range h.SupportedVersions {
		if r := Rank(v); r > rank {
			best, rank = v, r
		}
	}
	return best
}

// Lowest returns the oldest version that a client is known to insist on, or ""
// where its ClientHello does not say.
func Lowest(h *record.ClientHello) string {
	lowest, rank := "", 0
	for _, v := range h.SupportedVersions {
		if r := Rank(v); r > 0 && (rank == 0 || r < rank) {
			lowest, rank = v, r
		}
	}
	return lowest
}

// Rank orders versions, the newest highest; 0 stands for what is none.
func Rank(version string) int {
	switch version {
	case "SSL 2.0":
		return 1
	case "SSL 3.0":
		return 2
	case "TLS 1.0", "DTLS 1.0":
		return 3
	case "TLS 1.1":
		return 4
	case "TLS 1.2", "DTLS 1.2":
		return 5
	}
	if len(version) >= 7 && (version[:7] == "TLS 1.3" || len(version) >= 8 && version[:8] == "DTLS 1.3") {
		return 6
	}
	return 0
}

// Of the bytes of a ClientHello on the wire, these come before its body.
const headers = 5 + 4 // record and handshake header

// ordinaryMSS is that of Ethernet, for a side whose SYN was not captured.
const ordinaryMSS = 1460

// Segmented reports whether a ClientHello did not fit one TCP segment: the MSS
// tells, never the packets, which a network card may have joined.
func Segmented(c *record.Connection) bool {
	if c.ClientHello == nil {
		return false
	}
	mss := int64(ordinaryMSS)
	if c.TCP != nil && c.TCP.MSS != nil {
		mss = c.TCP.MSS.Server.Or(mss)
	}
	return int64(c.ClientHello.Length+headers) > mss
}
