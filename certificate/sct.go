package certificate

import (
	"encoding/hex"
	"errors"
	"time"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/tlssniff/tlssniff/record"
)

// lastMillisecond is the last one that RFC 3339 can show, in Unix time: the end of the year 9999.
const lastMillisecond = 253402300799999

var errSCT = errors.New("malformed SignedCertificateTimestampList")

// ParseSCTs reads a SignedCertificateTimestampList (RFC 6962, section 3.3).
// Source tells where it was found: certificate, tls_extension or ocsp. What
// could be read comes back with the error. Timestamps of other versions than v1
// are left out, as the RFC says. The result does not refer to list.
func ParseSCTs(list []byte, source string) ([]record.SCT, error) {
	in := cryptobyte.String(list)
	var entries cryptobyte.String
	if !in.ReadUint16LengthPrefixed(&entries) || !in.Empty() {
		return nil, errSCT
	}
	var scts []record.SCT
	for !entries.Empty() {
		var entry cryptobyte.String
		var version uint8
		if !entries.ReadUint16LengthPrefixed(&entry) || !entry.ReadUint8(&version) {
			return scts, errSCT
		}
		if version != 0 {
			continue
		}
		sct, ok := parseSCT(entry, source)
		if !ok {
			return scts, errSCT
		}
		scts = append(scts, sct)
	}
	return scts, nil
}

// parseSCT reads a v1 SignedCertificateTimestamp behind its version (section 3.2).
func parseSCT(in cryptobyte.String, source string) (record.SCT, bool) {
	var logID []byte
	var timestamp uint64
	var extensions, signature cryptobyte.String
	var algorithm uint16
	if !in.ReadBytes(&logID, 32) || !in.ReadUint64(&timestamp) || timestamp > lastMillisecond ||
		!in.ReadUint16LengthPrefixed(&extensions) || !in.ReadUint16(&algorithm) ||
		!in.ReadUint16LengthPrefixed(&signature) || !in.Empty() {
		return record.SCT{}, false
	}
	return record.SCT{
		Source:    source,
		LogID:     hex.EncodeToString(logID),
		Timestamp: time.UnixMilli(int64(timestamp)).UTC(),
	}, true
}

// takeSCTs reads the list from an extension of a certificate or an OCSP response.
func takeSCTs(in input, source string) ([]record.SCT, error) {
	list, err := in.take(asn1.OCTET_STRING)
	if err != nil {
		return nil, err
	}
	return ParseSCTs(list.content, source)
}
