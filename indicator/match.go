package indicator

import (
	"encoding/hex"
	"fmt"
	"net/netip"
	"strings"

	"github.com/tlssniff/tlssniff/diagnosis/finding"
	"github.com/tlssniff/tlssniff/record"
)

// maxTold is how many matches of one connection are told; the others are counted.
const maxTold = 5

// Find adds a finding to those of a record, which are the worst first, if the record matches an indicator.
// It allocates nothing where none does.
func (s *Set) Find(found []record.Finding, c *record.Connection) []record.Finding {
	m := matches{set: s}
	m.endpoint("server", &c.Server)
	m.endpoint("client", &c.Client)
	m.names(c)
	if c.Certificates != nil {
		m.certificates("server", c.Certificates.Server)
		m.certificates("client", c.Certificates.Client)
	}
	if f := c.Fingerprints; f != nil {
		m.hash(ja3, "JA3", f.JA3)
		m.hash(ja3s, "JA3S", f.JA3S)
		m.text(ja4, "JA4", f.JA4)
	}
	if m.count == 0 {
		return found
	}
	if more := m.count - len(m.told); more > 0 {
		m.told = append(m.told, fmt.Sprintf("and %d more", more))
	}
	return finding.AddIndicator(found, m.worst, strings.Join(m.told, "; "))
}

// matches collects what of a connection is in a set.
type matches struct {
	set   *Set
	told  []string
	count int
	worst finding.Severity
	key   [maxName + 1]byte // room for what is looked up
}

// add takes note of all entries of a value, of which number is the first.
func (m *matches) add(what, value string, number uint32) {
	for ; number != 0; number = m.set.entries[number].next {
		e := &m.set.entries[number]
		m.worst = max(m.worst, e.severity)
		if m.count++; len(m.told) == maxTold {
			continue
		}
		text := what + " " + value
		if e.kind == below {
			text += " (*." + string(m.set.values[e.at:e.at+uint32(e.length)]) + ")"
		}
		text += " is listed in " + m.set.lists[e.list].Path
		if note := m.set.notes[e.note]; note != "" {
			text += ": " + note
		}
		m.told = append(m.told, text)
	}
}

func (m *matches) endpoint(side string, e *record.Endpoint) {
	s := m.set
	if s.counts[address]+s.counts[addressPort]+s.counts[network] == 0 {
		return
	}
	a, err := netip.ParseAddr(e.IP)
	if err != nil {
		return
	}
	key := portKey(m.key[:0], a, e.Port)
	m.add(side, e.IP, s.lookup(address, key[:16]))
	if number := s.lookup(addressPort, key); number != 0 {
		m.add(side, netip.AddrPortFrom(a, e.Port).String(), number)
	}
	if number := s.lookupNetwork(a); number != 0 {
		prefix, _, _ := s.networks.LookupPrefixLPM(netip.PrefixFrom(a, a.BitLen()))
		m.add(side, e.IP+" ("+prefix.String()+")", number)
	}
}

// names looks at the name that the client asks the server for, and a proxy. Where it asks for none, the
// names of the server's certificate tell which server it is.
func (m *matches) names(c *record.Connection) {
	if m.set.counts[name]+m.set.counts[below] == 0 {
		return
	}
	asked, ok := c.ServerName.Get()
	if ok {
		m.name("server name", asked)
	}
	if c.Proxy != nil {
		host := c.Proxy.Target
		if i := strings.LastIndexByte(host, ':'); i >= 0 {
			host = host[:i]
		}
		if host != asked {
			m.name("proxy target", host)
		}
	}
	if ok || c.Certificates == nil || len(c.Certificates.Server) == 0 || c.Certificates.Server[0].Certificate == nil {
		return
	}
	for _, dns := range c.Certificates.Server[0].DNSNames {
		m.name("certificate name", strings.TrimPrefix(dns, "*."))
	}
}

// name looks a name up, and what it is below of.
func (m *matches) name(what, host string) {
	host = strings.TrimSuffix(host, ".")
	if len(host) > maxName {
		return
	}
	key := m.key[:len(host)]
	for i := range key {
		key[i] = host[i]
		if c := host[i]; c >= 'A' && c <= 'Z' {
			key[i] = c + 'a' - 'A'
		}
	}
	m.add(what, host, m.set.lookup(name, key))
	if m.set.counts[below] == 0 {
		return
	}
	for i := range key {
		if key[i] == '.' && i > 0 {
			m.add(what, host, m.set.lookup(below, key[i+1:]))
		}
	}
}

func (m *matches) certificates(side string, chain []record.PresentedCertificate) {
	if m.set.counts[sha1]+m.set.counts[sha256] == 0 {
		return
	}
	for i := range chain {
		if c := chain[i].Certificate; c != nil {
			m.hash(sha1, side+" certificate SHA-1", c.SHA1)
			m.hash(sha256, side+" certificate SHA-256", c.SHA256)
		}
	}
}

// hash looks up what a record has in hexadecimal.
func (m *matches) hash(k kind, what, text string) {
	if text == "" || m.set.counts[k] == 0 || len(text) > 2*len(m.key) {
		return
	}
	var source [2 * len(m.key)]byte
	n, err := hex.Decode(m.key[:], source[:copy(source[:], text)])
	if err == nil {
		m.add(what, text, m.set.lookup(k, m.key[:n]))
	}
}

func (m *matches) text(k kind, what, text string) {
	if text != "" && len(text) <= len(m.key) {
		m.add(what, text, m.set.lookup(k, m.key[:copy(m.key[:], text)]))
	}
}
