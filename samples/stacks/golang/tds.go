package main

import (
	"encoding/binary"
	"io"
	"net"
)

// The types of TDS packets that a handshake needs (MS-TDS, section 2.2.3.1.1), and their header's length.
const (
	tdsTable    = 0x04
	tdsPrelogin = 0x12
	tdsHeader   = 8
)

// tdsEncrypt is a PRELOGIN's answer: the server's version, and encryption of the whole session.
const tdsEncrypt = "\x00\x00\x0b\x00\x06\x01\x00\x11\x00\x01\xff" + "\x10\x00\x10\x00\x00\x00" + "\x01"

// A tdsConn puts what is written into TDS packets and takes what is read out
// of them, as MS SQL does with TLS until the handshake is over.
type tdsConn struct {
	net.Conn
	left   int  // bytes of the packet that is being read
	plain  bool // the peer's records stand by themselves
	writes byte // type of the packets that are written
}

// prelogin reads the client's PRELOGIN and answers that all is to be encrypted.
func (c *tdsConn) prelogin() error {
	var header [tdsHeader]byte
	if _, err := io.ReadFull(c.Conn, header[:]); err != nil {
		return err
	}
	rest := int64(binary.BigEndian.Uint16(header[2:])) - tdsHeader
	if _, err := io.CopyN(io.Discard, c.Conn, rest); err != nil {
		return err
	}
	c.writes = tdsTable
	_, err := c.Write([]byte(tdsEncrypt))
	c.writes = tdsPrelogin
	return err
}

// Read reads from one packet. A record's type where a packet's should be says that there are no more packets.
func (c *tdsConn) Read(b []byte) (int, error) {
	if c.plain {
		return c.Conn.Read(b)
	}
	if c.left == 0 {
		var header [tdsHeader]byte
		if _, err := io.ReadFull(c.Conn, header[:1]); err != nil {
			return 0, err
		}
		if header[0] != tdsPrelogin {
			c.plain = true
			return copy(b, header[:1]), nil
		}
		if _, err := io.ReadFull(c.Conn, header[1:]); err != nil {
			return 0, err
		}
		c.left = int(binary.BigEndian.Uint16(header[2:])) - tdsHeader
	}
	n, err := c.Conn.Read(b[:min(len(b), c.left)])
	c.left -= n
	return n, err
}

// Write writes one packet, which ends its message.
func (c *tdsConn) Write(b []byte) (int, error) {
	if c.plain {
		return c.Conn.Write(b)
	}
	packet := []byte{c.writes, 1, 0, 0, 0, 0, 1, 0}
	binary.BigEndian.PutUint16(packet[2:], uint16(tdsHeader+len(b)))
	if _, err := c.Conn.Write(append(packet, b...)); err != nil {
		return 0, err
	}
	return len(b), nil
}
