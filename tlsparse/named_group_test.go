package tlsparse

import (
	"bytes"
	"math/big"
	"strings"
	"testing"

	"github.com/tlssniff/tlssniff/tlsparse/iana"
)

// safePrime returns 2^bits - 2^(bits-64) + (floor(2^(bits-130) e) + x) 2^64 - 1,
// which is how RFC 7919, appendix A makes its primes.
func safePrime(bits uint, x int64) []byte {
	power := func(n uint) *big.Int { return new(big.Int).Lsh(big.NewInt(1), n) }
	const guard = 64
	e, term := new(big.Int), power(bits-130+guard)
	for k := int64(1); term.Sign() > 0; k++ {
		e.Add(e, term)
		term.Quo(term, big.NewInt(k))
	}
	e.Rsh(e, guard).Add(e, big.NewInt(x)).Lsh(e, 64)
	p := power(bits)
	p.Sub(p, power(bits-64)).Add(p, e).Sub(p, big.NewInt(1))
	return p.Bytes()
}

func TestFiniteFieldGroupIsKnownByItsPrime(t *testing.T) {
	for _, group := range []struct {
		name string
		bits uint
		x    int64
	}{
		{"ffdhe2048", 2048, 560316}, {"ffdhe3072", 3072, 2625351}, {"ffdhe4096", 4096, 5736041},
		{"ffdhe6144", 6144, 15705020}, {"ffdhe8192", 8192, 10965728},
	} {
		g, ok := FFDHEGroup(safePrime(group.bits, group.x))
		if g.String() != group.name || !ok || g.FiniteFieldBits() != int(group.bits) {
			t.Errorf("the prime of %s is taken for %s of %d bits, %v", group.name, g, g.FiniteFieldBits(), ok)
		}
	}
	prime := safePrime(2048, 560316)
	if g, ok := FFDHEGroup(append([]byte{0}, prime...)); g != 0x0100 || !ok {
		t.Errorf("the prime of ffdhe2048 behind a zero is taken for %s, %v", g, ok)
	}
	for name, other := range map[string][]byte{
		"none":           nil,
		"a prefix":       prime[:16],
		"another number": safePrime(2048, 560317),
		"another ending": append(bytes.Clone(prime[:128]), prime[64:192]...),
		"another size":   prime[:128],
	} {
		if g, ok := FFDHEGroup(other); ok {
			t.Errorf("%s is taken for %s", name, g)
		}
	}
}

func TestGroupFacts(t *testing.T) {
	for v, name := range iana.Groups() {
		g := NamedGroup(v)
		quantum := strings.Contains(name, "MLKEM") || strings.Contains(name, "Kyber") || name == "CECPQ2"
		if g.PostQuantum() != quantum {
			t.Errorf("%s: post-quantum %v", g, g.PostQuantum())
		}
		if field := strings.HasPrefix(name, "ffdhe"); field != (g.FiniteFieldBits() > 0) {
			t.Errorf("%s has %d bits", g, g.FiniteFieldBits())
		}
		if back, ok := GroupNamed(name); back != g || !ok {
			t.Errorf("%s is taken for %#x", name, uint16(back))
		}
	}
}
