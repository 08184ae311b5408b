package iana

import (
	"iter"
	"testing"
)

// shared are the names that two code points have: padding was deployed under
// another one before it was registered.
var shared = map[string]bool{"padding": true}

func TestEveryRegistryIsLookedUpBothWays(t *testing.T) {
	bothWays(t, "cipher suite", CipherSuites(), CipherSuiteName, CipherSuiteValue)
	bothWays(t, "extension", Extensions(), ExtensionName, ExtensionValue)
	bothWays(t, "group", Groups(), GroupName, GroupValue)
	bothWays(t, "signature scheme", SignatureSchemes(), SignatureSchemeName, SignatureSchemeValue)
	bothWays(t, "certificate compression", CertificateCompressions(), CertificateCompressionName, CertificateCompressionValue)
	bothWays(t, "transport parameter", QUICTransportParameters(), QUICTransportParameterName, QUICTransportParameterValue)
	bothWays(t, "alert", Alerts(), AlertName, AlertValue)
	bothWays(t, "handshake type", HandshakeTypes(), HandshakeTypeName, HandshakeTypeValue)
	bothWays(t, "content type", ContentTypes(), ContentTypeName, ContentTypeValue)
	bothWays(t, "compression method", CompressionMethods(), CompressionMethodName, CompressionMethodValue)
	bothWays(t, "PSK key exchange mode", PSKKeyExchangeModes(), PSKKeyExchangeModeName, PSKKeyExchangeModeValue)
	bothWays(t, "point format", ECPointFormats(), ECPointFormatName, ECPointFormatValue)
	bothWays(t, "client certificate type", ClientCertificateTypes(), ClientCertificateTypeName, ClientCertificateTypeValue)
	bothWays(t, "certificate status type", CertificateStatusTypes(), CertificateStatusTypeName, CertificateStatusTypeValue)
	bothWays(t, "heartbeat mode", HeartbeatModes(), HeartbeatModeName, HeartbeatModeValue)
}

// bothWays fails unless a registry comes in order and each of its entries is
// found by its value and by its name, and nothing between them is.
func bothWays[T uint8 | uint16 | uint32](t *testing.T, what string, all iter.Seq2[T, string], name func(T) (string, bool), value func(string) (T, bool)) {
	t.Helper()
	next, entries := uint64(0), 0
	for v, want := range all {
		if uint64(v) < next {
			t.Errorf("%s %#x comes late", what, v)
		}
		// The gap before it, of which its two ends will do.
		for _, unlisted := range []uint64{next, uint64(v) - 1} {
			if unlisted < uint64(v) && unlisted >= next {
				if got, ok := name(T(unlisted)); ok {
					t.Errorf("%s %#x is named %q, and is not listed", what, unlisted, got)
				}
			}
		}
		if got, ok := name(v); got != want || !ok {
			t.Errorf("%s %#x is named %q, want %q", what, v, got, want)
		}
		if got, ok := value(want); !ok || got != v && !shared[want] {
			t.Errorf("%s %q has value %#x, want %#x", what, want, got, v)
		}
		next, entries = uint64(v)+1, entries+1
	}
	if entries == 0 {
		t.Errorf("no %s", what)
	}
	if _, ok := value("no such name"); ok {
		t.Errorf("%s: a name that is not listed has a value", what)
	}
}

func TestGREASEHasNoName(t *testing.T) {
	for high := uint16(0); high < 0x100; high += 0x10 {
		v := (high|0x0a)<<8 | high | 0x0a
		for what, name := range map[string]func(uint32) (string, bool){
			"cipher suite": CipherSuiteName, "extension": widen(ExtensionName), "group": widen(GroupName),
			"signature scheme": widen(SignatureSchemeName), "compression": widen(CertificateCompressionName),
		} {
			if got, ok := name(uint32(v)); ok {
				t.Errorf("%s %#04x is named %q", what, v, got)
			}
		}
	}
}
