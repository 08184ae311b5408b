package certificate

import (
	"errors"
	"fmt"

	"golang.org/x/crypto/cryptobyte/asn1"
)

// keyUsages are the names of the key usage's bits, in their order (RFC 5280, section 4.2.1.3).
var keyUsages = [...]string{
	"digitalSignature", "nonRepudiation", "keyEncipherment", "dataEncipherment", "keyAgreement",
	"keyCertSign", "cRLSign", "encipherOnly", "decipherOnly",
}

// extendedKeyUsages are the purposes that RFCs name, without their "id-kp-".
var extendedKeyUsages = map[string]string{
	"2.5.29.37.0":        "anyExtendedKeyUsage",
	"1.3.6.1.5.5.7.3.1":  "serverAuth",
	"1.3.6.1.5.5.7.3.2":  "clientAuth",
	"1.3.6.1.5.5.7.3.3":  "codeSigning",
	"1.3.6.1.5.5.7.3.4":  "emailProtection",
	"1.3.6.1.5.5.7.3.5":  "ipsecEndSystem",
	"1.3.6.1.5.5.7.3.6":  "ipsecTunnel",
	"1.3.6.1.5.5.7.3.7":  "ipsecUser",
	"1.3.6.1.5.5.7.3.8":  "timeStamping",
	"1.3.6.1.5.5.7.3.9":  "OCSPSigning",
	"1.3.6.1.5.5.7.3.13": "eapOverPPP",
	"1.3.6.1.5.5.7.3.14": "eapOverLAN",
	"1.3.6.1.5.5.7.3.17": "ipsecIKE",
	"1.3.6.1.5.5.7.3.20": "sipDomain",
	"1.3.6.1.5.5.7.3.21": "secureShellClient",
	"1.3.6.1.5.5.7.3.22": "secureShellServer",
	"1.3.6.1.5.5.7.3.28": "cmKGA",
	"1.3.6.1.5.5.7.3.36": "documentSigning",
}

// readKeyUsage reads the purposes of the key. An extension without any is
// present and empty.
func (r *reader) readKeyUsage(in input) error {
	e, err := in.take(asn1.BIT_STRING)
	if err != nil {
		return err
	}
	if len(e.content) == 0 {
		return errors.New("empty BIT STRING")
	}
	bits := e.content[1:]
	usages := []string{}
	for i, usage := range keyUsages {
		if i/8 < len(bits) && bits[i/8]>>(7-i%8)&1 != 0 {
			usages = append(usages, usage)
		}
	}
	r.certificate.KeyUsage = usages
	return nil
}

// readExtendedKeyUsage reads the purposes of the certificate (section 4.2.1.12).
func (r *reader) readExtendedKeyUsage(in input) error {
	in, err := in.inside(asn1.SEQUENCE)
	if err != nil {
		return err
	}
	usages := []string{}
	for len(in) > 0 && err == nil && len(usages) < maxUsages {
		var oid string
		if oid, err = takeOID(&in); err != nil {
			break
		}
		if usage, known := extendedKeyUsages[oid]; known {
			oid = usage
		}
		usages = append(usages, oid)
	}
	r.certificate.ExtendedKeyUsage = usages
	if err == nil && len(in) > 0 {
		r.limited = true
		err = fmt.Errorf("more than %d purposes", maxUsages)
	}
	return err
}
