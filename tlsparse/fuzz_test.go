package tlsparse

import (
	"bytes"
	"testing"
	"unsafe"
)

// within fails unless a part points into the whole and ends there.
func within(t *testing.T, whole []byte, parts ...[]byte) {
	t.Helper()
	for _, p := range parts {
		if cap(p) == 0 {
			continue
		}
		start := uintptr(unsafe.Pointer(unsafe.SliceData(whole)))
		at := uintptr(unsafe.Pointer(unsafe.SliceData(p)))
		if at < start || at+uintptr(len(p)) > start+uintptr(len(whole)) {
			t.Fatalf("%d bytes lie outside of the %d that were parsed", len(p), len(whole))
		}
	}
}

// sound fails unless an error, if there is one, tells of a place in the message.
func sound(t *testing.T, whole []byte, err error) {
	t.Helper()
	if p := problem(t, err); p != nil && (p.Offset < 0 || p.Offset > len(whole) || p.Message == "" || p.Field == "") {
		t.Fatalf("%+v in %d bytes", p, len(whole))
	}
}

// extensionsWithin goes through extensions as far as they are whole.
func extensionsWithin(t *testing.T, whole []byte, e Extensions) {
	t.Helper()
	within(t, whole, e)
	total := 0
	for _, body := range e.All() {
		within(t, whole, body)
		total += 4 + len(body)
	}
	if total > len(e) {
		t.Fatalf("extensions of %d bytes in %d", total, len(e))
	}
	e.Duplicate()
}

// seed adds the messages of a name in all flights.
func seed(f *testing.F, message string, files ...string) {
	f.Helper()
	for _, file := range files {
		for _, body := range flight(f, file, message) {
			f.Add(body)
		}
	}
}

func FuzzParseClientHello(f *testing.F) {
	seed(f, "client_hello", "tls13", "tls13_psk", "tls13_hrr", "tls12_client_auth", "tls10_dhe")
	f.Fuzz(func(t *testing.T, b []byte) {
		m, err := ParseClientHello(b)
		sound(t, b, err)
		within(t, b, m.Random, m.SessionID, m.Cookie, m.CipherSuites, m.CompressionMethods)
		extensionsWithin(t, b, m.Extensions)
		for kind, body := range m.Extensions.All() {
			readExtension(t, kind, body)
		}
	})
}

func FuzzParseServerHello(f *testing.F) {
	seed(f, "server_hello", "tls13", "tls13_hrr", "tls12_rsa")
	f.Add(join([]byte{0x7f, 0x12}, make([]byte, 34)))
	f.Fuzz(func(t *testing.T, b []byte) {
		m, err := ParseServerHello(b)
		sound(t, b, err)
		within(t, b, m.Random, m.SessionID)
		extensionsWithin(t, b, m.Extensions)
		_, _, _ = m.Version().String(), m.IsHelloRetryRequest(), m.DowngradeSentinel()
		for _, body := range m.Extensions.All() {
			_, share, err := ParseServerKeyShare(body)
			sound(t, body, err)
			within(t, body, share)
		}
		extensionsWithin(t, b, ParseDraftHelloRetryRequest(b))
		list, err := ParseEncryptedExtensions(b)
		sound(t, b, err)
		extensionsWithin(t, b, list)
	})
}

func FuzzParseExtension(f *testing.F) {
	for _, file := range []string{"tls13", "tls13_psk", "tls12_client_auth"} {
		m, err := ParseClientHello(first(f, file, "client_hello"))
		if err != nil {
			f.Fatal(err)
		}
		for kind, body := range m.Extensions.All() {
			f.Add(uint16(kind), body)
		}
	}
	for _, kind := range []ExtensionType{ExtensionStatusRequestV2, ExtensionSCT, ExtensionECH, ExtensionCookie, ExtensionCertificateAuthorities, ExtensionQUICTransportParameters} {
		f.Add(uint16(kind), []byte{0, 7, 2, 0, 4, 0, 0, 0, 0})
	}
	f.Fuzz(func(t *testing.T, kind uint16, body []byte) { readExtension(t, ExtensionType(kind), body) })
}

