package report

import (
	"strings"

	"github.com/tlssniff/tlssniff/record"
)

func appendECSTLS(o *record.Object, c *record.Connection) {
	tls := o.Begin("tls")
	if protocol, number, found := strings.Cut(c.Version, " "); found {
		number, _, _ = strings.Cut(number, " ") // what follows names a draft
		o.Text("version", number)
		o.Text("version_protocol", strings.ToLower(protocol))
	}
	o.MaybeText("cipher", c.CipherSuite)
	if c.KeyExchangeGroup != "dh" {
		o.MaybeText("curve", c.KeyExchangeGroup)
	}
	if c.Outcome != record.OutcomeIncomplete {
		o.Bool("established", c.Outcome == record.OutcomeEstablished)
	}
	if c.Resumption != "" {
		o.Bool("resumed", resumed(c))
	}
	o.OptionalText("next_protocol", c.ALPN)
	appendECSClient(o, c)
	appendECSServer(o, c)
	o.End(tls)
}

func appendECSClient(o *record.Object, c *record.Connection) {
	client := o.Begin("client")
	if f := c.Fingerprints; f != nil {
		o.MaybeText("ja3", f.JA3)
	}
	o.OptionalText("server_name", c.ServerName)
	if hello := c.ClientHello; hello != nil {
		o.Texts("supported_ciphers", hello.CipherSuites)
	}
	appendECSCertificate(o, presentedByClient(c))
	o.End(client)
}

func appendECSServer(o *record.Object, c *record.Connection) {
	server := o.Begin("server")
	if f := c.Fingerprints; f != nil {
		o.MaybeText("ja3s", f.JA3S)
	}
	appendECSCertificate(o, presentedByServer(c))
	o.End(server)
}

// appendECSCertificate appends the first certificate of a chain. The schema wants hashes and
// serial numbers in upper case.
func appendECSCertificate(o *record.Object, chain []record.PresentedCertificate) {
	if len(chain) == 0 || chain[0].Certificate == nil {
		return
	}
	l := chain[0].Certificate
	hash := o.Begin("hash")
	o.Text("sha1", strings.ToUpper(l.SHA1))
	o.Text("sha256", strings.ToUpper(l.SHA256))
	o.End(hash)
	o.OptionalText("subject", l.Subject)
	o.OptionalText("issuer", l.Issuer)
	o.OptionalDate("not_before", l.NotBefore)
	o.OptionalDate("not_after", l.NotAfter)
	x509 := o.Begin("x509")
	o.Texts("alternative_names", alternativeNames(l))
	appendECSName(o, "subject", l.Subject)
	appendECSName(o, "issuer", l.Issuer)
	o.OptionalDate("not_before", l.NotBefore)
	o.OptionalDate("not_after", l.NotAfter)
	o.MaybeText("public_key_algorithm", l.KeyAlgorithm)
	o.MaybeText("public_key_curve", l.Curve)
	record.OptionalUnsigned(o, "public_key_exponent", l.KeyExponent)
	record.OptionalNumber(o, "public_key_size", l.KeyBits)
	if l.Serial.Present {
		o.Text("serial_number", strings.ToUpper(l.Serial.Value))
	}
	o.MaybeText("signature_algorithm", l.SignatureAlgorithm)
	if l.Version.Present {
		o.Text("version_number", number(l.Version))
	}
	o.End(x509)
}

// ecsNameParts are the schema's names for the attributes that it takes a name apart into.
var ecsNameParts = []struct{ kind, field string }{
	{"CN", "common_name"}, {"OU", "organizational_unit"}, {"O", "organization"},
	{"L", "locality"}, {"ST", "state_or_province"}, {"C", "country"},
}

func appendECSName(o *record.Object, field string, name record.Optional[string]) {
	if !name.Present {
		return
	}
	opened := o.Begin(field)
	o.Text("distinguished_name", inOrder(name.Value))
	all := attributes(name.Value)
	for _, part := range ecsNameParts {
		var values []string
		for _, a := range all {
			if a.kind == part.kind {
				values = append(values, a.value)
			}
		}
		o.Texts(part.field, values)
	}
	o.End(opened)
}
