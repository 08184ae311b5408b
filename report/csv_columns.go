package report

import (
	"strconv"
	"strings"
	"time"

	"github.com/tlssniff/tlssniff/record"
)

// listSeparator stands between the members of a list in one field.
const listSeparator = ";"

// csvColumns are the fields of a record that have a place in a flat table, under the
// names that the record has for them. Columns are only ever added, at the end.
// What is absent is an empty field.
var csvColumns = []struct {
	name string
	text func(*record.Connection) string
}{
	{"uid", func(c *record.Connection) string { return c.UID }},
	{"start", func(c *record.Connection) string { return c.Start.String() }},
	{"end", func(c *record.Connection) string { return c.End.String() }},
	{"outcome", func(c *record.Connection) string { return c.Outcome }},
	{"diagnosis.cause", ofDiagnosis(func(d *record.Diagnosis) string { return d.Cause })},
	{"diagnosis.confidence", ofDiagnosis(func(d *record.Diagnosis) string { return d.Confidence })},
	{"diagnosis.summary", ofDiagnosis(func(d *record.Diagnosis) string { return d.Summary })},
	{"client.ip", func(c *record.Connection) string { return c.Client.IP }},
	{"client.port", func(c *record.Connection) string { return strconv.Itoa(int(c.Client.Port)) }},
	{"server.ip", func(c *record.Connection) string { return c.Server.IP }},
	{"server.port", func(c *record.Connection) string { return strconv.Itoa(int(c.Server.Port)) }},
	{"server_name", func(c *record.Connection) string { return c.ServerName.Value }},
	{"transport", func(c *record.Connection) string { return c.Transport }},
	{"starttls", func(c *record.Connection) string { return c.StartTLS }},
	{"close", func(c *record.Connection) string { return c.Close }},
	{"version", func(c *record.Connection) string { return c.Version }},
	{"cipher_suite", func(c *record.Connection) string { return c.CipherSuite }},
	{"key_exchange_group", func(c *record.Connection) string { return c.KeyExchangeGroup }},
	{"post_quantum", func(c *record.Connection) string { return boolean(c.PostQuantum) }},
	{"alpn", func(c *record.Connection) string { return c.ALPN.Value }},
	{"resumption", func(c *record.Connection) string { return c.Resumption }},
	{"early_data", func(c *record.Connection) string { return c.EarlyData }},
	{"ech", func(c *record.Connection) string { return c.ECH }},
	{"client_auth", func(c *record.Connection) string { return c.ClientAuth }},
	{"alerts", func(c *record.Connection) string { return strings.Join(alertTexts(c.Alerts), listSeparator) }},
	{"findings", func(c *record.Connection) string { return strings.Join(findingCodes(c.Findings), listSeparator) }},
	{"verification.status", ofVerification(func(v *record.Verification) string { return v.Status })},
	{"verification.errors", ofVerification(func(v *record.Verification) string { return strings.Join(v.Errors, listSeparator) })},
	{"certificate.subject", ofLeaf(func(l *record.Certificate) string { return l.Subject.Value })},
	{"certificate.issuer", ofLeaf(func(l *record.Certificate) string { return l.Issuer.Value })},
	{"certificate.dns_names", ofLeaf(func(l *record.Certificate) string { return strings.Join(l.DNSNames, listSeparator) })},
	{"certificate.not_before", ofLeaf(func(l *record.Certificate) string { return date(l.NotBefore) })},
	{"certificate.not_after", ofLeaf(func(l *record.Certificate) string { return date(l.NotAfter) })},
	{"certificate.key_algorithm", ofLeaf(func(l *record.Certificate) string { return l.KeyAlgorithm })},
	{"certificate.key_bits", ofLeaf(func(l *record.Certificate) string { return number(l.KeyBits) })},
	{"certificate.signature_algorithm", ofLeaf(func(l *record.Certificate) string { return l.SignatureAlgorithm })},
	{"certificate.sha256", ofLeaf(func(l *record.Certificate) string { return l.SHA256 })},
	{"fingerprints.ja3", ofFingerprints(func(f *record.Fingerprints) string { return f.JA3 })},
	{"fingerprints.ja3s", ofFingerprints(func(f *record.Fingerprints) string { return f.JA3S })},
	{"fingerprints.ja4", ofFingerprints(func(f *record.Fingerprints) string { return f.JA4 })},
	{"timing.tcp_ms", ofTiming(func(t *record.Timing) record.Optional[record.Milliseconds] { return t.TCP })},
	{"timing.server_hello_ms", ofTiming(func(t *record.Timing) record.Optional[record.Milliseconds] { return t.ServerHello })},
	{"timing.handshake_ms", ofTiming(func(t *record.Timing) record.Optional[record.Milliseconds] { return t.Handshake })},
	{"client.packets", func(c *record.Connection) string { return strconv.FormatInt(c.Client.Packets, 10) }},
	{"client.bytes", func(c *record.Connection) string { return strconv.FormatInt(c.Client.Bytes, 10) }},
	{"server.packets", func(c *record.Connection) string { return strconv.FormatInt(c.Server.Packets, 10) }},
	{"server.bytes", func(c *record.Connection) string { return strconv.FormatInt(c.Server.Bytes, 10) }},
	{"community_id", func(c *record.Connection) string { return c.CommunityID }},
	{"capture.source", func(c *record.Connection) string { return c.Capture.Source }},
	{"capture.first_packet", func(c *record.Connection) string { return strconv.FormatInt(c.Capture.FirstPacket, 10) }},
	{"capture.last_packet", func(c *record.Connection) string { return strconv.FormatInt(c.Capture.LastPacket, 10) }},
}

