package tlsparse

import (
	"encoding/binary"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// someBytes draws up to most bytes, and never nil.
func someBytes(t *rapid.T, what string, most int) []byte {
	return append([]byte{}, rapid.SliceOfN(rapid.Byte(), 0, most).Draw(t, what)...)
}

// someCodes draws up to most code points, as they stand on the wire.
func someCodes(t *rapid.T, what string, most int) []byte {
	b := []byte{}
	for _, v := range rapid.SliceOfN(rapid.Uint16(), 0, most).Draw(t, what) {
		b = binary.BigEndian.AppendUint16(b, v)
	}
	return b
}

// someExtensions draws extensions, as they stand on the wire.
func someExtensions(t *rapid.T) Extensions {
	list := Extensions{}
	for range rapid.IntRange(0, 5).Draw(t, "extensions") {
		list = binary.BigEndian.AppendUint16(list, rapid.Uint16().Draw(t, "type"))
		list = append(list, vector16(someBytes(t, "body", 20)...)...)
	}
	return list
}

func random32(t *rapid.T) []byte {
	return rapid.SliceOfN(rapid.Byte(), 32, 32).Draw(t, "random")
}

func TestEveryClientHelloIsReadAsItWasWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := ClientHello{
			LegacyVersion:      ProtocolVersion(rapid.OneOf(rapid.Uint16(), rapid.SampledFrom([]uint16{0x0303, 0xfefd})).Draw(t, "version")),
			Random:             random32(t),
			SessionID:          someBytes(t, "session id", 32),
			CipherSuites:       someCodes(t, "suites", 40),
			CompressionMethods: someBytes(t, "compression", 3),
			Extensions:         someExtensions(t),
		}
		cookie := []byte{}
		if want.LegacyVersion.IsDTLS() {
			want.Cookie = someBytes(t, "cookie", 255)
			cookie = vector8(want.Cookie...)
		}
		version := binary.BigEndian.AppendUint16(nil, uint16(want.LegacyVersion))
		got, err := ParseClientHello(slices.Concat(version, want.Random, vector8(want.SessionID...), cookie,
			vector16(want.CipherSuites...), vector8(want.CompressionMethods...), vector16(want.Extensions...)))
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Fatalf("%v (-want +got):\n%s", err, diff)
		}
	})
}

func TestEveryServerHelloIsReadAsItWasWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := ServerHello{
			LegacyVersion:     ProtocolVersion(rapid.Uint16Range(0x0300, 0x0304).Draw(t, "version")),
			Random:            random32(t),
			SessionID:         someBytes(t, "session id", 32),
			CipherSuite:       CipherSuite(rapid.Uint16().Draw(t, "suite")),
			CompressionMethod: CompressionMethod(rapid.Byte().Draw(t, "compression")),
			Extensions:        someExtensions(t),
		}
		b := binary.BigEndian.AppendUint16(nil, uint16(want.LegacyVersion))
		b = slices.Concat(b, want.Random, vector8(want.SessionID...))
		b = append(binary.BigEndian.AppendUint16(b, uint16(want.CipherSuite)), byte(want.CompressionMethod))
		got, err := ParseServerHello(append(b, vector16(want.Extensions...)...))
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Fatalf("%v (-want +got):\n%s", err, diff)
		}
	})
}

func TestEveryCertificateListIsReadAsItWasWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var want []string
		var old, current []byte
		for range rapid.IntRange(0, 5).Draw(t, "certificates") {
			der := someBytes(t, "certificate", 300)
			want = append(want, string(der))
			old = append(old, vector24(der...)...)
			current = slices.Concat(current, vector24(der...), vector16(someExtensions(t)...))
		}
		list, err := ParseCertificate(vector24(old...))
		if diff := cmp.Diff(want, texts(list.All())); diff != "" || err != nil {
			t.Fatalf("TLS 1.2: %v (-want +got):\n%s", err, diff)
		}
		m, err := ParseCertificateTLS13(append(vector8(), vector24(current...)...))
		var got []string
		for der := range m.Entries.All() {
			got = append(got, string(der))
		}
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Fatalf("TLS 1.3: %v (-want +got):\n%s", err, diff)
		}
	})
}

// A ClientHello in two records, cut anywhere, of which any beginning has come.
func TestClientHelloInTwoRecordsIsNeverRefused(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		version := ProtocolVersion(rapid.Uint16Range(0x0300, 0x0304).Draw(t, "version"))
		hello := slices.Concat([]byte{3, 3}, random32(t), vector8(), vector16(0, 0x2f), vector8(0))
		message := inHandshake(HandshakeTypeClientHello, hello)
		cut := rapid.IntRange(1, len(message)-1).Draw(t, "first record")
		stream := slices.Concat(inRecord(ContentTypeHandshake, version, message[:cut]),
			inRecord(ContentTypeHandshake, version, message[cut:]), someBytes(t, "what follows", 50))
		n := rapid.IntRange(0, len(stream)).Draw(t, "seen")
		if got := Recognize(stream[:n]); got != NeedMore && got != RecognizedTLS {
			t.Fatalf("%d bytes are %s", n, got.name())
		}
		if got := Recognize(stream); got != RecognizedTLS {
			t.Fatalf("the whole is %s", got.name())
		}
	})
}
