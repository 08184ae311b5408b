package reassembly

import "github.com/tlssniff/tlssniff/packet"

// none is no flow's number.
const none = ^uint32(0)

// lookup finds flows by their hash: a table of open addressing with linear
// probing. The flows themselves stand in the slab, so it holds no pointers.
type lookup struct {
	slots []slot
	used  int
}

// slot holds the low bits of a flow's hash and its number, plus one so that 0 is free.
type slot struct{ hash, id uint32 }

const minSlots = 64

func (l *lookup) init() { l.slots = make([]slot, minSlots) }

// insert adds a flow. Three quarters of the slots at most are taken.
func (l *lookup) insert(hash, id uint32) {
	if l.used >= len(l.slots)/4*3 {
		old := l.slots
		l.slots = make([]slot, 2*len(old))
		for _, s := range old {
			if s.id != 0 {
				l.place(s)
			}
		}
	}
	l.place(slot{hash, id + 1})
	l.used++
}

func (l *lookup) place(s slot) {
	mask := uint32(len(l.slots) - 1)
	i := s.hash & mask
	for l.slots[i].id != 0 {
		i = (i + 1) & mask
	}
	l.slots[i] = s
}

// remove takes a flow out, and moves up those that were displaced by it.
func (l *lookup) remove(hash, id uint32) {
	mask := uint32(len(l.slots) - 1)
	i := hash & mask
	for l.slots[i].id != id+1 {
		i = (i + 1) & mask
	}
	l.used--
	for j := (i + 1) & mask; l.slots[j].id != 0; j = (j + 1) & mask {
		// A slot may move up to i unless its home lies cyclically behind i.
		if home := l.slots[j].hash & mask; (j-home)&mask >= (j-i)&mask {
			l.slots[i] = l.slots[j]
			i = j
		}
	}
	l.slots[i] = slot{}
}

// find returns the number of a packet's flow, and the side that sent it.
func (t *Table) find(p *packet.Packet) (uint32, Side) {
	l := &t.lookup
	mask := uint32(len(l.slots) - 1)
	hash := uint32(p.Hash)
	for i := hash & mask; l.slots[i].id != 0; i = (i + 1) & mask {
		if l.slots[i].hash != hash {
			continue
		}
		id := l.slots[i].id - 1
		k := &t.slab.at(id).Key
		if k.Tunnel != p.Tunnel {
			continue
		}
		if k.Src == p.Src && k.Dst == p.Dst {
			return id, Opener
		}
		if k.Src == p.Dst && k.Dst == p.Src {
			return id, Acceptor
		}
	}
	return none, Opener
}

// chunk is how many flows the slab grows by.
const chunk = 64

// slab holds flows in chunks that never move.
type slab struct {
	chunks [][]tracked
	free   []uint32
	used   int
}

func (s *slab) at(id uint32) *tracked { return &s.chunks[id/chunk][id%chunk] }

func (s *slab) take() uint32 {
	if len(s.free) == 0 {
		first := uint32(len(s.chunks)) * chunk
		s.chunks = append(s.chunks, make([]tracked, chunk))
		for i := uint32(chunk); i > 0; i-- {
			s.free = append(s.free, first+i-1)
		}
	}
	s.used++
	id := s.free[len(s.free)-1]
	s.free = s.free[:len(s.free)-1]
	return id
}

func (s *slab) release(id uint32) {
	*s.at(id) = tracked{}
	s.free = append(s.free, id)
	s.used--
}
