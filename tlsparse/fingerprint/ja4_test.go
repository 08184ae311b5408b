package fingerprint

import (
	"slices"
	"strings"
	"testing"

	"github.com/tlssniff/tlssniff/tlsparse"
)

// The example of JA4's specification.
const (
	chromeJA4 = "t13d1516h2_8daaf6152771_e5627efa2ab1"
	chromeRaw = "t13d1516h2_002f,0035,009c,009d,1301,1302,1303,c013,c014,c02b,c02c,c02f,c030,cca8,cca9_" +
		"0005,000a,000b,000d,0012,0015,0017,001b,0023,002b,002d,0033,4469,ff01_0403,0804,0401,0503,0805,0501,0806,0601"
)

// rawLen is room enough for the strings of any hello here.
const rawLen = 512

func ja4Of(h *tlsparse.ClientHello, over Transport) (ja4, raw string) {
	hashed, plain := AppendJA4(nil, nil, h, over)
	return string(hashed), string(plain)
}

func TestJA4OfTheSpecification(t *testing.T) {
	ja4, raw := ja4Of(chrome(), TCP)
	if ja4 != chromeJA4 || raw != chromeRaw {
		t.Errorf("got %s\n    %s\nwant %s\n    %s", ja4, raw, chromeJA4, chromeRaw)
	}
	appended, plain := AppendJA4([]byte("ja4="), []byte("ja4_r="), chrome(), QUIC)
	if string(appended) != "ja4=q"+chromeJA4[1:] || string(plain) != "ja4_r=q"+chromeRaw[1:] {
		t.Errorf("appended %s and %s", appended, plain)
	}
}

func TestReadablePartOfJA4(t *testing.T) {
	many := make([]uint16, 120)
	for i := range many {
		many[i] = 0xc000 + uint16(i)
	}
	var extensions []extension
	for i := range 110 {
		extensions = append(extensions, extension{kind: tlsparse.ExtensionType(0x4000 + i)})
	}
	one := []uint16{0x1301}
	for name, test := range map[string]struct {
		hello *tlsparse.ClientHello
		over  Transport
		want  string
	}{
		"nothing":                        {hello(tlsparse.VersionSSL30, nil), TCP, "ts3i000000"},
		"TLS 1.0":                        {hello(tlsparse.VersionTLS10, one), TCP, "t10i010000"},
		"DTLS 1.2":                       {hello(tlsparse.VersionDTLS12, one), DTLS, "dd2i010000"},
		"TLS 1.1":                        {hello(tlsparse.VersionTLS11, one), TCP, "t11i010000"},
		"SSL 2.0":                        {hello(tlsparse.VersionSSL20, one), TCP, "ts2i010000"},
		"DTLS 1.0":                       {hello(tlsparse.VersionDTLS10, one), DTLS, "dd1i010000"},
		"DTLS 1.3":                       {hello(tlsparse.VersionDTLS12, one, versions(0xfefc)), DTLS, "dd3i010100"},
		"DTLS 1.3 and 1.2":               {hello(tlsparse.VersionDTLS12, one, versions(0xfefc, 0xfefd)), DTLS, "dd2i010100"},
		"a draft":                        {hello(tlsparse.VersionTLS12, one, versions(0x7f1c, 0x0303)), TCP, "t00i010100"},
		"a version that has no code":     {hello(0x0305, one), TCP, "t00i010000"},
		"the highest version counts":     {hello(tlsparse.VersionTLS12, one, versions(0x0302, 0x0304, 0x0303)), QUIC, "q13i010100"},
		"no version but GREASE":          {hello(tlsparse.VersionTLS12, one, versions(0x1a1a)), TCP, "t12i010100"},
		"more than 99 of each":           {hello(tlsparse.VersionTLS12, many, extensions...), TCP, "t12i999900"},
		"an empty server_name":           {hello(tlsparse.VersionTLS12, one, extension{kind: tlsparse.ExtensionServerName}), TCP, "t12d010100"},
		"the first protocol counts":      {hello(tlsparse.VersionTLS12, one, alpn("http/1.1", "h2")), TCP, "t12i0101h1"},
		"a protocol of one character":    {hello(tlsparse.VersionTLS12, one, alpn("x")), TCP, "t12i0101xx"},
		"a protocol that is no text":     {hello(tlsparse.VersionTLS12, one, alpn("\xab\xcd")), TCP, "t12i0101ad"},
		"a protocol that ends in a sign": {hello(tlsparse.VersionTLS12, one, alpn("0\xab")), TCP, "t12i01013b"},
		"an empty protocol":              {hello(tlsparse.VersionTLS12, one, alpn("")), TCP, "t12i010100"},
		"no protocol":                    {hello(tlsparse.VersionTLS12, one, alpn()), TCP, "t12i010100"},
	} {
		ja4, raw := ja4Of(test.hello, test.over)
		for _, got := range []string{ja4, raw} {
			if readable, _, _ := strings.Cut(got, "_"); readable != test.want {
				t.Errorf("%s: %s, want %s", name, readable, test.want)
			}
		}
	}
}

