package packet

import (
	"bytes"
	"encoding/binary"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/tlssniff/tlssniff/capture"
)

func TestVerifyChecksum(t *testing.T) {
	for name, b := range map[string][]byte{
		"TCP, IPv4": tcp4(t, "hello"), "TCP, IPv6": tcp6(t, "hello"),
		"UDP, IPv4": udp4(t, "hello!"), "UDP, IPv6": udp6(t, "hello!"),
	} {
		p, v := decode(NewDecoder(Options{}), whole(capture.LinkRaw, b))
		if v != Decoded {
			t.Fatalf("%s: %v", name, v)
		}
		if got := p.VerifyChecksum(p.Digest()); got != ChecksumValid {
			t.Errorf("%s: %v, want valid", name, got)
		}
		p.Payload[1]++
		if got := p.VerifyChecksum(p.Digest()); got != ChecksumInvalid {
			t.Errorf("%s with another byte: %v, want invalid", name, got)
		}
		p.Payload[1]--
		p.Src.IP[15]++
		if got := p.VerifyChecksum(p.Digest()); got != ChecksumInvalid {
			t.Errorf("%s with another address: %v, want invalid", name, got)
		}
	}
}

func TestVerifyChecksumUnknown(t *testing.T) {
	snapped := whole(capture.LinkRaw, tcp4(t, "hello"))
	snapped.Data = snapped.Data[:len(snapped.Data)-1]
	none := whole(capture.LinkRaw, udp4(t, "hello"))
	none.Data[26], none.Data[27] = 0, 0
	for name, c := range map[string]*capture.Packet{"snapped": snapped, "UDP without one": none} {
		p, v := decode(NewDecoder(Options{}), c)
		if got := p.VerifyChecksum(p.Digest()); v != Decoded || got != ChecksumUnknown {
			t.Errorf("%s: %v, %v, want unknown", name, v, got)
		}
	}
}

// A network card that was to fill the checksum in left the pseudo header's sum there.
func TestVerifyChecksumOffload(t *testing.T) {
	p, _ := decode(NewDecoder(Options{}), whole(capture.LinkRaw, tcp4(t, "hello")))
	pseudo := uint64(digest(p.Src.IP[12:]).sum) + uint64(digest(p.Dst.IP[12:]).sum) + uint64(TCP)<<8 + uint64(len(p.Segment))<<8
	binary.LittleEndian.PutUint16(p.Segment[16:], fold16(pseudo))
	if got := p.VerifyChecksum(p.Digest()); got != ChecksumInvalid {
		t.Errorf("%v, want invalid", got)
	}
}

// A digest's sum is what RFC 1071 computes 16 bits at a time.
func TestDigestSum(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	naive := func(b []byte) uint16 {
		sum := uint64(0)
		for i, v := range b {
			sum += uint64(v) << (8 * (i % 2))
		}
		return fold16(sum)
	}
	for n := range 300 {
		b := make([]byte, n)
		for i := range b {
			b[i] = byte(random.Uint32())
		}
		for _, b := range [][]byte{b, bytes.Repeat([]byte{0xff}, n), make([]byte, n)} {
			if got, want := digest(b).sum, naive(b); got != want {
				t.Fatalf("%x: %#x, want %#x", b, got, want)
			}
		}
	}
}

// The same words in another order have the same checksum, but not the same hash.
func TestDigestOfAnotherOrder(t *testing.T) {
	text := []byte(strings.Repeat("of the same words that stand in another order none is the same. ", 16))
	for i := range text {
		text[i] ^= byte(i) ^ byte(i>>8)
	}
	whole := digest(text)
	for _, size := range []int{2, 4, 8, 16, 32} {
		for i := 0; i+size <= len(text); i += size {
			for j := i + size; j+size <= len(text); j += size {
				if bytes.Equal(text[i:i+size], text[j:j+size]) {
					continue
				}
				b := bytes.Clone(text)
				copy(b[i:], text[j:j+size])
				copy(b[j:], text[i:i+size])
				if other := digest(b); other.sum != whole.sum || other.Hash == whole.Hash {
					t.Fatalf("%d bytes at %d and %d: %+v, before %+v", size, i, j, other, whole)
				}
			}
		}
	}
}
