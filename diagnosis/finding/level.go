package finding

import (
	"strings"

	"github.com/tlssniff/tlssniff/record"
)

// level orders the versions of all transports by their age.
type level uint8

const (
	unknown level = iota
	ssl20
	ssl30
	tls10
	tls11 // DTLS 1.0 too, which is made from it
	tls12
	tls13Draft
	tls13
)

// levelOf returns the level of a version as records name it.
func levelOf(version string) level {
	switch version {
	case "TLS 1.3", "DTLS 1.3":
		return tls13
	case "TLS 1.2", "DTLS 1.2":
		return tls12
	case "TLS 1.1", "DTLS 1.0":
		return tls11
	case "TLS 1.0":
		return tls10
	case "SSL 3.0":
		return ssl30
	case "SSL 2.0":
		return ssl20
	}
	if strings.HasPrefix(version, "TLS 1.3 (") {
		return tls13Draft
	}
	return unknown
}

// highestOffer returns the highest version that a client offers, and its name:
// of supported_versions where it is sent (RFC 8446, section 4.2.1).
func highestOffer(hello *record.ClientHello) (highest level, name string) {
	if hello == nil {
		return unknown, ""
	}
	if hello.SupportedVersions == nil {
		return levelOf(hello.LegacyVersion), hello.LegacyVersion
	}
	for _, offered := range hello.SupportedVersions {
		if l := levelOf(offered); l > highest {
			highest, name = l, offered
		}
	}
	return highest, name
}