func TestJA4HashesNothingAsZeros(t *testing.T) {
	ja4, raw := ja4Of(hello(tlsparse.VersionTLS12, nil, alpn("h2")), TCP)
	if want := "t12i0001h2_000000000000_000000000000"; ja4 != want {
		t.Errorf("got %s, want %s", ja4, want)
	}
	if want := "t12i0001h2__"; raw != want {
		t.Errorf("raw %s, want %s", raw, want)
	}
}

func TestJA4WithoutSignatureAlgorithmsEndsWithTheExtensions(t *testing.T) {
	_, raw := ja4Of(hello(tlsparse.VersionTLS12, []uint16{0x2f, 0x0a}, formats(0), groups(23)), TCP)
	if want := "t12i020200_000a,002f_000a,000b"; raw != want {
		t.Errorf("raw %s, want %s", raw, want)
	}
}

func TestJA4IsTheSameInWhateverOrderExtensionsCome(t *testing.T) {
	h := chrome()
	var parts [][]byte
	for e := h.Extensions; len(e) > 0; {
		n := 4 + int(e[2])<<8 + int(e[3])
		parts, e = append(parts, e[:n]), e[n:]
	}
	slices.Reverse(parts)
	h.Extensions = slices.Concat(parts...)
	if ja4, _ := ja4Of(h, TCP); ja4 != chromeJA4 {
		t.Errorf("got %s, want %s", ja4, chromeJA4)
	}
	if string(AppendJA3(nil, h)) == string(AppendJA3(nil, chrome())) {
		t.Error("JA3 does not depend on the order")
	}
}

func TestAppendingAllocatesNothing(t *testing.T) {
	h := chrome()
	hashed, dst := make([]byte, 0, rawLen), make([]byte, 0, rawLen)
	for name, add := range map[string]func(){
		"JA3": func() { dst = AppendJA3(dst[:0], h) },
		"JA4": func() { hashed, dst = AppendJA4(hashed[:0], dst[:0], h, TCP) },
	} {
		if n := testing.AllocsPerRun(10, add); n != 0 {
			t.Errorf("%s: %v allocations", name, n)
		}
	}
}

func BenchmarkJA4(b *testing.B) {
	h := chrome()
	hashed, dst := make([]byte, 0, rawLen), make([]byte, 0, rawLen)
	b.ReportAllocs()
	for b.Loop() {
		hashed, dst = AppendJA4(hashed[:0], dst[:0], h, TCP)
	}
}

func FuzzFingerprints(f *testing.F) {
	f.Add([]byte("\x03\x03aaaabbbbccccddddeeeeffffgggghhhh\x00\x00\x04\x13\x01\x4a\x4a\x01\x00\x00\x0b\x00\x10\x00\x07\x00\x05\x02h2\x01x"))
	f.Fuzz(func(t *testing.T, b []byte) {
		h, _ := tlsparse.ParseClientHello(b)
		ja4, raw := ja4Of(&h, TCP)
		readable, _, _ := strings.Cut(raw, "_")
		if len(ja4) != 36 || len(readable) != 10 || !strings.HasPrefix(ja4, readable+"_") {
			t.Errorf("%q and %q", ja4, raw)
		}
		if ja3 := string(AppendJA3(nil, &h)); strings.Count(ja3, ",") != 4 {
			t.Errorf("%q", ja3)
		}
		s, _ := tlsparse.ParseServerHello(b)
		if ja3s := string(AppendJA3S(nil, &s)); strings.Count(ja3s, ",") != 2 {
			t.Errorf("%q", ja3s)
		}
	})
}
