package certificate

import "testing"

// BenchmarkGetKnown looks up a certificate of 1.5 kB that was seen before.
func BenchmarkGetKnown(b *testing.B) {
	der := append(ordinary().der(), make([]byte, 1500)...)[:1500]
	cache := NewCache(100)
	cache.Get(der)
	b.SetBytes(int64(len(der)))
	b.ReportAllocs()
	for b.Loop() {
		cache.Get(der)
	}
}

func BenchmarkParse(b *testing.B) {
	certificates := testdata(b)
	certificates["full.der"] = full(b)
	issued := ordinary()
	issued.issuer = dn()
	certificates["issued.der"] = issued.der()
	for _, file := range []string{"full.der", "issued.der", "rsa1024-sha1.der"} {
		b.Run(file, func(b *testing.B) {
			b.SetBytes(int64(len(certificates[file])))
			b.ReportAllocs()
			for b.Loop() {
				Parse(certificates[file])
			}
		})
	}
}

func BenchmarkParseOCSP(b *testing.B) {
	der := realResponse(b)
	b.SetBytes(int64(len(der)))
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := ParseOCSP(der, "01ff"); err != nil {
			b.Fatal(err)
		}
	}
}
