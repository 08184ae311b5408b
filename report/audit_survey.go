package report

import (
	"cmp"
	"maps"
	"slices"

	"github.com/tlssniff/tlssniff/diagnosis/finding"
	"github.com/tlssniff/tlssniff/record"
)

// Bounds of what a survey tells apart, besides maxCounted.
const (
	maxSpread = 1_000 // clients, and servers, of one thing
	maxFew    = 16    // servers of one certificate, names of one server
)

// survey adds all connections up.
type survey struct {
	keys
	causes   spreads
	versions spreads
	suites   spreads
	suiteIDs map[string]uint16
	findings spreads
	clients  map[oldClient]*spread // that offer only obsolete versions
	servers  map[string]*server
	leaves   map[string]*seenLeaf // by hash
	// crowd counts connections of which something was not told apart for want of room.
	crowd int64
}

// oldClient is a client that offers only obsolete versions.
type oldClient struct{ ip, ja4, offer string }

// seenLeaf is a server's certificate and where it was seen.
type seenLeaf struct {
	leafDigest
	spread
}

func newSurvey() *survey {
	return &survey{
		causes: make(spreads), versions: make(spreads), suites: make(spreads), findings: make(spreads),
		suiteIDs: make(map[string]uint16), clients: make(map[oldClient]*spread),
		servers: make(map[string]*server), leaves: make(map[string]*seenLeaf),
	}
}

// spread counts connections, and by which clients and servers they are.
type spread struct {
	n                int64
	clients, servers counts
}

func newSpread() *spread {
	return &spread{clients: counts{limit: maxSpread}, servers: counts{limit: maxSpread}}
}

func (s *spread) add(d *digest) {
	s.n++
	s.clients.add(d.client, 1)
	s.servers.add(d.server, 1)
}

// spreads are the spreads of different values.
type spreads map[string]*spread

// add counts a connection for a value, and reports whether there was room for it.
func (s spreads) add(value string, d *digest) bool {
	if value == "" {
		return true
	}
	return room(s, value, newSpread, func(sp *spread) { sp.add(d) })
}

// room gives what is kept under a key to use, made by make if it is new, and reports
// whether there was room for it.
func room[K comparable, V any](kept map[K]*V, key K, make func() *V, use func(*V)) bool {
	v := kept[key]
	if v == nil {
		if len(kept) >= maxCounted {
			return false
		}
		v = make()
		kept[key] = v
	}
	use(v)
	return true
}

// top returns the values, the one with most connections first.
func (s spreads) top() []string {
	return slices.SortedFunc(maps.Keys(s), func(a, b string) int {
		return cmp.Or(-cmp.Compare(s[a].n, s[b].n), cmp.Compare(a, b))
	})
}

// add counts a connection.
func (s *survey) add(d *digest) {
	s.keys.add(d)
	told := s.versions.add(d.version, d)
	if d.failed() {
		told = s.causes.add(d.cause, d) && told
	}
	if d.suite != "" {
		told = s.suites.add(d.suite, d) && told
		if s.suites[d.suite] != nil {
			s.suiteIDs[d.suite] = d.suiteID
		}
	}
	for _, code := range d.findings {
		told = s.findings.add(code, d) && told
	}
	if d.obsoleteOffer {
		told = room(s.clients, oldClient{d.client, d.ja4, d.offer}, newSpread, func(sp *spread) { sp.add(d) }) && told
	}
	told = room(s.servers, d.server, newServer, func(v *server) { v.add(d) }) && told
	if d.leaf.hash != "" {
		told = room(s.leaves, d.leaf.hash, func() *seenLeaf { return newLeaf(d) }, func(l *seenLeaf) { l.add(d) }) && told
	}
	if !told {
		s.crowd++
	}
}

func newLeaf(d *digest) *seenLeaf {
	return &seenLeaf{d.leaf, spread{clients: counts{limit: maxFew}, servers: counts{limit: maxFew}}}
}

// keys counts connections whose key exchange shows: in offered of them the client offers
// one that resists quantum computers, and in postQuantum both agree on such a one.
type keys struct{ keyed, offered, postQuantum int64 }

func (k *keys) add(d *digest) {
	if !d.keyed {
		return
	}
	k.keyed++
	if d.offersPostQuantum {
		k.offered++
	}
	if d.postQuantum {
		k.postQuantum++
	}
}

// server is what a server was seen to agree to.
type server struct {
	spread
	names counts
	keys
	// kept counts connections in which the server chose an obsolete version though the
	// client offered a newer one, and newer those with a version that is none.
	kept, newer int64
	obsolete    counts // versions
}

func newServer() *server {
	return &server{spread: spread{clients: counts{limit: maxFew}, servers: counts{limit: 1}}, names: counts{limit: maxFew}}
}

func (v *server) add(d *digest) {
	v.spread.add(d)
	v.names.add(d.name, 1)
	v.keys.add(d)
	if d.version == "" || d.outcome != record.OutcomeEstablished {
		return
	}
	if _, weak := finding.OfVersion(d.version); !weak {
		v.newer++
	} else if !d.obsoleteOffer && d.offer != "" {
		v.kept++
		v.obsolete.add(d.version, 1)
	}
}

// title names a server by its address and the name that it was asked for most.
func (v *server) title(address string) string {
	if names := v.names.top(); len(names) > 0 {
		return names[0] + " " + address
	}
	return address
}
