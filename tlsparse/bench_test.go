package tlsparse

import "testing"

func BenchmarkParseClientHello(b *testing.B) {
	body := first(b, "tls13", "client_hello")
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ParseClientHello(body); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkParseServerHello(b *testing.B) {
	body := first(b, "tls13", "server_hello")
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ParseServerHello(body); err != nil {
			b.Fatal(err)
		}
	}
}

// What a ClientHello's most telling extensions say.
func BenchmarkReadExtensions(b *testing.B) {
	m, err := ParseClientHello(first(b, "tls13", "client_hello"))
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		n := 0
		for kind, body := range m.Extensions.All() {
			switch kind {
			case ExtensionServerName:
				name, _ := ParseServerName(body)
				n += len(name)
			case ExtensionALPN:
				list, _ := ParseALPN(body)
				for name := range list.All() {
					n += len(name)
				}
			case ExtensionKeyShare:
				list, _ := ParseClientKeyShares(body)
				for _, share := range list.All() {
					n += len(share)
				}
			}
		}
		if n == 0 {
			b.Fatal("nothing was read")
		}
	}
}

func BenchmarkDuplicate(b *testing.B) {
	m, err := ParseClientHello(first(b, "tls13", "client_hello"))
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if t, twice := m.Extensions.Duplicate(); twice {
			b.Fatal(t)
		}
	}
}

func BenchmarkParseServerKeyExchange(b *testing.B) {
	body := first(b, "tls12_client_auth", "server_key_exchange")
	suite := suiteNamed(b, "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384")
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ParseServerKeyExchange(body, suite, VersionTLS12); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkRecognize(b *testing.B) {
	record := inRecord(ContentTypeHandshake, VersionTLS10, inHandshake(HandshakeTypeClientHello, first(b, "tls13", "client_hello")))
	other := []byte("GET / HTTP/1.1\r\n\r\n")
	b.ReportAllocs()
	for b.Loop() {
		if Recognize(record) != RecognizedTLS || Recognize(other) != NotTLS {
			b.Fatal("not recognized")
		}
	}
}

func BenchmarkCipherSuiteInfo(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if info, ok := CipherSuite(0xc02f).Info(); !ok || info.TagLength != 16 {
			b.Fatal(info)
		}
	}
}

func TestParsingAllocatesNothing(t *testing.T) {
	client, server := first(t, "tls13", "client_hello"), first(t, "tls13", "server_hello")
	certificate := first(t, "tls12_rsa", "certificate")
	allocations := testing.AllocsPerRun(10, func() {
		c, _ := ParseClientHello(client)
		for kind, body := range c.Extensions.All() {
			if kind == ExtensionALPN {
				list, _ := ParseALPN(body)
				for range list.All() {
				}
			}
		}
		_, _ = c.Extensions.Duplicate()
		s, _ := ParseServerHello(server)
		_ = s.Version()
		list, _ := ParseCertificate(certificate)
		for range list.All() {
		}
	})
	if allocations != 0 {
		t.Errorf("%v allocations", allocations)
	}
}
