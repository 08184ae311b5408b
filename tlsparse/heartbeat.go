package tlsparse

import (
	"encoding/binary"
	"fmt"

	"github.com/tlssniff/tlssniff/tlsparse/iana"
)

// HeartbeatMode says whether a side wants heartbeat requests (RFC 6520, section 2).
type HeartbeatMode uint8

// String returns the mode's IANA name, or its value in hex.
func (m HeartbeatMode) String() string {
	name, ok := iana.HeartbeatModeName(uint8(m))
	return byteName(name, ok, uint8(m))
}

// HeartbeatHeaderLen is how much of a heartbeat message is needed to judge it.
const HeartbeatHeaderLen = 3

// Heartbeat is the header of a heartbeat message (RFC 6520, section 4).
type Heartbeat struct {
	Response bool
	// PayloadLength is the length that the message claims.
	PayloadLength int
}

// ParseHeartbeat reads a heartbeat message's header. It reports false if b is shorter than one.
func ParseHeartbeat(b []byte) (Heartbeat, bool) {
	if len(b) < HeartbeatHeaderLen {
		return Heartbeat{}, false
	}
	return Heartbeat{Response: b[0] == 2, PayloadLength: int(binary.BigEndian.Uint16(b[1:]))}, true
}

// Describe tells what the message is, given the length of its record. A request
// that claims more than it has is what Heartbleed reads memory with.
func (h Heartbeat) Describe(record int) string {
	kind := "request"
	if h.Response {
		kind = "response"
	}
	if has := record - HeartbeatHeaderLen; h.PayloadLength > has {
		return fmt.Sprintf("%s claims %d bytes and has %d", kind, h.PayloadLength, max(0, has))
	}
	return fmt.Sprintf("%s of %d bytes", kind, h.PayloadLength)
}
