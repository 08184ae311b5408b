package tlsparse

// ParseServerName returns the first host name of a client's server_name
// extension (RFC 6066, section 3), nil where the list has none. The bytes are as
// the client sent them and point into b. A server's extension is empty and not
// for this function. Bytes behind the list are passed over: they take nothing
// from the name.
func ParseServerName(b []byte) ([]byte, error) {
	c := newCursor("server_name", b)
	list := c.inside(c.vector16("server_name_list"))
	for !list.broken && !list.empty() {
		kind := list.uint8("name_type")
		name := list.vector16("host_name")
		if kind == 0 && !list.broken {
			return name, nil
		}
	}
	return nil, list.err()
}