// readExtension reads an extension's body with every function that its type has.
func readExtension(t *testing.T, kind ExtensionType, b []byte) {
	check := func(err error, parts ...[]byte) {
		t.Helper()
		sound(t, b, err)
		within(t, b, parts...)
	}
	switch kind {
	case ExtensionServerName:
		name, err := ParseServerName(b)
		check(err, name)
	case ExtensionALPN:
		list, err := ParseALPN(b)
		check(err, list)
		checkVectors(t, list, 1, err, list.All())
	case ExtensionSupportedVersions:
		list, err := ParseSupportedVersions(b)
		check(err, list)
		_, err = ParseSelectedVersion(b)
		check(err)
	case ExtensionSupportedGroups:
		list, err := ParseSupportedGroups(b)
		check(err, list)
	case ExtensionSignatureAlgorithms:
		list, err := ParseSignatureAlgorithms(b)
		check(err, list)
	case ExtensionECPointFormats:
		list, err := ParseECPointFormats(b)
		check(err, list)
	case ExtensionPSKKeyExchangeModes:
		list, err := ParsePSKKeyExchangeModes(b)
		check(err, list)
	case ExtensionPreSharedKey:
		m, err := ParsePreSharedKeyOffer(b)
		check(err, m.Identities, m.Binders)
		checkVectors(t, m.Binders, 1, err, m.Binders.All())
		for identity := range m.Identities.All() {
			within(t, b, identity)
		}
		_, err = ParseSelectedIdentity(b)
		check(err)
	case ExtensionKeyShare:
		list, err := ParseClientKeyShares(b)
		check(err, list)
		for _, share := range list.All() {
			within(t, b, share)
		}
	case ExtensionMaxFragmentLength:
		ParseMaxFragmentLength(b)
	case ExtensionRecordSizeLimit:
		_, err := ParseRecordSizeLimit(b)
		check(err)
	case ExtensionCompressCertificate:
		list, err := ParseCertificateCompression(b)
		check(err, list)
	case ExtensionStatusRequest:
		m, err := ParseStatusRequest(b)
		check(err, m.Responders, m.Extensions)
	case ExtensionStatusRequestV2:
		m, err := ParseStatusRequestV2(b)
		check(err, m.Responders, m.Extensions)
	case ExtensionSCT:
		list, err := ParseSCTList(b)
		check(err, list)
		checkVectors(t, list, 2, err, list.All())
	case ExtensionCertificateAuthorities:
		list, err := ParseCertificateAuthorities(b)
		check(err, list)
	case ExtensionRenegotiationInfo:
		v, err := ParseRenegotiationInfo(b)
		check(err, v)
	case ExtensionConnectionID:
		v, err := ParseConnectionID(b)
		check(err, v)
	case ExtensionCookie:
		v, err := ParseCookie(b)
		check(err, v)
	case ExtensionEarlyData:
		_, err := ParseMaxEarlyDataSize(b)
		check(err)
	case ExtensionECH:
		m, err := ParseECH(b)
		check(err, m.Enc, m.Payload)
	case ExtensionQUICTransportParameters:
		for id, value := range TransportParameters(b).All() {
			within(t, b, value)
			_ = id.String()
		}
	}
}

// checkVectors fails unless a list that came without error consists of whole strings.
func checkVectors(t *testing.T, list []byte, prefix int, err error, all func(func([]byte) bool)) {
	t.Helper()
	total := 0
	for b := range all {
		within(t, list, b)
		total += prefix + len(b)
	}
	if err == nil && total != len(list) {
		t.Fatalf("strings of %d bytes in %d, and no error", total, len(list))
	}
}

func FuzzParseCertificates(f *testing.F) {
	seed(f, "certificate", "tls12_rsa", "tls12_client_auth")
	f.Add(unhex(f, "00 000010 000001 61 0004 00120000 000001 62 0000"))
	f.Add(unhex(f, "02 000009 000002 6161 000001 62"))
	f.Fuzz(func(t *testing.T, b []byte) {
		list, err := ParseCertificate(b)
		sound(t, b, err)
		within(t, b, list)
		checkVectors(t, list, 3, err, list.All())
		m, err := ParseCertificateTLS13(b)
		sound(t, b, err)
		within(t, b, m.Context, m.Entries)
		for der, extensions := range m.Entries.All() {
			within(t, b, der)
			extensionsWithin(t, b, extensions)
		}
		response, err := ParseCertificateStatus(b)
		sound(t, b, err)
		within(t, b, response)
		c, err := ParseCompressedCertificate(b)
		sound(t, b, err)
		within(t, b, c.Message)
	})
}

func FuzzParseCertificateRequest(f *testing.F) {
	f.Add(first(f, "tls12_client_auth", "certificate_request"), uint16(VersionTLS12))
	f.Add(first(f, "tls10_client_auth", "certificate_request"), uint16(VersionTLS10))
	f.Add(unhex(f, "01 63 0016 000d 0006 0004 0403 0804 002f 0008 0006 0004 30023000"), uint16(VersionTLS13))
	f.Fuzz(func(t *testing.T, b []byte, version uint16) {
		m, err := ParseCertificateRequest(b, ProtocolVersion(version))
		sound(t, b, err)
		within(t, b, m.Types, m.SignatureAlgorithms, m.Authorities, m.Context)
		extensionsWithin(t, b, m.Extensions)
	})
}

