package capture

// LinkType is a link-layer header type (LINKTYPE_ of the tcpdump group's registry).
type LinkType uint16

// The link types that have a decoder of their own.
const (
	LinkNull       LinkType = 0
	LinkEthernet   LinkType = 1
	LinkPPP        LinkType = 9
	LinkPPPHDLC    LinkType = 50
	LinkPPPEther   LinkType = 51
	LinkRawBSD     LinkType = 12 // raw IP, as some BSDs number it
	LinkRawOpenBSD LinkType = 14
	LinkRaw        LinkType = 101
	LinkCiscoHDLC  LinkType = 104
	LinkLoop       LinkType = 108
	LinkLinuxSLL   LinkType = 113
	LinkIPv4       LinkType = 228
	LinkIPv6       LinkType = 229
	LinkLinuxSLL2  LinkType = 276
)
