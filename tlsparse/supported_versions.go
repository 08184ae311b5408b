package tlsparse

// ParseSupportedVersions returns the versions that a client offers (RFC 8446,
// section 4.2.1). The list points into b.
func ParseSupportedVersions(b []byte) (ProtocolVersions, error) {
	c := newCursor("supported_versions", b)
	list := ProtocolVersions(c.codes8("versions"))
	c.end("versions")
	return list, c.err()
}

// ParseSelectedVersion returns the version that a server chose (RFC 8446, section 4.2.1).
func ParseSelectedVersion(b []byte) (ProtocolVersion, error) {
	c := newCursor("supported_versions", b)
	v := ProtocolVersion(c.uint16("selected_version"))
	c.end("selected_version")
	return v, c.err()
}
