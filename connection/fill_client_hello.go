package connection

import (
	"encoding/hex"
	"fmt"

	"github.com/tlssniff/tlssniff/record"
	"github.com/tlssniff/tlssniff/tlsparse"
)

// clientHelloRecord returns a ClientHello as the record shows it.
func (f *filler) clientHelloRecord(m *message) *record.ClientHello {
	if !m.seen {
		return nil
	}
	h, err := tlsparse.ParseClientHello(m.body)
	r := &f.sheet.clientHello
	if m != &f.clientHello {
		r = new(record.ClientHello)
	}
	known := f.knownClientHello(m.body, &h, err)
	if m == f.initialHello() {
		f.knownOffer = known
	}
	if known != nil {
		*r = known.record
	} else if err = f.offer(r, &h, err); err != nil {
		r.ParseError = err.Error()
		f.blame(tlsparse.HandshakeTypeClientHello, m, err)
	}
	r.Packet, r.Length, r.RecordVersion = f.packet(m.at), len(m.body), m.version.String()
	r.Random, r.SessionID = f.sheet.hex(h.Random), f.sheet.hex(h.SessionID)
	return r
}

// offer fills what a ClientHello offers: all that another one may have in common with it. It returns
// err, that of its parsing, or else what is wrong with its extensions.
func (f *filler) offer(r *record.ClientHello, h *tlsparse.ClientHello, err error) error {
	*r = record.ClientHello{
		LegacyVersion:      h.LegacyVersion.String(),
		CipherSuites:       f.follower.memory.suites.of(h.CipherSuites),
		CompressionMethods: byteNames[tlsparse.CompressionMethod](f.sheet, h.CompressionMethods),
		Extensions:         f.sheet.extensions(h.Extensions),
	}
	for kind, body := range h.Extensions.All() {
		if e := f.clientExtension(r, kind, body); err == nil {
			err = e
		}
	}
	if t, twice := h.Extensions.Duplicate(); twice && err == nil {
		err = fmt.Errorf("client_hello: extension %s stands twice", t)
	}
	return err
}

// clientExtension fills what one extension of a ClientHello says.
func (f *filler) clientExtension(r *record.ClientHello, kind tlsparse.ExtensionType, body []byte) (err error) {
	yes := record.Some(true)
	switch kind {
	case tlsparse.ExtensionServerName:
		var name []byte
		if name, err = tlsparse.ParseServerName(body); err == nil {
			r.ServerName = record.Some(string(name))
		}
	case tlsparse.ExtensionALPN:
		var list tlsparse.Vectors8
		list, err = tlsparse.ParseALPN(body)
		r.ALPN = f.sheet.protocols(list)
	case tlsparse.ExtensionSupportedVersions:
		var list tlsparse.ProtocolVersions
		list, err = tlsparse.ParseSupportedVersions(body)
		r.SupportedVersions = names(f.sheet, list)
	case tlsparse.ExtensionSupportedGroups:
		var list tlsparse.NamedGroups
		list, err = tlsparse.ParseSupportedGroups(body)
		r.SupportedGroups = f.follower.memory.groups.of(list)
	case tlsparse.ExtensionKeyShare, tlsparse.ExtensionKeyShareDraft:
		var list tlsparse.KeyShares
		list, err = tlsparse.ParseClientKeyShares(body)
		r.KeyShares = f.sheet.keyShares(list)
	case tlsparse.ExtensionSignatureAlgorithms:
		r.SignatureAlgorithms, err = f.schemes(body)
	case tlsparse.ExtensionSignatureAlgorithmsCert:
		r.SignatureAlgorithmsCert, err = f.schemes(body)
	case tlsparse.ExtensionDelegatedCredentials:
		r.DelegatedCredentials, err = f.schemes(body)
	case tlsparse.ExtensionECPointFormats:
		var list []byte
		list, err = tlsparse.ParseECPointFormats(body)
		r.ECPointFormats = byteNames[tlsparse.ECPointFormat](f.sheet, list)
	case tlsparse.ExtensionPSKKeyExchangeModes:
		var list []byte
		list, err = tlsparse.ParsePSKKeyExchangeModes(body)
		r.PSKKeyExchangeModes = byteNames[tlsparse.PSKKeyExchangeMode](f.sheet, list)
	case tlsparse.ExtensionPreSharedKey:
		var n int
		n, err = tlsparse.ParsePSKIdentities(body)
		r.PSKIdentities = record.Some(n)
	case tlsparse.ExtensionSessionTicket:
		r.SessionTicket = record.Some(len(body))
	case tlsparse.ExtensionExtendedMasterSecret:
		r.ExtendedMasterSecret = yes
	case tlsparse.ExtensionEncryptThenMAC:
		r.EncryptThenMAC = yes
	case tlsparse.ExtensionRenegotiationInfo:
		r.RenegotiationInfo = yes
	case tlsparse.ExtensionStatusRequest, tlsparse.ExtensionStatusRequestV2:
		r.StatusRequest = yes
	case tlsparse.ExtensionHeartbeat:
		if len(body) == 1 {
			r.Heartbeat = tlsparse.HeartbeatMode(body[0]).String()
		}
	case tlsparse.ExtensionMaxFragmentLength:
		if n := tlsparse.ParseMaxFragmentLength(body); n > 0 {
			r.MaxFragmentLength = record.Some(n)
		}
	case tlsparse.ExtensionRecordSizeLimit:
		var n uint16
		n, err = tlsparse.ParseRecordSizeLimit(body)
		r.RecordSizeLimit = record.Some(int(n))
	case tlsparse.ExtensionCompressCertificate:
		var list tlsparse.List[tlsparse.CertificateCompression]
		list, err = tlsparse.ParseCertificateCompression(body)
		r.CertificateCompression = names(f.sheet, list)
	case tlsparse.ExtensionECH, tlsparse.ExtensionESNI:
		r.ECH = "present"
	case tlsparse.ExtensionEarlyData:
		r.EarlyData = yes
	case tlsparse.ExtensionQUICTransportParameters:
		r.QUICTransportParameters = []string{}
		for id := range tlsparse.TransportParameters(body).All() {
			r.QUICTransportParameters = append(r.QUICTransportParameters, id.String())
		}
	}
	return err
}