// The functions that follow make columns of what a record may not have.

func ofDiagnosis[V any](get func(*record.Diagnosis) V) func(*record.Connection) V {
	return func(c *record.Connection) V { return maybe(c.Diagnosis, get) }
}

func ofVerification[V any](get func(*record.Verification) V) func(*record.Connection) V {
	return func(c *record.Connection) V { return maybe(c.Verification, get) }
}

func ofLeaf[V any](get func(*record.Certificate) V) func(*record.Connection) V {
	return func(c *record.Connection) V { return maybe(leaf(c), get) }
}

func ofFingerprints[V any](get func(*record.Fingerprints) V) func(*record.Connection) V {
	return func(c *record.Connection) V { return maybe(c.Fingerprints, get) }
}

func ofTiming(span func(*record.Timing) record.Optional[record.Milliseconds]) func(*record.Connection) string {
	return func(c *record.Connection) string {
		return maybe(c.Timing, func(t *record.Timing) string {
			if ms, there := span(t).Get(); there {
				return strconv.FormatFloat(float64(ms), 'f', -1, 64)
			}
			return ""
		})
	}
}

// maybe returns what a part of a record holds, or nothing where there is no such part.
func maybe[T, V any](part *T, get func(*T) V) (v V) {
	if part == nil {
		return v
	}
	return get(part)
}

func boolean(v record.Optional[bool]) string {
	if !v.Present {
		return ""
	}
	return strconv.FormatBool(v.Value)
}

func number(v record.Optional[int]) string {
	if !v.Present {
		return ""
	}
	return strconv.Itoa(v.Value)
}

func date(v record.Optional[time.Time]) string {
	if !v.Present {
		return ""
	}
	return v.Value.Format(time.RFC3339)
}

// alertTexts names the alerts and who sent them, as in "handshake_failure from server".
func alertTexts(alerts []record.Alert) []string {
	return each(alerts, func(a *record.Alert) string {
		if a.Encrypted {
			return "encrypted from " + a.From
		}
		return a.Description + " from " + a.From
	})
}

func findingCodes(findings []record.Finding) []string {
	return each(findings, func(f *record.Finding) string { return f.Code })
}

// each returns the text of each of a record's items, and nil where the record has none.
func each[T any](items []T, text func(*T) string) []string {
	if items == nil {
		return nil
	}
	texts := make([]string, len(items))
	for i := range items {
		texts[i] = text(&items[i])
	}
	return texts
}
