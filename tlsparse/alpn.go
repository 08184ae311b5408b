package tlsparse

// ParseALPN returns the protocol names of an application_layer_protocol_negotiation
// extension, which point into b (RFC 7301, section 3.1).
func ParseALPN(b []byte) (Vectors8, error) {
	c := newCursor("application_layer_protocol_negotiation", b)
	list := Vectors8(c.strings8("protocol_name_list"))
	c.end("protocol_name_list")
	return list, c.err()
}
