package tlsparse

// NewSessionTicket lets the client come back. All slices point into the bytes
// that were parsed.
type NewSessionTicket struct {
	Lifetime uint32 // in seconds; up to TLS 1.2 a hint, and 0 says nothing
	Ticket   []byte

	// What follows is of TLS 1.3.
	AgeAdd     uint32
	Nonce      []byte
	Extensions Extensions
}

// ParseNewSessionTicket reads a NewSessionTicket's body (RFC 5077, section 3.3;
// in TLS 1.3 RFC 8446, section 4.6.1).
func ParseNewSessionTicket(b []byte, version ProtocolVersion) (NewSessionTicket, error) {
	var m NewSessionTicket
	c := newCursor("new_session_ticket", b)
	m.Lifetime = c.uint32("ticket_lifetime")
	tls13 := version.IsTLS13() || version == VersionDTLS13
	if tls13 {
		m.AgeAdd = c.uint32("ticket_age_add")
		m.Nonce = c.vector8("ticket_nonce")
	}
	m.Ticket = c.vector16("ticket")
	if tls13 {
		m.Extensions = c.extensionList()
	}
	c.end("ticket")
	return m, c.err()
}
