package certificate

import (
	"fmt"
	"net/netip"

	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/tlssniff/tlssniff/record"
)

const oidBasicConstraints = "2.5.29.19"

// extensionReaders read the extensions that the record shows (RFC 5280, section
// 4.2.1; RFC 6962, section 3.3), each from the content of extnValue.
var extensionReaders = map[string]struct {
	name string
	read func(*reader, input) error
}{
	"2.5.29.15":               {"key usage", (*reader).readKeyUsage},
	"2.5.29.17":               {"subject alternative name", (*reader).readAlternativeNames},
	oidBasicConstraints:       {"basic constraints", (*reader).readBasicConstraints},
	"2.5.29.37":               {"extended key usage", (*reader).readExtendedKeyUsage},
	"1.3.6.1.4.1.11129.2.4.2": {"signed certificate timestamps", (*reader).readTimestamps},
}

// readExtensions reads the extensions and tells what follows from the absence
// of one. That can only be told if the fields before were whole.
func (r *reader) readExtensions(in input, whole bool) {
	explicit, present, err := in.optional(tagExtensions)
	if err == nil && len(in) > 0 {
		err = fmt.Errorf("%d bytes of something else", len(in))
	}
	whole = whole && err == nil
	r.note("extensions", err)

	list := input(explicit.content)
	if present || len(list) > 0 {
		list, err = list.inside(asn1.SEQUENCE)
		whole = whole && err == nil
		r.note("extensions", err)
	}
	constrained := false
	for len(list) > 0 {
		oid, value, err := takeExtension(&list)
		constrained = constrained || oid == oidBasicConstraints
		whole = whole && oid != ""
		r.readExtension(oid, value, err)
	}
	if whole && !constrained {
		r.certificate.IsCA = record.Some(false)
	}
}

// readExtension reads one extension, which could be taken if there is no err.
func (r *reader) readExtension(oid string, value input, err error) {
	known, ok := extensionReaders[oid]
	switch {
	case err != nil && !ok:
		r.note("extension "+oid, err)
	case err != nil:
		r.note(known.name, err)
	case ok:
		r.note(known.name, known.read(r, value))
	}
}

// maxPathLength is how many bits of a path length are believed: an int has them everywhere.
const maxPathLength = 31

// readBasicConstraints reads whether the subject is a CA, and how many may follow it (section 4.2.1.9).
func (r *reader) readBasicConstraints(in input) error {
	in, err := in.inside(asn1.SEQUENCE)
	if err != nil {
		return err
	}
	e, present, err := in.optional(asn1.BOOLEAN)
	if err != nil {
		return err
	}
	isCA := false
	if present {
		if isCA, err = e.boolean(); err != nil {
			return err
		}
	}
	r.certificate.IsCA = record.Some(isCA)
	if len(in) == 0 {
		return nil
	}
	length, err := takeMagnitude(&in)
	if err != nil {
		return err
	}
	if bitLength(length) > maxPathLength {
		return fmt.Errorf("path length of %d bits", bitLength(length))
	}
	n := 0
	for _, b := range length {
		n = n<<8 | int(b)
	}
	r.certificate.PathLength = record.Some(n)
	return nil
}

// readAlternativeNames reads the subject's names (section 4.2.1.6), of the
// kinds that the record shows.
func (r *reader) readAlternativeNames(in input) error {
	in, err := in.inside(asn1.SEQUENCE)
	if err != nil {
		return err
	}
	for len(in) > 0 {
		e, err := in.next()
		if err != nil {
			return err
		}
		if r.names++; r.names > maxNames {
			r.limited = true
			return fmt.Errorf("more than %d names", maxNames)
		}
		if err := r.readGeneralName(e); err != nil {
			r.note("subject alternative name", err)
		}
	}
	return nil
}

func (r *reader) readGeneralName(e element) error {
	c := r.certificate
	switch e.tag {
	case asn1.Tag(1).ContextSpecific(): // rfc822Name
		c.Emails = append(c.Emails, octetText(e.content))
	case asn1.Tag(2).ContextSpecific(): // dNSName
		c.DNSNames = append(c.DNSNames, octetText(e.content))
	case asn1.Tag(6).ContextSpecific(): // uniformResourceIdentifier
		c.URIs = append(c.URIs, octetText(e.content))
	case asn1.Tag(7).ContextSpecific(): // iPAddress
		ip, ok := netip.AddrFromSlice(e.content)
		if !ok {
			return fmt.Errorf("IP address of %d bytes", len(e.content))
		}
		c.IPAddresses = append(c.IPAddresses, ip.String())
	}
	return nil
}

// readTimestamps reads the embedded SCTs.
func (r *reader) readTimestamps(in input) (err error) {
	r.scts, err = takeSCTs(in, "certificate")
	return err
}
