package packet

import (
	"encoding/binary"
	"math/bits"
)

// hashKeys key the hash of flows. The hash multiplies words of the flow, each
// hidden by a key, into 128 bits and folds those, as wyhash does.
type hashKeys [6]uint64

// newHashKeys draws the keys from a seed (SplitMix64).
func newHashKeys(seed uint64) (k hashKeys) {
	for i := range k {
		seed += 0x9e3779b97f4a7c15
		v := seed
		v = (v ^ v>>30) * 0xbf58476d1ce4e5b9
		v = (v ^ v>>27) * 0x94d049bb133111eb
		k[i] = v ^ v>>31
	}
	return k
}

// flow hashes a flow, both of its directions alike.
func (k *hashKeys) flow(f *Flow) uint64 {
	ends := k.endpoint(&f.Src) + k.endpoint(&f.Dst)
	return fold(ends^k[4], (uint64(f.Protocol)<<32|uint64(f.Tunnel))^k[5])
}

func (k *hashKeys) endpoint(e *Endpoint) uint64 {
	address := fold(binary.LittleEndian.Uint64(e.IP[:8])^k[0], binary.LittleEndian.Uint64(e.IP[8:])^k[1])
	return fold(address^k[2], uint64(e.Port)^k[3])
}

// fold mixes two words into one.
func fold(a, b uint64) uint64 {
	hi, lo := bits.Mul64(a, b)
	return hi ^ lo
}