func FuzzParseKeyExchange(f *testing.F) {
	for file, suite := range map[string]uint16{"tls12_dhe": 0x009e, "tls12_dhe_psk": 0x0090, "tls12_ecdhe_psk": 0xc035, "tls12_ecdh_anon": 0xc018, "tls12_psk": 0x008c} {
		f.Add(first(f, file, "server_key_exchange"), suite, uint16(VersionTLS12))
		f.Add(first(f, file, "client_key_exchange"), suite, uint16(VersionTLS12))
	}
	f.Add(unhex(f, "02 00a3 02 01 07 01 06 01 03 0102 0103 0104 0105 0106 01 07"), uint16(0xc018), uint16(VersionTLS10))
	f.Add(unhex(f, "0002 7fff 0001 02 01 05 0001 09 0401 0001 aa"), uint16(0xc01e), uint16(VersionTLS12))
	f.Fuzz(func(t *testing.T, b []byte, suite, version uint16) {
		server, err := ParseServerKeyExchange(b, CipherSuite(suite), ProtocolVersion(version))
		sound(t, b, err)
		within(t, b, server.PSKIdentityHint, server.Prime, server.Modulus, server.Public, server.Params, server.Signature)
		if bits := server.PrimeBits(); bits < 0 || bits > 8*len(server.Prime) {
			t.Fatalf("a prime of %d bytes has %d bits", len(server.Prime), bits)
		}
		FFDHEGroup(server.Prime)
		client, err := ParseClientKeyExchange(b, CipherSuite(suite), ProtocolVersion(version))
		sound(t, b, err)
		within(t, b, client.PSKIdentity, client.Public, client.EncryptedPreMaster)
		verify, err := ParseCertificateVerifyMessage(b, ProtocolVersion(version))
		sound(t, b, err)
		within(t, b, verify.Signature)
		ticket, err := ParseNewSessionTicket(b, ProtocolVersion(version))
		sound(t, b, err)
		within(t, b, ticket.Nonce, ticket.Ticket)
		extensionsWithin(t, b, ticket.Extensions)
		_, err = ParseKeyUpdate(b)
		sound(t, b, err)
	})
}

func FuzzParseSSLv2(f *testing.F) {
	f.Add(sslv2Record(sslv2Hello(0, 2)))
	f.Add(sslv2Record(sslv2ServerHelloMessage()))
	f.Add([]byte{0x80, 3, 0, 0, 1})
	f.Fuzz(func(t *testing.T, b []byte) {
		body, rest, ok := CutSSLv2Record(b)
		within(t, b, body, rest)
		if !ok {
			if !bytes.Equal(rest, b) {
				t.Fatal("bytes of a record that is not whole are gone")
			}
			return
		}
		client, err := ParseSSLv2ClientHello(body)
		sound(t, body, err)
		within(t, body, client.CipherSpecs, client.SessionID, client.Challenge)
		for spec := range client.Suites {
			_ = SSLv2CipherName(spec)
		}
		server, err := ParseSSLv2ServerHello(body)
		sound(t, body, err)
		within(t, body, server.Certificate, server.CipherSpecs, server.ConnectionID)
		_, err = ParseSSLv2Error(body)
		sound(t, body, err)
	})
}

func FuzzRecognize(f *testing.F) {
	f.Add(inRecord(ContentTypeHandshake, VersionTLS10, inHandshake(HandshakeTypeClientHello, first(f, "tls13", "client_hello"))))
	f.Add(inRecord(ContentTypeAlert, VersionTLS12, []byte{2, 40}))
	f.Add(inRecord(ContentTypeApplicationData, VersionTLS12, make([]byte, 8)))
	f.Add(sslv2Record(sslv2Hello(0, 2)))
	f.Add(sslv2Record(sslv2ServerHelloMessage()))
	f.Fuzz(func(t *testing.T, b []byte) {
		// More bytes never turn one answer into another, but for NeedMore.
		settled := NeedMore
		for n := range min(len(b), 100) + 1 {
			got := Recognize(b[:n])
			if settled != NeedMore && got != settled {
				t.Fatalf("%d bytes are %s, fewer were %s", n, got.name(), settled.name())
			}
			settled = got
		}
		h, ok := ParseRecordHeader(b)
		if settled == RecognizedTLS && (!ok || !h.Plausible()) {
			t.Fatalf("recognized with the header %+v", h)
		}
		_, body, rest, _ := CutHandshake(b)
		within(t, b, body, rest)
		ParseAlert(b)
		if h, ok := ParseHeartbeat(b); ok {
			h.Describe(len(b))
		}
		ParseChangeCipherSpec(b)
	})
}
