package fingerprint

import (
	"slices"

	"github.com/tlssniff/tlssniff/tlsparse"
)

// offer is what JA4 takes of a ClientHello, without GREASE.
type offer struct {
	version     tlsparse.ProtocolVersion
	suites      []uint16 // sorted
	extensions  []uint16 // sorted, without SNI and ALPN
	schemes     []uint16 // in wire order
	nextensions int
	serverName  bool
	protocol    []byte // the first of ALPN
}

// room is where the lists of an ordinary hello stand. It is the caller's, so that
// it can be on its stack.
type room struct{ suites, extensions, schemes [96]uint16 }

func readOffer(h *tlsparse.ClientHello, r *room) offer {
	o := offer{
		version:    h.LegacyVersion,
		suites:     appendValues(r.suites[:0], h.CipherSuites),
		extensions: r.extensions[:0],
		schemes:    r.schemes[:0],
	}
	slices.Sort(o.suites)
	for kind, body := range h.Extensions.All() {
		if kind.IsGREASE() {
			continue
		}
		o.nextensions++
		switch kind {
		case tlsparse.ExtensionServerName:
			o.serverName = true
			continue
		case tlsparse.ExtensionALPN:
			o.protocol = firstProtocol(body)
			continue
		case tlsparse.ExtensionSupportedVersions:
			o.version = highest(body, h.LegacyVersion)
		case tlsparse.ExtensionSignatureAlgorithms:
			list, _ := tlsparse.ParseSignatureAlgorithms(body)
			o.schemes = appendValues(o.schemes[:0], list)
		}
		o.extensions = append(o.extensions, uint16(kind))
	}
	slices.Sort(o.extensions)
	return o
}

// appendValues appends code points that are no GREASE.
func appendValues[T interface {
	~uint16
	IsGREASE() bool
}](dst []uint16, list tlsparse.List[T]) []uint16 {
	for v := range list.All() {
		if !v.IsGREASE() {
			dst = append(dst, uint16(v))
		}
	}
	return dst
}

// highest returns the version of the highest value that is offered and no GREASE.
// JA4 goes by the value even in DTLS, whose versions count downwards.
func highest(body []byte, legacy tlsparse.ProtocolVersion) tlsparse.ProtocolVersion {
	list, _ := tlsparse.ParseSupportedVersions(body)
	var best tlsparse.ProtocolVersion
	for v := range list.All() {
		if !v.IsGREASE() && v > best {
			best = v
		}
	}
	if best == 0 {
		return legacy
	}
	return best
}

func firstProtocol(body []byte) []byte {
	list, _ := tlsparse.ParseALPN(body)
	for name := range list.All() {
		return name
	}
	return nil
}
