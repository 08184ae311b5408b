// Package indicator reads lists of indicators of compromise and finds them in
// records: addresses, networks, host names, certificates' hashes, JA3 and JA4.
// docs/indicators.md describes the lists and what is looked at.
//
// A Set is loaded once and then only read, by many goroutines at once. It knows
// records, and nothing of how they are made.
package indicator

import (
	"encoding/hex"
	"errors"
	"fmt"
	"net/netip"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"
)

// kind is what an indicator is compared with.
type kind uint8

const (
	address     kind = iota // of either side
	addressPort             // of either side, with its port
	network
	name  // that the client asks for
	below // a name under which all are meant
	ja3
	ja3s
	ja4
	sha1 // of a certificate
	sha256
	kinds // how many there are
)

var kindNames = [...]string{"address", "address:port", "network", "name", "name", "JA3", "JA3S", "JA4", "certificate SHA-1", "certificate SHA-256"}

func (k kind) String() string { return kindNames[k] }

// indicator is one entry of a list, understood.
type indicator struct {
	kind kind
	key  string       // the bytes that are compared; of a network none
	net  netip.Prefix // of a network
}

// parsers read the text of a kind of indicator.
var (
	parseJA3    = hash(ja3, 16)
	parseJA3S   = hash(ja3s, 16)
	parseSHA1   = hash(sha1, 20)
	parseSHA256 = hash(sha256, 32)
)

// parse understands a text by its form. A hash of 16 bytes is a JA3, one of 20 or 32 a certificate's.
func parse(text string) (indicator, error) {
	text = fanged(text)
	if b, ok := hexBytes(text); ok {
		switch len(b) {
		case 16:
			return parseJA3(text)
		case 20:
			return parseSHA1(text)
		case 32:
			return parseSHA256(text)
		}
	}
	read := parseName
	switch {
	case len(text) == ja4Length && text[ja4Length-13] == '_':
		read = parseJA4
	case strings.Trim(text, "0123456789./") == "" || strings.Contains(text, ":"):
		read = parseAddress
	}
	i, err := read(text)
	if err != nil {
		err = fmt.Errorf("%s is no address, network, name, JA3, JA4 or certificate's hash", quoted(text))
	}
	return i, err
}

var fang = strings.NewReplacer("[.]", ".", "(.)", ".", "[:]", ":")

// fanged undoes what keeps an indicator from being clicked on: evil[.]example.
func fanged(text string) string {
	if !strings.ContainsAny(text, "[(") {
		return text
	}
	return fang.Replace(text)
}

// parseAddress reads an address, alone or with a port, or a network.
func parseAddress(text string) (indicator, error) {
	if strings.Contains(text, "/") {
		return parseNetwork(text)
	}
	if a, err := netip.ParseAddr(text); err == nil {
		return addressOf(a), nil
	}
	if a, err := netip.ParseAddrPort(text); err == nil {
		return indicator{kind: addressPort, key: string(portKey(nil, a.Addr(), a.Port()))}, nil
	}
	return indicator{}, fmt.Errorf("%s is no address or network", quoted(text))
}

func parseNetwork(text string) (indicator, error) {
	p, err := netip.ParsePrefix(text)
	if err != nil {
		return indicator{}, fmt.Errorf("%s is no network", quoted(text))
	}
	if p = p.Masked(); p.Addr().Is4In6() && p.Bits() >= 96 {
		p = netip.PrefixFrom(p.Addr().Unmap(), p.Bits()-96)
	}
	if p.IsSingleIP() {
		return addressOf(p.Addr()), nil
	}
	return indicator{kind: network, net: p}, nil
}

func addressOf(a netip.Addr) indicator {
	return indicator{kind: address, key: string(addressKey(nil, a))}
}

// addressKey appends the bytes by which an address is compared.
func addressKey(b []byte, a netip.Addr) []byte {
	bytes := a.As16()
	return append(b, bytes[:]...)
}

