package quic

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/binary"
	"errors"
)

// The salts of the versions whose Initials can be read (RFC 9001, section 5.2; RFC 9369, section 3.3.1).
var (
	salt1       = []byte{0x38, 0x76, 0x2c, 0xf7, 0xf5, 0x59, 0x34, 0xb3, 0x4d, 0x17, 0x9a, 0xe6, 0xa4, 0xc8, 0x0c, 0xad, 0xcc, 0xbb, 0x7f, 0x0a}
	salt2       = []byte{0x0d, 0xed, 0xe3, 0xde, 0xf7, 0x00, 0xa6, 0xdb, 0x81, 0x93, 0x81, 0xbe, 0x6e, 0x26, 0x9d, 0xcb, 0xf9, 0xbd, 0x2e, 0xd9}
	saltDraft29 = []byte{0xaf, 0xbf, 0xec, 0x28, 0x99, 0x93, 0xd2, 0x4c, 0x9e, 0x97, 0x86, 0xf1, 0x9c, 0x61, 0x11, 0xe0, 0x43, 0x90, 0xa8, 0x99}
	saltDraft22 = []byte{0x7f, 0xbc, 0xdb, 0x0e, 0x7c, 0x66, 0xbb, 0xe9, 0x19, 0x3a, 0x96, 0xcd, 0x21, 0x51, 0x9e, 0xbd, 0x7a, 0x02, 0x64, 0x4a}
	saltDraft23 = []byte{0xc3, 0xee, 0xf7, 0x12, 0xc7, 0x2e, 0xbb, 0x5a, 0x11, 0xa7, 0xd2, 0x43, 0x2b, 0xb4, 0x63, 0x65, 0xbe, 0xf9, 0xf5, 0x02}
	saltT050    = []byte{0x7f, 0xf5, 0x79, 0xe5, 0xac, 0xd0, 0x72, 0x91, 0x55, 0x80, 0x30, 0x4c, 0x43, 0xa2, 0x36, 0x7c, 0x60, 0x48, 0x83, 0x10}
	saltT051    = []byte{0x7a, 0x4e, 0xde, 0xf4, 0xe7, 0xcc, 0xee, 0x5f, 0xa4, 0x50, 0x6c, 0x19, 0x12, 0x4f, 0xc8, 0xcc, 0xda, 0x6e, 0x03, 0x3d}
)

// salt returns a version's salt, or nil where its Initials can't be read.
func salt(v Version) []byte {
	switch d := v.Draft(); {
	case v == Version1 || d == 33 || d == 34:
		return salt1
	case v == Version2:
		return salt2
	case d >= 29 && d <= 32:
		return saltDraft29
	case d >= 23 && d <= 28, v == facebook, v == facebookExperimental:
		return saltDraft23
	case d == 22, v == facebook22:
		return saltDraft22
	case v == googleT050:
		return saltT050
	case v == googleT051:
		return saltT051
	}
	return nil
}

// Readable reports whether a version's Initials can be read.
func (v Version) Readable() bool { return salt(v) != nil }

// Keys protect one side's Initial packets. Anybody can make them who saw the first packet.
type Keys struct {
	aead   cipher.AEAD
	iv     [12]byte
	header cipher.Block
}

// InitialKeys returns the keys of both sides' Initial packets, from the destination connection id
// of the client's first Initial, or of the first after a Retry (RFC 9001, section 5.2).
func InitialKeys(v Version, dcid []byte) (client, server *Keys, err error) {
	s := salt(v)
	if s == nil {
		return nil, nil, errors.New("quic: Initials of version " + v.String() + " can't be read")
	}
	secret, err := hkdf.Extract(sha256.New, dcid, s)
	if err != nil {
		return nil, nil, err
	}
	if client, err = newKeys(v, secret, "client in"); err != nil {
		return nil, nil, err
	}
	server, err = newKeys(v, secret, "server in")
	return client, server, err
}

func newKeys(v Version, initial []byte, label string) (*Keys, error) {
	prefix := "quic "
	if v == Version2 {
		prefix = "quicv2 "
	}
	secret, err := expandLabel(initial, label, sha256.Size)
	if err != nil {
		return nil, err
	}
	key, err := expandLabel(secret, prefix+"key", 16)
	if err != nil {
		return nil, err
	}
	iv, err := expandLabel(secret, prefix+"iv", 12)
	if err != nil {
		return nil, err
	}
	hp, err := expandLabel(secret, prefix+"hp", 16)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	k := &Keys{iv: [12]byte(iv)}
	if k.aead, err = cipher.NewGCM(block); err != nil {
		return nil, err
	}
	k.header, err = aes.NewCipher(hp)
	return k, err
}

// expandLabel is HKDF-Expand-Label (RFC 8446, section 7.1) with an empty context.
func expandLabel(secret []byte, label string, n int) ([]byte, error) {
	info := make([]byte, 0, 4+6+len(label))
	info = binary.BigEndian.AppendUint16(info, uint16(n))
	info = append(info, byte(6+len(label)))
	info = append(info, "tls13 "...)
	info = append(info, label...)
	info = append(info, 0)
	return hkdf.Expand(sha256.New, secret, string(info), n)
}

var errProtection = errors.New("quic: the packet does not open with these keys")

// Open removes the protection of an Initial packet, which h is the header of and b begins with
// (RFC 9001, sections 5.3 and 5.4). The frames are appended to dst; b stays as it is.
func (k *Keys) Open(dst, b []byte, h *Header) (frames []byte, err error) {
	const sample, longest = 16, 4
	if len(b) < h.Length || h.Length < h.number+longest+sample {
		return nil, errProtection
	}
	var mask [sample]byte
	k.header.Encrypt(mask[:], b[h.number+longest:][:sample])
	first := b[0] ^ mask[0]&0x0f
	size := int(first&3) + 1

	// The header is authenticated as it was before its protection.
	head := append([]byte(nil), b[:h.number+size]...)
	head[0] = first
	var number uint64
	for i := range size {
		head[h.number+i] ^= mask[1+i]
		number = number<<8 | uint64(head[h.number+i])
	}
	nonce := k.iv
	for i := range 8 {
		nonce[4+i] ^= byte(number >> (56 - 8*i))
	}
	frames, err = k.aead.Open(dst, nonce[:], b[h.number+size:h.Length], head)
	if err != nil {
		return nil, errProtection
	}
	return frames, nil
}
