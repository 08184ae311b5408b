package tlsparse

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tlssniff/tlssniff/tlsparse/iana"
)

func TestSuiteNamesAreRead(t *testing.T) {
	for name, want := range map[string]CipherSuiteInfo{
		"TLS_AES_128_GCM_SHA256":               {TLS13: true, Cipher: "AES_128_GCM", KeyBits: 128, AEAD: true, TagLength: 16, HashLength: 32},
		"TLS_AES_256_GCM_SHA384":               {TLS13: true, Cipher: "AES_256_GCM", KeyBits: 256, AEAD: true, TagLength: 16, HashLength: 48},
		"TLS_CHACHA20_POLY1305_SHA256":         {TLS13: true, Cipher: "CHACHA20_POLY1305", KeyBits: 256, AEAD: true, TagLength: 16, HashLength: 32},
		"TLS_AES_128_CCM_8_SHA256":             {TLS13: true, Cipher: "AES_128_CCM_8", KeyBits: 128, AEAD: true, TagLength: 8, HashLength: 32},
		"TLS_AEGIS_256_SHA512":                 {TLS13: true, Cipher: "AEGIS_256", KeyBits: 256, AEAD: true, TagLength: 16, HashLength: 64},
		"TLS_SM4_GCM_SM3":                      {TLS13: true, Cipher: "SM4_GCM", KeyBits: 128, AEAD: true, TagLength: 16, HashLength: 32},
		"TLS_SHA384_SHA384":                    {TLS13: true, Cipher: "NULL", MAC: "SHA384", TagLength: 48, HashLength: 48},
		"TLS_GOSTR341112_256_WITH_MAGMA_MGM_L": {TLS13: true, Cipher: "MAGMA_MGM_L", KeyBits: 256, AEAD: true, TagLength: 8, HashLength: 32},
		"TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384": {KeyExchange: KeyExchange{Name: "ECDHE_RSA", ECDHE: true},
			Cipher: "AES_256_GCM", KeyBits: 256, AEAD: true, TagLength: 16, HashLength: 48},
		"TLS_DHE_RSA_WITH_AES_128_CBC_SHA256": {KeyExchange: KeyExchange{Name: "DHE_RSA", DHE: true},
			Cipher: "AES_128_CBC", KeyBits: 128, MAC: "SHA256", HashLength: 32},
		"TLS_RSA_WITH_3DES_EDE_CBC_SHA": {KeyExchange: KeyExchange{Name: "RSA", RSA: true},
			Cipher: "3DES_EDE_CBC", KeyBits: 112, MAC: "SHA", HashLength: 32},
		"TLS_RSA_EXPORT_WITH_RC2_CBC_40_MD5": {KeyExchange: KeyExchange{Name: "RSA_EXPORT", RSA: true, Export: true},
			Cipher: "RC2_CBC_40", KeyBits: 40, MAC: "MD5", HashLength: 32},
		"TLS_RSA_EXPORT1024_WITH_RC4_56_SHA": {KeyExchange: KeyExchange{Name: "RSA_EXPORT1024", RSA: true, Export: true},
			Cipher: "RC4_56", KeyBits: 56, MAC: "SHA", HashLength: 32},
		"TLS_DH_anon_WITH_DES_CBC_SHA": {KeyExchange: KeyExchange{Name: "DH_anon", DHE: true, Anonymous: true},
			Cipher: "DES_CBC", KeyBits: 56, MAC: "SHA", HashLength: 32},
		"TLS_ECDH_anon_WITH_NULL_SHA": {KeyExchange: KeyExchange{Name: "ECDH_anon", ECDHE: true, Anonymous: true},
			Cipher: "NULL", MAC: "SHA", HashLength: 32},
		"TLS_ECDH_ECDSA_WITH_RC4_128_SHA": {KeyExchange: KeyExchange{Name: "ECDH_ECDSA", ECDH: true},
			Cipher: "RC4_128", KeyBits: 128, MAC: "SHA", HashLength: 32},
		"TLS_ECDHE_PSK_WITH_AES_128_CCM_8_SHA256": {KeyExchange: KeyExchange{Name: "ECDHE_PSK", ECDHE: true, PSK: true},
			Cipher: "AES_128_CCM_8", KeyBits: 128, AEAD: true, TagLength: 8, HashLength: 32},
		"TLS_RSA_PSK_WITH_AES_128_CBC_SHA": {KeyExchange: KeyExchange{Name: "RSA_PSK", RSA: true, PSK: true},
			Cipher: "AES_128_CBC", KeyBits: 128, MAC: "SHA", HashLength: 32},
		"TLS_SRP_SHA_RSA_WITH_AES_128_CBC_SHA": {KeyExchange: KeyExchange{Name: "SRP_SHA_RSA", SRP: true},
			Cipher: "AES_128_CBC", KeyBits: 128, MAC: "SHA", HashLength: 32},
		"TLS_NULL_WITH_NULL_NULL":       {KeyExchange: KeyExchange{Name: "NULL"}, Cipher: "NULL", HashLength: 32},
		"SSL_RSA_FIPS_WITH_DES_CBC_SHA": {KeyExchange: KeyExchange{Name: "RSA_FIPS", RSA: true}, Cipher: "DES_CBC", KeyBits: 56, MAC: "SHA", HashLength: 32},
	} {
		s, ok := CipherSuiteNamed(name)
		if !ok {
			t.Errorf("%s has no code point", name)
			continue
		}
		got, ok := s.Info()
		if diff := cmp.Diff(want, got); diff != "" || !ok {
			t.Errorf("%s: %v (-want +got):\n%s", name, ok, diff)
		}
	}
}

