package report

import (
	"strings"

	"github.com/tlssniff/tlssniff/record"
)

// x509Entry is a certificate as one connection showed it.
type x509Entry struct {
	at record.Time
	*record.Certificate
	host   bool // the first of its chain
	client bool // the client's
}

// x509Columns are those of Zeek's x509.log.
var x509Columns = []zeekColumn[x509Entry]{
	{"ts", zeekTimes, func(e *x509Entry) zeekValue { return zeekAt(e.at.Std()) }},
	{"fingerprint", zeekStrings, func(e *x509Entry) zeekValue { return zeekText(e.SHA256) }},
	{"certificate.version", zeekCounts, func(e *x509Entry) zeekValue { return zeekCount(e.Version) }},
	{"certificate.serial", zeekStrings, func(e *x509Entry) zeekValue { return zeekText(strings.ToUpper(e.Serial.Value)) }},
	{"certificate.subject", zeekStrings, func(e *x509Entry) zeekValue { return zeekOptional(e.Subject) }},
	{"certificate.issuer", zeekStrings, func(e *x509Entry) zeekValue { return zeekOptional(e.Issuer) }},
	{"certificate.not_valid_before", zeekTimes, func(e *x509Entry) zeekValue { return zeekDate(e.NotBefore) }},
	{"certificate.not_valid_after", zeekTimes, func(e *x509Entry) zeekValue { return zeekDate(e.NotAfter) }},
	{"certificate.key_alg", zeekStrings, func(e *x509Entry) zeekValue { return zeekText(opensslKey(e.KeyAlgorithm)) }},
	{"certificate.sig_alg", zeekStrings, func(e *x509Entry) zeekValue { return zeekText(opensslSignature(e.SignatureAlgorithm)) }},
	{"certificate.key_type", zeekStrings, func(e *x509Entry) zeekValue { return zeekText(zeekKeyType(e.KeyAlgorithm)) }},
	{"certificate.key_length", zeekCounts, func(e *x509Entry) zeekValue { return zeekCount(e.KeyBits) }},
	{"certificate.exponent", zeekStrings, func(e *x509Entry) zeekValue { return zeekText(exponent(e.Certificate)) }},
	{"certificate.curve", zeekStrings, func(e *x509Entry) zeekValue { return zeekText(opensslCurve(e.Curve)) }},
	{"san.dns", zeekVectors, func(e *x509Entry) zeekValue { return zeekList(e.DNSNames) }},
	{"san.uri", zeekVectors, func(e *x509Entry) zeekValue { return zeekList(e.URIs) }},
	{"san.email", zeekVectors, func(e *x509Entry) zeekValue { return zeekList(e.Emails) }},
	{"san.ip", zeekAddrLists, func(e *x509Entry) zeekValue { return zeekList(e.IPAddresses) }},
	{"basic_constraints.ca", zeekBools, func(e *x509Entry) zeekValue { return zeekConstraint(e.Certificate) }},
	{"basic_constraints.path_len", zeekCounts, func(e *x509Entry) zeekValue { return zeekCount(e.PathLength) }},
	{"host_cert", zeekBools, func(e *x509Entry) zeekValue { return zeekBool(e.host) }},
	{"client_cert", zeekBools, func(e *x509Entry) zeekValue { return zeekBool(e.client) }},
}

// appendZeekX509 appends the entries of a connection's certificates. As in Zeek, one that comes again in
// another role is another entry.
func appendZeekX509(dst []byte, c *record.Connection, line func([]byte, string, []zeekColumn[x509Entry], *x509Entry) []byte) []byte {
	for _, chain := range []struct {
		of     []record.PresentedCertificate
		from   string
		client bool
	}{{presentedByServer(c), "server", false}, {presentedByClient(c), "client", true}} {
		for i, p := range chain.of {
			if p.Certificate == nil {
				continue
			}
			e := x509Entry{at: presentedAt(c, p.Packet, chain.from), Certificate: p.Certificate, host: i == 0, client: chain.client}
			dst = appendZeekText(dst, e.SHA256, false)
			dst = append(dst, ' ', "FT"[zeekBool(e.host).number], "FT"[zeekBool(e.client).number], '\n')
			dst = line(dst, "x509", x509Columns, &e)
		}
	}
	return dst
}

// zeekConstraint tells whether the certificate is a CA's. The first versions of X.509 have nowhere to say it.
func zeekConstraint(c *record.Certificate) zeekValue {
	v := zeekBool(c.IsCA.Value)
	v.set = c.IsCA.Present && c.Version.Or(3) == 3
	return v
}

// presentedAt is when a side's certificates came.
func presentedAt(c *record.Connection, packet record.Packet, from string) record.Time {
	for i := range c.Steps {
		if s := &c.Steps[i]; s.Packet == packet && s.From == from && strings.HasSuffix(s.Message, "certificate") {
			return s.Time
		}
	}
	return c.Start
}
