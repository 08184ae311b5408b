package report

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net"
	"strconv"
	"strings"

	"github.com/tlssniff/tlssniff/record"
)

// sighting is a connection that shows certificates.
type sighting struct {
	start                record.Time
	client, server, name string // the client's IP, the server's IP and port, the name asked for
	uid                  string
}

// The cells of a certificate in an encoded sighting.
const (
	showHash   = iota
	showUse    // one of the uses
	showStatus // of the verification, and its errors in the next; only of a leaf
	showErrors
	showOCSP // the stapled response's status
	showSCTs // how many came how, as in "certificate;ocsp"
	showJSON // the certificate's members, as records have them
	showDER  // in base64, where they are to be written
)

// What certificates are used for.
const (
	useServer = "server"
	useClient = "client"
	useChain  = "chain" // sent behind another
)

// encodeSighting appends what a connection shows of certificates, or nothing: the
// connection's cells, then a part for each certificate.
func encodeSighting(dst []byte, c *record.Connection, whole bool) []byte {
	if c.Certificates == nil || len(c.Certificates.Server)+len(c.Certificates.Client) == 0 {
		return dst
	}
	dst = appendCells(dst, strconv.FormatInt(int64(c.Start), 10), c.Client.IP,
		net.JoinHostPort(c.Server.IP, strconv.Itoa(int(c.Server.Port))), c.ServerName.Value, c.UID)
	dst = appendChain(dst, c.Certificates.Server, useServer, c.Verification, c, whole)
	return appendChain(dst, c.Certificates.Client, useClient, c.ClientVerification, nil, whole)
}

// appendChain appends what one side sent. The verification is its first one's.
func appendChain(dst []byte, chain []record.PresentedCertificate, use string, v *record.Verification, c *record.Connection, whole bool) []byte {
	for n := range chain {
		if n > 0 {
			use, v, c = useChain, nil, nil
		}
		dst = appendShown(dst, chain[n].Certificate, use, v, c, whole)
	}
	return dst
}

// appendShown appends one certificate. The connection is nil where its OCSP response and SCTs are not this one's.
func appendShown(dst []byte, cert *record.Certificate, use string, v *record.Verification, c *record.Connection, whole bool) []byte {
	status, errors := "", ""
	if v != nil {
		status, errors = v.Status, strings.Join(v.Errors, listSeparator)
	}
	staple, scts := "", ""
	if c != nil {
		staple = maybe(c.OCSP, func(o *record.OCSP) string { return o.Status })
		sources := make([]string, len(c.SCTs))
		for n := range c.SCTs {
			sources[n] = c.SCTs[n].Source
		}
		scts = strings.Join(sources, listSeparator)
	}
	dst = append(dst, partSeparator...)
	dst = appendCells(dst, cert.SHA256, use, status, errors, staple, scts)
	// JSON escapes control characters: neither separator is in it.
	dst = append(append(append(dst, separator...), '{'), members(cert)...)
	dst = append(append(dst, '}'), separator...)
	if whole {
		dst = base64.StdEncoding.AppendEncode(dst, cert.DER)
	}
	return dst
}

// members returns a certificate's members as JSON.
func members(c *record.Certificate) []byte {
	if c.JSON != nil {
		return c.JSON
	}
	return record.EncodeCertificate(c)
}

// decodeSighting takes an encoded sighting apart: the connection, and the certificates' parts.
func decodeSighting(encoded string) (sighting, []string) {
	parts := strings.Split(encoded, partSeparator)
	cells := strings.Split(parts[0], separator)
	start, _ := strconv.ParseInt(cells[0], 10, 64)
	return sighting{record.Time(start), cells[1], cells[2], cells[3], cells[4]}, parts[1:]
}

// newHolding returns what is to be kept of a certificate that was not seen before.
func newHolding(p []string) (*holding, error) {
	h := &holding{Certificate: new(record.Certificate)}
	if err := json.Unmarshal([]byte(p[showJSON]), h.Certificate); err != nil {
		return nil, fmt.Errorf("reading back the certificate %s: %w", p[showHash], err)
	}
	if p[showDER] != "" {
		der, err := base64.StdEncoding.DecodeString(p[showDER])
		if err != nil {
			return nil, fmt.Errorf("reading back the certificate %s: %w", p[showHash], err)
		}
		h.DER = der
	}
	for _, c := range []*counts{&h.servers, &h.names, &h.clients} {
		c.limit = maxPlaces
	}
	return h, nil
}
