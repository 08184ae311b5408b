package packet

import (
	"bytes"
	"encoding/binary"
	"math/rand/v2"
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
		if got := p.VerifyChecksum(); got != ChecksumValid {
			t.Errorf("%s: %v, want valid", name, got)
		}
		p.Payload[1]++
		if got := p.VerifyChecksum(); got != ChecksumInvalid {
			t.Errorf("%s with another byte: %v, want invalid", name, got)
		}
		p.Payload[1]--
		p.Src.IP[15]++
		if got := p.VerifyChecksum(); got != ChecksumInvalid {
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
		if got := p.VerifyChecksum(); v != Decoded || got != ChecksumUnknown {
			t.Errorf("%s: %v, %v, want unknown", name, v, got)
		}
	}
}

// A network card that was to fill the checksum in left the pseudo header's sum there.
func TestVerifyChecksumOffload(t *testing.T) {
	p, _ := decode(NewDecoder(Options{}), whole(capture.LinkRaw, tcp4(t, "hello")))
	sum := uint64(p.Protocol) + uint64(len(p.Segment))
	sum = addWords(p.Src.IP[12:], addWords(p.Dst.IP[12:], sum))
	binary.BigEndian.PutUint16(p.Segment[16:], fold16(sum))
	if got := p.VerifyChecksum(); got != ChecksumInvalid {
		t.Errorf("%v, want invalid", got)
	}
}

// addWords and fold16 give what RFC 1071 does 16 bits at a time.
func TestAddWords(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	naive := func(b []byte, sum uint64) uint16 {
		sum = uint64(fold16(sum))
		for i, v := range b {
			sum += uint64(v) << (8 * (1 - i%2))
		}
		return fold16(sum)
	}
	for n := range 300 {
		b := make([]byte, n)
		for i := range b {
			b[i] = byte(random.Uint32())
		}
		for _, b := range [][]byte{b, bytes.Repeat([]byte{0xff}, n), make([]byte, n)} {
			for _, start := range []uint64{0, 1, 0xffff, 1<<64 - 1, random.Uint64()} {
				if got, want := fold16(addWords(b, start)), naive(b, start); got != want {
					t.Fatalf("%x, from %#x: %#x, want %#x", b, start, got, want)
				}
			}
		}
	}
}
