package report

import (
	"hash/fnv"
	"io"
	"net/netip"
	"slices"
	"strings"

	"github.com/tlssniff/tlssniff/record"
)

// eve writes events as Suricata's EVE log has them, one JSON object a line: one of the
// type quic or tls for every connection. What Suricata has no field for is in tlssniff.
type eve struct {
	stream
	live bool // the source is an interface
}

func newEVE(w io.Writer, o Options) (Reporter, error) { return eve{stream{w}, o.Live}, nil }

func (e eve) Encode(dst []byte, c *record.Connection) []byte {
	o := record.Open(dst)
	o.Text("timestamp", detected(c).Std().Format("2006-01-02T15:04:05.000000-0700"))
	o.Number("flow_id", flowID(c.UID))
	if e.live {
		o.Text("in_iface", interfaceName(c))
	}
	kind := "tls"
	if c.Transport == "quic" {
		kind = "quic"
	}
	o.Text("event_type", kind)
	if c.Link != nil {
		o.Numbers("vlan", c.Link.VLANs)
	}
	o.Text("src_ip", eveAddress(c.Client.IP))
	o.Number("src_port", int64(c.Client.Port))
	o.Text("dest_ip", eveAddress(c.Server.IP))
	o.Number("dest_port", int64(c.Server.Port))
	o.Text("proto", strings.ToUpper(protocol(c)))
	if n := ipVersion(c); n != 0 {
		o.Number("ip_v", n)
	}
	o.MaybeText("community_id", c.CommunityID)
	if !e.live {
		o.Text("pcap_filename", c.Capture.Source)
	}
	if kind == "quic" {
		appendEVEQUIC(&o, c)
	} else {
		appendEVETLS(&o, c)
	}
	appendOwn(&o, c)
	return append(o.Close(), '\n')
}

// flowID is a number for a connection. Suricata's are of 51 bits, because readers of JSON lose what is beyond 53.
func flowID(uid string) int64 {
	h := fnv.New64a()
	h.Write([]byte(uid))
	return int64(h.Sum64() & (1<<51 - 1))
}

// protocol is what the connection's packets are.
func protocol(c *record.Connection) string {
	if c.Transport == "tcp" {
		return "tcp"
	}
	return "udp"
}

// ipVersion is 4 or 6, or 0 for what is no address.
func ipVersion(c *record.Connection) int64 {
	switch ip, err := netip.ParseAddr(c.Client.IP); {
	case err != nil:
		return 0
	case ip.Is4():
		return 4
	}
	return 6
}

func appendEVETLS(o *record.Object, c *record.Connection) {
	tls := o.Begin("tls")
	if l := leaf(c); l != nil {
		appendEVENames(o, l)
		o.Texts("subjectaltname", alternativeNames(l))
	}
	if resumed(c) {
		o.Bool("session_resumed", true)
	}
	appendEVECertificate(o, leaf(c))
	o.OptionalText("sni", c.ServerName)
	if c.History != "" || c.Version != "" {
		o.Text("version", eveVersion(c.Version))
	}
	appendEVEFingerprints(o, c)
	if hello := c.ClientHello; hello != nil {
		o.Texts("client_alpns", hello.ALPN)
	}
	if c.ALPN.Present {
		o.Texts("server_alpns", []string{c.ALPN.Value})
	}
	if chain := presentedByClient(c); len(chain) > 0 && chain[0].Certificate != nil {
		client := o.Begin("client")
		appendEVENames(o, chain[0].Certificate)
		appendEVECertificate(o, chain[0].Certificate)
		o.End(client)
	}
	o.MaybeText("from_proto", upgradedFrom(c))
	o.End(tls)
}

func appendEVENames(o *record.Object, c *record.Certificate) {
	if c.Subject.Present {
		o.Text("subject", inOrder(c.Subject.Value))
	}
	if c.Issuer.Present {
		o.Text("issuerdn", inOrder(c.Issuer.Value))
	}
}

// appendEVECertificate appends what tells a certificate from others; nothing of one that is not there.
func appendEVECertificate(o *record.Object, c *record.Certificate) {
	if c == nil {
		return
	}
	o.MaybeText("serial", eveSerial(c.Serial.Value))
	o.Text("fingerprint", colons(c.SHA1))
	const form = "2006-01-02T15:04:05"
	if c.NotBefore.Present {
		o.Text("notbefore", c.NotBefore.Value.Format(form))
	}
	if c.NotAfter.Present {
		o.Text("notafter", c.NotAfter.Value.Format(form))
	}
}

func appendEVEFingerprints(o *record.Object, c *record.Connection) {
	f := c.Fingerprints
	if f == nil {
		return
	}
	ja3 := o.Begin("ja3")
	o.MaybeText("hash", f.JA3)
	o.OptionalText("string", f.JA3Raw)
	o.End(ja3)
	ja3s := o.Begin("ja3s")
	o.MaybeText("hash", f.JA3S)
	o.OptionalText("string", f.JA3SRaw)
	o.End(ja3s)
	o.MaybeText("ja4", f.JA4)
}

func appendEVEQUIC(o *record.Object, c *record.Connection) {
	quic := o.Begin("quic")
	if c.QUIC != nil {
		o.MaybeText("version", eveQUICVersion(c.QUIC.Version))
	}
	o.OptionalText("sni", c.ServerName)
	appendEVEFingerprints(o, c)
	if hello := c.ClientHello; hello != nil {
		record.List(o, "extensions", hello.Extensions, func(name *string, dst []byte) []byte {
			return appendEVEExtension(dst, *name, hello)
		})
	}
	o.End(quic)
}

// alternativeNames lists a certificate's names of all kinds; nil where it has none.
func alternativeNames(c *record.Certificate) []string {
	return slices.Concat(c.DNSNames, c.IPAddresses, c.Emails, c.URIs)
}

// upgradedFrom names what was spoken before TLS, as Suricata does.
func upgradedFrom(c *record.Connection) string {
	switch {
	case c.StartTLS == "postgresql":
		return "pgsql"
	case c.StartTLS == "" && c.Proxy != nil && c.Proxy.Kind == "http_connect":
		return "http"
	}
	return c.StartTLS
}
