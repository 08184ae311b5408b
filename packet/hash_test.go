package packet

import (
	"encoding/binary"
	"math/bits"
	"testing"
)

func TestHashIsSymmetric(t *testing.T) {
	k := newHashKeys(1)
	for _, f := range []Flow{flow4, flow6, {Src: client4, Dst: client4, Protocol: UDP, Tunnel: 9}} {
		r := f.Reverse()
		if k.flow(&f) != k.flow(&r) {
			t.Errorf("%v: %#x, reversed %#x", f, k.flow(&f), k.flow(&r))
		}
	}
}

// The same flow has the same hash on every machine, whatever its byte order.
func TestHashIsFixed(t *testing.T) {
	k := newHashKeys(0)
	if got, want := k.flow(&flow4), uint64(0xe7c5191061c0f14c); got != want {
		t.Errorf("%#x, want %#x", got, want)
	}
	if other := newHashKeys(1); k.flow(&flow4) == other.flow(&flow4) {
		t.Error("the seed makes no difference")
	}
}

// Every part of a flow changes the hash.
func TestHashTakesAll(t *testing.T) {
	k := newHashKeys(0)
	for name, change := range map[string]func(*Flow){
		"source":        func(f *Flow) { f.Src.IP[15]++ },
		"prefix":        func(f *Flow) { f.Src.IP[0]++ },
		"port":          func(f *Flow) { f.Dst.Port++ },
		"protocol":      func(f *Flow) { f.Protocol = UDP },
		"tunnel":        func(f *Flow) { f.Tunnel++ },
		"ports swapped": func(f *Flow) { f.Src.Port, f.Dst.Port = f.Dst.Port, f.Src.Port },
	} {
		f := flow6
		change(&f)
		if k.flow(&f) == k.flow(&flow6) {
			t.Errorf("%s: no difference", name)
		}
	}
}

// Flows that differ little fill tables by the top bits, and by the lowest, evenly.
func TestHashSpreads(t *testing.T) {
	k := newHashKeys(0)
	const buckets, flows = 64, 64 * 1000
	flip := 0
	var top, low [buckets]int
	for i := range flows {
		f := flow4
		binary.BigEndian.PutUint16(f.Src.IP[14:], uint16(i/100))
		f.Src.Port = uint16(40000 + i%100)
		h := k.flow(&f)
		top[h>>58]++
		low[h%buckets]++
		f.Src.Port ^= 1
		flip += bits.OnesCount64(h ^ k.flow(&f))
	}
	for i := range buckets {
		if top[i] < 850 || top[i] > 1150 || low[i] < 850 || low[i] > 1150 {
			t.Errorf("bucket %d: %d by the top bits, %d by the lowest, want about 1000", i, top[i], low[i])
		}
	}
	if mean := float64(flip) / flows; mean < 31 || mean > 33 {
		t.Errorf("one bit of the flow flips %.1f of the hash, want 32", mean)
	}
}
