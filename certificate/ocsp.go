package certificate

import (
	"cmp"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/tlssniff/tlssniff/record"
)

const (
	oidBasicResponse  = "1.3.6.1.5.5.7.48.1.1"
	oidOCSPTimestamps = "1.3.6.1.4.1.11129.2.4.5"
)

// responseStatuses are the names of OCSPResponseStatus (RFC 6960, section 4.2.1).
var responseStatuses = map[byte]string{
	1: "malformedRequest", 2: "internalError", 3: "tryLater", 5: "sigRequired", 6: "unauthorized",
}

// ParseOCSP reads an encoded OCSPResponse (RFC 6960, section 4.2.1) for the
// certificate with this serial number, written as in its record; if that is empty,
// for the first certificate. With it come the SCTs that it holds (RFC 6962, section 3.3).
//
// The OCSP is nil, and the error tells why, where the response is none ("tryLater"), is
// about other certificates, or is broken before the status. What is broken
// behind it is told beside the OCSP. Signatures are not checked. Nothing
// returned refers to der.
func ParseOCSP(der []byte, serial string) (*record.OCSP, []record.SCT, error) {
	if len(der) > MaxLength {
		return nil, nil, fmt.Errorf("OCSP response: longer than %d bytes", MaxLength)
	}
	r := responseReader{serial: serial}
	r.read(der)
	if r.ocsp.Status == "" {
		return nil, nil, r.broken
	}
	return &r.ocsp, r.scts, r.broken
}

// responseReader walks one OCSPResponse.
type responseReader struct {
	walk
	serial string
	ocsp   record.OCSP
	scts   []record.SCT
}

func (r *responseReader) read(in input) {
	response := r.open(&in, "OCSP response", asn1.SEQUENCE)
	r.field(&response, "OCSP response", asn1.ENUM, readResponseStatus)
	explicit := r.open(&response, "response bytes", asn1.Tag(0).ContextSpecific().Constructed())
	body := r.open(&explicit, "response bytes", asn1.SEQUENCE)
	oid, err := takeOID(&body)
	if err == nil && oid != oidBasicResponse {
		err, body = errors.New(oid), nil
	}
	r.note("response type", err)
	encoded := r.open(&body, "response", asn1.OCTET_STRING)
	basic := r.open(&encoded, "basic response", asn1.SEQUENCE)
	r.readData(r.open(&basic, "response data", asn1.SEQUENCE))
}

// readResponseStatus takes anything but success for an error.
func readResponseStatus(e element) error {
	if len(e.content) != 1 {
		return errors.New("malformed status")
	}
	code := e.content[0]
	if name, known := responseStatuses[code]; known {
		return errors.New(name)
	}
	if code != 0 {
		return fmt.Errorf("status %d", code)
	}
	return nil
}

// readData walks ResponseData.
func (r *responseReader) readData(in input) {
	_, _, err := in.optional(tagVersion)
	r.note("version", err)
	r.readResponder(&in)
	r.field(&in, "produced at", asn1.GeneralizedTime, setTime(&r.ocsp.ProducedAt))

	responses := r.open(&in, "responses", asn1.SEQUENCE)
	single, found := r.find(responses)
	if !found {
		r.note("OCSP response", errors.New("not about this certificate"))
		return
	}
	r.readSingle(single)
}

// readResponder takes a ResponderID: a name, or the hash of the responder's key.
func (r *responseReader) readResponder(in *input) {
	if in.at(asn1.Tag(2).ContextSpecific().Constructed()) {
		byKey := r.open(in, "responder", asn1.Tag(2).ContextSpecific().Constructed())
		r.field(&byKey, "responder", asn1.OCTET_STRING, func(e element) error {
			r.ocsp.Responder = hex.EncodeToString(e.content)
			return nil
		})
		return
	}
	r.field(in, "responder", asn1.Tag(1).ContextSpecific().Constructed(), func(e element) (err error) {
		r.ocsp.Responder, err = Name(e.content)
		return err
	})
}

// find returns the SingleResponse for the serial number, from behind its CertID.
func (r *responseReader) find(responses input) (single input, found bool) {
	for len(responses) > 0 {
		single := r.open(&responses, "response", asn1.SEQUENCE)
		id := r.open(&single, "certificate id", asn1.SEQUENCE)
		r.open(&id, "hash algorithm", asn1.SEQUENCE)
		r.open(&id, "issuer's name", asn1.OCTET_STRING)
		r.open(&id, "issuer's key", asn1.OCTET_STRING)
		r.field(&id, "serial number", asn1.INTEGER, func(e element) error {
			serial, err := serialNumber(e.content)
			found = err == nil && (r.serial == "" || r.serial == serial)
			return err
		})
		if found {
			return single, true
		}
	}
	return nil, false
}

// readSingle walks a SingleResponse from behind its CertID.
func (r *responseReader) readSingle(in input) {
	status, err := in.next()
	switch status.tag {
	case asn1.Tag(0).ContextSpecific():
		r.ocsp.Status = "good"
	case asn1.Tag(1).ContextSpecific().Constructed():
		r.ocsp.Status = "revoked"
	case asn1.Tag(2).ContextSpecific():
		r.ocsp.Status = "unknown"
	default:
		err = cmp.Or(err, errors.New("no known one"))
	}
	r.note("certificate status", err)
	r.field(&in, "this update", asn1.GeneralizedTime, setTime(&r.ocsp.ThisUpdate))
	if in.at(asn1.Tag(0).ContextSpecific().Constructed()) {
		next := r.open(&in, "next update", asn1.Tag(0).ContextSpecific().Constructed())
		r.field(&next, "next update", asn1.GeneralizedTime, setTime(&r.ocsp.NextUpdate))
	}
	if in.at(asn1.Tag(1).ContextSpecific().Constructed()) {
		explicit := r.open(&in, "extensions", asn1.Tag(1).ContextSpecific().Constructed())
		r.readExtensions(r.open(&explicit, "extensions", asn1.SEQUENCE))
	}
}

// readExtensions looks for SCTs.
func (r *responseReader) readExtensions(list input) {
	for len(list) > 0 {
		oid, value, err := takeExtension(&list)
		if err == nil && oid == oidOCSPTimestamps {
			r.scts, err = takeSCTs(value, "ocsp")
		}
		r.note("extensions", err)
	}
}

// setTime returns a reader of a time that puts it where it belongs.
func setTime(at *record.Optional[time.Time]) func(element) error {
	return func(e element) error {
		t, err := parseTime(e)
		if err == nil {
			*at = record.Some(t)
		}
		return err
	}
}