func TestEverySuiteNameTellsACipher(t *testing.T) {
	for v, name := range iana.CipherSuites() {
		info, ok := CipherSuite(v).Info()
		if v > 0xffff || !ok {
			continue
		}
		null := info.Cipher == "NULL"
		switch {
		case info.Cipher == "" || null != (info.KeyBits == 0):
			t.Errorf("%s: cipher %q of %d bits", name, info.Cipher, info.KeyBits)
		case info.AEAD == (info.MAC != "") && name != "TLS_NULL_WITH_NULL_NULL":
			t.Errorf("%s: AEAD %v, MAC %q", name, info.AEAD, info.MAC)
		case info.TLS13 != (info.KeyExchange == KeyExchange{}):
			t.Errorf("%s: TLS 1.3 %v, key exchange %+v", name, info.TLS13, info.KeyExchange)
		}
	}
}

func TestSuitesThatTellNothing(t *testing.T) {
	for _, s := range []CipherSuite{0x00ff, 0x5600, 0x0a0a, 0xffff} {
		if info, ok := s.Info(); ok {
			t.Errorf("%s tells %+v", s, info)
		}
		if s.TagLength() != 16 || s.HashLength() != 32 || s.TLS13() || s.KeyExchange() != (KeyExchange{}) {
			t.Errorf("%s: tag %d, hash %d", s, s.TagLength(), s.HashLength())
		}
	}
	if got := CipherSuite(0x002f).TagLength(); got != 16 {
		t.Errorf("the tag of a suite that is no AEAD has length %d", got)
	}
}

func TestWhichKeyExchangesAreSigned(t *testing.T) {
	for name, want := range map[string]bool{
		"TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA":   true,
		"TLS_DHE_DSS_WITH_AES_128_CBC_SHA":     true,
		"TLS_RSA_EXPORT_WITH_RC4_40_MD5":       true,
		"TLS_SRP_SHA_RSA_WITH_AES_128_CBC_SHA": true,
		"TLS_SRP_SHA_WITH_AES_128_CBC_SHA":     false,
		"TLS_DH_anon_EXPORT_WITH_RC4_40_MD5":   false,
		"TLS_ECDHE_PSK_WITH_AES_128_CBC_SHA":   false,
		"TLS_RSA_WITH_AES_128_CBC_SHA":         false,
		"TLS_KRB5_EXPORT_WITH_RC4_40_MD5":      false,
	} {
		s, _ := CipherSuiteNamed(name)
		if got := s.KeyExchange().Signed(); got != want {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}
