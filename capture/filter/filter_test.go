package filter

import (
	"errors"
	"net/netip"
	"strings"
	"testing"

	"github.com/tlssniff/tlssniff/packet"
)

func endpoint(s string) packet.Endpoint {
	a := netip.MustParseAddrPort(s)
	return packet.Endpoint{IP: a.Addr().As16(), Port: a.Port()}
}

// packets are what the expressions of the tests are matched against.
var packets = map[string]*packet.Packet{
	"web": {Flow: packet.Flow{Src: endpoint("10.0.0.1:50000"), Dst: endpoint("192.168.1.7:443"), Protocol: packet.TCP},
		IPv4: true, WireLength: 100, VLANs: [packet.MaxVLANs]uint16{7, 42}, NVLANs: 2},
	"dns": {Flow: packet.Flow{Src: endpoint("10.0.0.1:40000"), Dst: endpoint("10.0.0.53:53"), Protocol: packet.UDP},
		IPv4: true, WireLength: 30},
	"six": {Flow: packet.Flow{Src: endpoint("[2001:db8::1]:8443"), Dst: endpoint("[2001:db8:1::2]:50001"), Protocol: packet.TCP}, WireLength: 1400},
}

func TestMatch(t *testing.T) {
	for _, c := range []struct{ expr, want string }{
		{"tcp", "web six"},
		{"udp", "dns"},
		{"ip", "web dns"},
		{"ip6", "six"},
		{"host 10.0.0.1", "web dns"},
		{"src host 10.0.0.53", ""},
		{"dst host 10.0.0.53", "dns"},
		{"src or dst host 10.0.0.53", "dns"},
		{"src and dst net 10.0.0.0/8", "dns"},
		{"src 10.0.0.1", "web dns"},
		{"host 2001:db8::1", "six"},
		{"net 10.0.0.0/8", "web dns"},
		{"net 192.168", "web"},
		{"net 192.168.1.0 mask 255.255.255.0", "web"},
		{"dst net 2001:db8:1::/48", "six"},
		{"port 443", "web"},
		{"port https", "web"},
		{"src port 8443", "six"},
		{"tcp port 53", ""},
		{"udp dst port 53", "dns"},
		{"portrange 440-450", "web"},
		{"tcp portrange 8000-9000", "six"},
		{"vlan", "web"},
		{"vlan 42", "web"},
		{"vlan 43", ""},
		{"less 50", "dns"},
		{"greater 100", "web six"},
		{"port 53 or 443", "web dns"},
		{"host 10.0.0.53 or 192.168.1.7", "web dns"},
		{"not tcp", "dns"},
		{"! udp && ! ip6", "web"},
		{"tcp port 443 and host 10.0.0.1", "web"},
		// Both have the same precedence, from left to right.
		{"udp or tcp and port 443", "web"},
		{"udp or (tcp and port 443)", "web dns"},
		{"not port 443 and tcp", "six"},
		{"not (port 443 or udp)", "six"},
	} {
		f, err := Parse(c.expr)
		if err != nil {
			t.Errorf("%s: %v", c.expr, err)
			continue
		}
		var got []string
		for _, name := range []string{"web", "dns", "six"} {
			if f.Match(packets[name]) {
				got = append(got, name)
			}
		}
		if g := strings.Join(got, " "); g != c.want {
			t.Errorf("%s matches %q, want %q", c.expr, g, c.want)
		}
	}
}

func TestErrorPointsAtTheWord(t *testing.T) {
	for _, c := range []struct{ expr, word, message string }{
		{"tcp prot 443", "prot", "ends here"},
		{"host www.example.com", "www.example.com", "names are not looked up"},
		{"port 70000", "70000", "a port from 0 to 65535"},
		{"portrange 5", "5", "two ports"},
		{"net 10.0.0.1/8", "10.0.0.1/8", "it is 10.0.0.0/8"},
		{"net 10.0.0.0 mask 255.0.255.0", "255.0.255.0", "a mask with holes"},
		{"vlan 5000", "5000", "0 to 4095"},
		{"less than", "than", "a length in bytes"},
		{"tcp[13] & 2 != 0", "tcp[13]", "a test is expected"},
		{"(tcp or udp", "", "a ) is missing"},
		{"tcp and", "", "a test is expected"},
		{"", "", "a test is expected"},
		{"ether host 00:11:22:33:44:55", "ether", "a test is expected"},
	} {
		_, err := Parse(c.expr)
		var e *SyntaxError
		if !errors.As(err, &e) {
			t.Errorf("%q: %v, want a SyntaxError", c.expr, err)
			continue
		}
		word := ""
		if e.Pos < len(c.expr) {
			word = c.expr[e.Pos : e.Pos+e.Len]
		}
		if word != c.word || !strings.Contains(e.Error(), c.message) {
			t.Errorf("%q: points at %q and says %q, want %q and %q", c.expr, word, e, c.word, c.message)
		}
	}
}

func TestDepthIsLimited(t *testing.T) {
	if _, err := Parse(strings.Repeat("(", 10_000) + "tcp" + strings.Repeat(")", 10_000)); err == nil {
		t.Error("ten thousand parentheses are taken")
	}
}

// FuzzParse holds that the text of a filter means what the filter means.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"tcp port 443 and (host 10.0.0.1 or net 2001:db8::/32)", "not vlan 7 or less 5", "port 80 or 443", "src and dst net 10", strings.Repeat("tcp and ", 100) + "udp"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, expr string) {
		a, err := Parse(expr)
		if err != nil {
			var e *SyntaxError
			if errors.As(err, &e) {
				e.Picture()
			}
			return
		}
		b, err := Parse(a.String())
		if err != nil {
			t.Fatalf("%q gives %q, which can't be parsed: %v", expr, a, err)
		}
		if a.String() != b.String() {
			t.Errorf("%q gives %q, which gives %q", expr, a, b)
		}
		for name, p := range packets {
			if a.Match(p) != b.Match(p) {
				t.Errorf("%q and %q differ on %s", expr, a, name)
			}
		}
	})
}

func BenchmarkMatch(b *testing.B) {
	f, err := Parse("tcp port 443 and net 192.168.0.0/16")
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		f.Match(packets["web"])
	}
}
