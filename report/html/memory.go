package html

// memory remembers places of things by their names, up to a limit.
type memory struct {
	limit  int
	places map[string]int
}

// maxCertificates is how many certificates are told apart. One past them is written again when it comes again.
const maxCertificates = 100_000

func (m *memory) place(name string) (int, bool) {
	place, known := m.places[name]
	return place, known
}

// remember reports whether there was room.
func (m *memory) remember(name string, place int) bool {
	if len(m.places) >= m.limit {
		return false
	}
	if m.places == nil {
		m.places = make(map[string]int)
	}
	m.places[name] = place
	return true
}
