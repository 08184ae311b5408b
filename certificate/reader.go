package certificate

import (
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/tlssniff/tlssniff/record"
)

// Tags of the TBSCertificate's tagged fields (RFC 5280, section 4.1).
var (
	tagVersion         = asn1.Tag(0).ContextSpecific().Constructed()
	tagIssuerUniqueID  = asn1.Tag(1).ContextSpecific()
	tagSubjectUniqueID = asn1.Tag(2).ContextSpecific()
	tagExtensions      = asn1.Tag(3).ContextSpecific().Constructed()
)

// reader walks one certificate and fills its record with whatever stands.
type reader struct {
	walk
	certificate *record.Certificate
	scts        []record.SCT

	// foreign says that something RFC 5280 permits is beyond crypto/x509, whose refusal then proves nothing.
	foreign bool
	// limited says that a limit cut the reading short.
	limited bool
	// names counts the subject alternative names.
	names int

	// What the self-signature is checked with: views of the certificate.
	tbs, issuer, subject []byte
	key                  publicKey
	algorithm            signatureAlgorithm
	signature            []byte
}

// read walks a Certificate (RFC 5280, section 4.1).
func (r *reader) read(in input) {
	body := r.open(&in, "certificate", asn1.SEQUENCE)
	tbs, err := body.take(asn1.SEQUENCE)
	if err == nil {
		r.tbs = tbs.full
	}
	r.note("TBSCertificate", err)
	r.readTBS(input(tbs.content))

	r.field(&body, "signature algorithm", asn1.SEQUENCE, r.readAlgorithm)
	r.field(&body, "signature", asn1.BIT_STRING, func(e element) (err error) {
		r.signature, err = e.bitString()
		return err
	})
	if len(in) > 0 {
		r.note("certificate", fmt.Errorf("%d bytes after its end", len(in)))
	}
}

func (r *reader) readTBS(in input) {
	r.readVersion(&in)
	r.field(&in, "serial number", asn1.INTEGER, r.readSerial)
	r.field(&in, "signature", asn1.SEQUENCE, r.readAlgorithm)
	r.field(&in, "issuer", asn1.SEQUENCE, func(e element) error {
		r.issuer = e.full
		return r.readName(e, func(n name) { r.certificate.Issuer = record.Some(n.text) })
	})
	r.field(&in, "validity", asn1.SEQUENCE, r.readValidity)
	r.field(&in, "subject", asn1.SEQUENCE, func(e element) error {
		r.subject = e.full
		return r.readName(e, func(n name) {
			r.certificate.Subject = record.Some(n.text)
			r.certificate.CommonName = n.commonName
		})
	})
	r.field(&in, "subject public key", asn1.SEQUENCE, r.readKey)

	// Only where the walk got here can an extension be said to be absent.
	whole := r.tbs != nil && r.certificate.SPKISHA256 != ""
	for _, tag := range []asn1.Tag{tagIssuerUniqueID, tagSubjectUniqueID} {
		_, _, err := in.optional(tag)
		r.note("unique identifier", err)
	}
	r.readExtensions(in, whole)
}

// readVersion takes the version, which is 1 where it is left out.
func (r *reader) readVersion(in *input) {
	if !in.at(tagVersion) {
		if len(*in) > 0 {
			r.certificate.Version = record.Some(1)
		}
		return
	}
	explicit := r.open(in, "version", tagVersion)
	r.field(&explicit, "version", asn1.INTEGER, func(e element) error {
		b, err := e.magnitude()
		switch {
		case err != nil:
			return err
		case len(b) == 0:
			r.certificate.Version = record.Some(1)
		case len(b) == 1:
			r.certificate.Version = record.Some(1 + int(b[0]))
		default:
			return errors.New("no known one")
		}
		return nil
	})
}

func (r *reader) readSerial(e element) error {
	serial, err := serialNumber(e.content)
	if err == nil {
		r.certificate.Serial = record.Some(serial)
	}
	return err
}

// serialNumber returns an INTEGER's content as hex, whole bytes without
// leading ones that are 0, behind a "-" if it is negative. RFC 5280, section
// 4.1.2.2 forbids negative ones and 0, and yet they exist.
func serialNumber(content []byte) (string, error) {
	if len(content) == 0 {
		return "", errors.New("empty INTEGER")
	}
	if len(content) > maxSerial {
		return "", fmt.Errorf("%d bytes long", len(content))
	}
	var buf [maxSerial]byte
	b, sign := buf[:copy(buf[:], content)], ""
	if b[0]&0x80 != 0 {
		sign = "-"
		negate(b)
	}
	for len(b) > 1 && b[0] == 0 {
		b = b[1:]
	}
	return sign + hex.EncodeToString(b), nil
}

// negate replaces a two's complement by its magnitude.
func negate(b []byte) {
	carry := true
	for i := len(b) - 1; i >= 0; i-- {
		b[i] = ^b[i]
		if carry {
			b[i]++
			carry = b[i] == 0
		}
	}
}

func (r *reader) readName(e element, use func(name)) error {
	n, err := parseName(e.content)
	if err != nil {
		r.limited = r.limited || errors.Is(err, errNameLength)
		return err
	}
	r.foreign = r.foreign || n.foreign
	use(n)
	return nil
}

func (r *reader) readValidity(e element) error {
	in := input(e.content)
	for _, at := range []*record.Optional[time.Time]{&r.certificate.NotBefore, &r.certificate.NotAfter} {
		e, err := in.next()
		if err == nil {
			err = setTime(at)(e)
		}
		r.note("validity", err)
	}
	return nil
}

func (r *reader) readAlgorithm(e element) error {
	a, err := parseSignatureAlgorithm(e.content)
	if err != nil {
		return err
	}
	r.algorithm = a
	r.certificate.SignatureAlgorithm = a.name
	return nil
}
