package report

import (
	"io"
	"net"
	"strconv"
	"strings"

	"github.com/tlssniff/tlssniff/record"
)

// ecsVersion is that of the Elastic Common Schema whose fields are written. All of them are in 9 too.
const ecsVersion = "8.17.0"

// ecs writes a document of the Elastic Common Schema for every connection, one a line. What the schema
// has no field for is in tlssniff.
type ecs struct {
	stream
	live bool // the source is an interface
}

func newECS(w io.Writer, o Options) (Reporter, error) { return ecs{stream{w}, o.Live}, nil }

func (e ecs) Encode(dst []byte, c *record.Connection) []byte {
	o := record.Open(dst)
	o.Time("@timestamp", c.Start)
	schema := o.Begin("ecs")
	o.Text("version", ecsVersion)
	o.End(schema)
	o.Text("message", ecsMessage(c))
	appendECSEvent(&o, c)
	e.appendObserver(&o, c)
	for _, side := range [...]struct {
		name   string
		of     *record.Endpoint
		server bool
	}{{"source", &c.Client, false}, {"client", &c.Client, false}, {"destination", &c.Server, true}, {"server", &c.Server, true}} {
		endpoint := o.Begin(side.name)
		appendECSEndpoint(&o, side.of)
		if side.server && c.ServerName.Value != "" {
			o.Text("domain", c.ServerName.Value)
		}
		o.End(endpoint)
	}
	appendECSNetwork(&o, c)
	appendECSTLS(&o, c)
	appendECSRelated(&o, c)
	appendOwn(&o, c)
	return append(o.Close(), '\n')
}

// ecsMessage is the event in a sentence.
func ecsMessage(c *record.Connection) string {
	if c.Diagnosis != nil && c.Diagnosis.Summary != "" {
		return c.Diagnosis.Summary
	}
	parts := []string{"TLS " + strings.ReplaceAll(c.Outcome, "_", " ") + ": " + ecsHost(&c.Client) + " to " + ecsHost(&c.Server)}
	for _, part := range []string{c.ServerName.Value, c.Version, c.CipherSuite} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, ", ")
}

func ecsHost(e *record.Endpoint) string { return net.JoinHostPort(e.IP, strconv.Itoa(int(e.Port))) }

// ecsOutcomes are actions and outcomes of events, by the record's outcome. The schema has three outcomes; that
// something else than TLS was spoken is no failure by itself.
var ecsOutcomes = map[string]struct{ action, outcome string }{
	record.OutcomeEstablished: {"tls-established", "success"},
	record.OutcomeFailed:      {"tls-failed", "failure"},
	record.OutcomeAborted:     {"tls-aborted", "failure"},
	record.OutcomeIncomplete:  {"tls-incomplete", "unknown"},
	record.OutcomeNotTLS:      {"not-tls", "unknown"},
}

func appendECSEvent(o *record.Object, c *record.Connection) {
	event := o.Begin("event")
	o.Text("kind", "event")
	o.Texts("category", []string{"network"})
	o.Texts("type", []string{"connection", "protocol"})
	o.Text("module", "tlssniff")
	o.Text("dataset", "tlssniff.connection")
	o.Text("id", c.UID)
	o.MaybeText("action", ecsOutcomes[c.Outcome].action)
	o.MaybeText("outcome", ecsOutcomes[c.Outcome].outcome)
	o.Time("start", c.Start)
	o.Time("end", c.End)
	o.Number("duration", int64(c.End-c.Start)) // nanoseconds
	if d := c.Diagnosis; d != nil {
		o.MaybeText("code", d.Cause)
		o.MaybeText("reason", d.Summary)
	}
	o.End(event)
}

// appendObserver says what saw the connection, and in a live run where.
func (e ecs) appendObserver(o *record.Object, c *record.Connection) {
	observer := o.Begin("observer")
	o.Text("product", "tlssniff")
	o.Text("type", "sensor")
	if e.live {
		ingress := o.Begin("ingress")
		at := o.Begin("interface")
		o.Text("name", interfaceName(c))
		o.End(at)
		o.End(ingress)
	}
	o.End(observer)
}

func appendECSEndpoint(o *record.Object, e *record.Endpoint) {
	o.Text("address", e.IP)
	o.Text("ip", e.IP)
	o.Number("port", int64(e.Port))
	o.Number("packets", e.Packets)
	o.Number("bytes", e.Bytes)
}

func appendECSNetwork(o *record.Object, c *record.Connection) {
	network := o.Begin("network")
	o.Text("transport", protocol(c))
	if n := ipVersion(c); n != 0 {
		o.Text("type", "ipv"+strconv.FormatInt(n, 10))
	}
	spoken := "tls"
	if c.Transport != "tcp" {
		spoken = c.Transport
	}
	if c.Outcome != record.OutcomeNotTLS {
		o.Text("protocol", spoken)
	}
	o.MaybeText("community_id", c.CommunityID)
	o.Text("direction", "unknown")
	o.Number("packets", c.Client.Packets+c.Server.Packets)
	o.Number("bytes", c.Client.Bytes+c.Server.Bytes)
	if c.Link != nil && len(c.Link.VLANs) > 0 {
		appendECSVLAN(o, c.Link.VLANs[0])
		if len(c.Link.VLANs) > 1 {
			inner := o.Begin("inner")
			appendECSVLAN(o, c.Link.VLANs[1])
			o.End(inner)
		}
	}
	o.End(network)
}

func appendECSVLAN(o *record.Object, id uint16) {
	vlan := o.Begin("vlan")
	o.Text("id", strconv.Itoa(int(id)))
	o.End(vlan)
}

// appendECSRelated lists what to look for in other events.
func appendECSRelated(o *record.Object, c *record.Connection) {
	related := o.Begin("related")
	o.Texts("ip", []string{c.Client.IP, c.Server.IP})
	if c.ServerName.Value != "" {
		o.Texts("hosts", []string{c.ServerName.Value})
	}
	var hashes []string
	if f := c.Fingerprints; f != nil {
		for _, hash := range []string{f.JA3, f.JA3S, f.JA4} {
			if hash != "" {
				hashes = append(hashes, hash)
			}
		}
	}
	for _, chain := range [][]record.PresentedCertificate{presentedByServer(c), presentedByClient(c)} {
		if len(chain) > 0 && chain[0].Certificate != nil {
			hashes = append(hashes, strings.ToUpper(chain[0].SHA256))
		}
	}
	o.Texts("hash", hashes)
	o.End(related)
}
