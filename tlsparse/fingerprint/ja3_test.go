package fingerprint

import (
	"testing"

	"github.com/tlssniff/tlssniff/tlsparse"
)

// The first two are the examples of JA3's authors, the third is a widespread browser's.
func TestJA3(t *testing.T) {
	for name, test := range map[string]struct {
		hello     *tlsparse.ClientHello
		raw, hash string
	}{
		"with extensions": {
			hello(tlsparse.VersionTLS10, []uint16{47, 53, 5, 10, 49161, 49162, 49171, 49172, 50, 56, 19, 4},
				extension{kind: 0}, groups(23, 24, 25), formats(0)),
			"769,47-53-5-10-49161-49162-49171-49172-50-56-19-4,0-10-11,23-24-25,0", "ada70206e40642a3e4461f35503241d5",
		},
		"without extensions": {
			hello(tlsparse.VersionTLS10, []uint16{4, 5, 10, 9, 100, 98, 3, 6, 19, 18, 99}),
			"769,4-5-10-9-100-98-3-6-19-18-99,,,", "de350869b8c85de67a350c8d186f11e6",
		},
		"with GREASE": {
			chrome(),
			"771,4865-4866-4867-49195-49199-49196-49200-52393-52392-49171-49172-156-157-47-53," +
				"0-23-65281-10-11-35-16-5-13-18-51-45-43-27-17513-21,29-23-24,0", "cd08e31494f9531f560d64c695473da9",
		},
	} {
		t.Run(name, func(t *testing.T) {
			if got := string(AppendJA3(nil, test.hello)); got != test.raw {
				t.Errorf("raw\n got %s\nwant %s", got, test.raw)
			}
			if got := string(AppendMD5(nil, []byte(test.raw))); got != test.hash {
				t.Errorf("hash %s, want %s", got, test.hash)
			}
		})
	}
}

func TestJA3S(t *testing.T) {
	h := &tlsparse.ServerHello{LegacyVersion: tlsparse.VersionTLS10, CipherSuite: 47}
	for _, kind := range []uint16{65281, 0, 11, 35, 5, 16} {
		h.Extensions = append(h.Extensions, append(codes(kind), 0, 0)...)
	}
	if got, want := string(AppendJA3S(nil, h)), "769,47,65281-0-11-35-5-16"; got != want {
		t.Errorf("raw %s, want %s", got, want)
	}
	if got, want := string(AppendJA3S(nil, &tlsparse.ServerHello{LegacyVersion: tlsparse.VersionSSL30, CipherSuite: 5})), "768,5,"; got != want {
		t.Errorf("without extensions %s, want %s", got, want)
	}
}

func BenchmarkJA3(b *testing.B) {
	h := chrome()
	raw, hash := make([]byte, 0, rawLen), make([]byte, 0, MD5Len)
	b.ReportAllocs()
	for b.Loop() {
		raw = AppendJA3(raw[:0], h)
		hash = AppendMD5(hash[:0], raw)
	}
}