func (f *filler) schemes(body []byte) ([]string, error) {
	list, err := tlsparse.ParseSignatureAlgorithms(body)
	return f.follower.memory.schemes.of(list), err
}

// names returns the names of a list's code points; it is never nil.
func names[T interface {
	~uint16
	String() string
}](s *Sheet, list tlsparse.List[T]) []string {
	from := len(s.texts)
	for v := range list.All() {
		s.texts = append(s.texts, v.String())
	}
	return s.since(from)
}

// byteNames returns the names of one-byte code points; it is never nil.
func byteNames[T interface {
	~uint8
	String() string
}](s *Sheet, list []byte) []string {
	from := len(s.texts)
	for _, v := range list {
		s.texts = append(s.texts, T(v).String())
	}
	return s.since(from)
}

// protocols returns ALPN's names as the wire has them; it is never nil.
func (s *Sheet) protocols(list tlsparse.Vectors8) []string {
	from := len(s.texts)
	for b := range list.All() {
		s.texts = append(s.texts, string(b))
	}
	return s.since(from)
}

// keyShares returns the names of the groups that a client has a share for; it is never nil.
func (s *Sheet) keyShares(list tlsparse.KeyShares) []string {
	from := len(s.texts)
	for group := range list.All() {
		s.texts = append(s.texts, group.String())
	}
	return s.since(from)
}

// extensions returns the names of extensions in wire order; it is nil where there is no list of them.
func (s *Sheet) extensions(all tlsparse.Extensions) []string {
	if all == nil {
		return nil
	}
	from := len(s.texts)
	for kind := range all.All() {
		s.texts = append(s.texts, kind.String())
	}
	return s.since(from)
}

// sslv2HelloRecord returns an SSL 2.0 CLIENT-HELLO as the record shows it. Its
// challenge takes the random's place (RFC 5246, appendix E.2).
func (f *filler) sslv2HelloRecord(m *message) *record.ClientHello {
	h, err := tlsparse.ParseSSLv2ClientHello(m.body)
	r := &record.ClientHello{
		Packet:             f.packet(m.at),
		Length:             len(m.body),
		RecordVersion:      tlsparse.VersionSSL20.String(),
		LegacyVersion:      h.Version.String(),
		Random:             hex.EncodeToString(h.Challenge),
		SessionID:          hex.EncodeToString(h.SessionID),
		CipherSuites:       []string{},
		CompressionMethods: []string{},
	}
	for spec, tls := range h.Suites {
		if tls {
			r.CipherSuites = append(r.CipherSuites, tlsparse.CipherSuite(spec).String())
		} else {
			r.CipherSuites = append(r.CipherSuites, tlsparse.SSLv2CipherName(spec))
		}
	}
	if err != nil {
		r.ParseError = err.Error()
	}
	return r
}