func portKey(b []byte, a netip.Addr, port uint16) []byte {
	return append(addressKey(b, a), byte(port>>8), byte(port))
}

// maxName is how long a host name can be (RFC 1035, section 2.3.4).
const maxName = 253

// parseName reads a host name; *. or a dot in front means all names below, and the dot the name itself too.
func parseName(text string) (indicator, error) {
	host := strings.TrimSuffix(strings.ToLower(text), ".")
	host, wild := strings.CutPrefix(host, "*.")
	if !wild {
		host, wild = strings.CutPrefix(host, ".")
	}
	if !isASCII(host) {
		host, _ = idna.ToASCII(host) // what is none stays as it is, and is refused
	}
	if !isHost(host) || !wild && !strings.Contains(host, ".") {
		return indicator{}, fmt.Errorf("%s is no host name", quoted(text))
	}
	if wild {
		return indicator{kind: below, key: host}, nil
	}
	return indicator{kind: name, key: host}, nil
}

func isASCII(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r >= utf8.RuneSelf }) < 0
}

// isHost reports whether a text is a host name, whose last label is not a number.
func isHost(host string) bool {
	if len(host) > maxName || host == "" {
		return false
	}
	last, letters := 0, false
	for i := 0; i <= len(host); i++ {
		if i == len(host) || host[i] == '.' {
			if i == last || host[last] == '-' || host[i-1] == '-' {
				return false
			}
			if i == len(host) {
				break
			}
			last, letters = i+1, false
			continue
		}
		switch c := host[i]; {
		case c >= 'a' && c <= 'z':
			letters = true
		case c >= '0' && c <= '9', c == '-', c == '_':
		default:
			return false
		}
	}
	return letters
}

// ja4Length is that of a JA4: three parts with underscores between.
const ja4Length = 10 + 1 + 12 + 1 + 12

var ja4Form = regexp.MustCompile(`^[tqd][0-9s][0-9][di][0-9]{4}[0-9a-z]{2}_[0-9a-f]{12}_[0-9a-f]{12}$`)

func parseJA4(text string) (indicator, error) {
	if !ja4Form.MatchString(text) {
		return indicator{}, fmt.Errorf("%s is no JA4", quoted(text))
	}
	return indicator{kind: ja4, key: text}, nil
}

// hash returns what reads hashes of so many bytes.
func hash(k kind, size int) func(string) (indicator, error) {
	return func(text string) (indicator, error) {
		b, ok := hexBytes(text)
		if !ok || len(b) != size {
			return indicator{}, fmt.Errorf("%s is no %s: it has %d bytes in hexadecimal", quoted(text), kindNames[k], size)
		}
		return indicator{kind: k, key: string(b)}, nil
	}
}

// hexBytes reads hexadecimal, also with a colon between bytes.
func hexBytes(text string) ([]byte, bool) {
	if len(text) < 2 || !isHex(text[0]) || !isHex(text[1]) {
		return nil, false
	}
	if len(text) > 2 && text[2] == ':' {
		text = strings.ReplaceAll(text, ":", "")
	}
	b, err := hex.DecodeString(text)
	return b, err == nil
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}

// String returns the indicator as a list has it.
func (i *indicator) String() string {
	switch i.kind {
	case network:
		return i.net.String()
	case below:
		return "*." + i.key
	case ja3, ja3s, sha1, sha256:
		return hex.EncodeToString([]byte(i.key))
	case address, addressPort:
		a, _ := netip.AddrFromSlice([]byte(i.key[:16]))
		if a = a.Unmap(); i.kind == addressPort {
			return netip.AddrPortFrom(a, uint16(i.key[16])<<8|uint16(i.key[17])).String()
		}
		return a.String()
	}
	return i.key
}

var errKind = errors.New("of a kind that TLS does not show")

// quoted quotes a text from a list, as much of it as a message has room for.
func quoted(text string) string {
	if len(text) > 60 {
		text = strings.ToValidUTF8(text[:60], "") + "…"
	}
	return strconv.Quote(text)
}
