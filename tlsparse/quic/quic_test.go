package quic

import (
	"bytes"
	"encoding/hex"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func unhex(t testing.TB, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.Join(strings.Fields(s), ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// seal protects frames as an Initial packet of a side would be (RFC 9001, section 5).
func seal(t testing.TB, k *Keys, v Version, dcid, scid, token []byte, number byte, frames []byte) []byte {
	t.Helper()
	first := byte(0xc0)
	if v == Version2 {
		first = 0xd0
	}
	length := 1 + len(frames) + 16
	head := append([]byte{first, byte(v >> 24), byte(v >> 16), byte(v >> 8), byte(v), byte(len(dcid))}, dcid...)
	head = append(append(head, byte(len(scid))), scid...)
	head = append(append(head, byte(len(token))), token...)
	head = append(head, 0x40|byte(length>>8), byte(length), number)
	nonce := k.iv
	nonce[11] ^= number
	b := k.aead.Seal(append([]byte(nil), head...), nonce[:], frames, head)
	var mask [16]byte
	k.header.Encrypt(mask[:], b[len(head)+3:][:16])
	b[0] ^= mask[0] & 0x0f
	b[len(head)-1] ^= mask[1]
	return b
}

// TestKeys holds the keys against RFC 9001, appendix A.1 and RFC 9369, appendix A.1.
func TestKeys(t *testing.T) {
	dcid := unhex(t, "8394c8f03e515708")
	for _, c := range []struct {
		version        Version
		client, server string // what the header's key makes of sixteen zeros tells it apart; the IV stands as it is
	}{
		{Version1, "fa044b2f42a3fd3b46fb255c", "0ac1493ca1905853b0bba03e"},
		{Version2, "91f73e2351d8fa91660e909f", "dd13c276499c0249d3310652"},
	} {
		client, server, err := InitialKeys(c.version, dcid)
		if err != nil {
			t.Fatal(err)
		}
		if got := hex.EncodeToString(client.iv[:]); got != c.client {
			t.Errorf("version %v: client iv %s, want %s", c.version, got, c.client)
		}
		if got := hex.EncodeToString(server.iv[:]); got != c.server {
			t.Errorf("version %v: server iv %s, want %s", c.version, got, c.server)
		}
	}
	if _, _, err := InitialKeys(0x1a2a3a4a, dcid); err == nil {
		t.Error("keys for a version that nobody knows")
	}
}

// TestServerInitial opens the packet of RFC 9001, appendix A.3.
func TestServerInitial(t *testing.T) {
	b := unhex(t, `cf000000010008f067a5502a4262b5004075c0d95a482cd0991cd25b0aac406a
		5816b6394100f37a1c69797554780bb38cc5a99f5ede4cf73c3ec2493a1839b3
		dbcba3f6ea46c5b7684df3548e7ddeb9c3bf9c73cc3f3bded74b562bfb19fb84
		022f8ef4cdd93795d77d06edbb7aaf2f58891850abbdca3d20398c276456cbc4
		2158407dd074ee`)
	_, server, err := InitialKeys(Version1, unhex(t, "8394c8f03e515708"))
	if err != nil {
		t.Fatal(err)
	}
	h, err := ParseHeader(b)
	if err != nil || h.Type != Initial || hex.EncodeToString(h.SCID) != "f067a5502a4262b5" || h.Length != len(b) {
		t.Fatalf("%+v, %v", h, err)
	}
	before := bytes.Clone(b)
	frames, err := server.Open(nil, b, &h)
	if err != nil || !bytes.Equal(before, b) {
		t.Fatalf("%v; the packet must stay as it is", err)
	}
	ack, rest, err := NextFrame(h.Version, frames)
	if err != nil || ack.Type != ACK {
		t.Fatalf("%+v, %v", ack, err)
	}
	crypto, rest, err := NextFrame(h.Version, rest)
	if err != nil || crypto.Type != Crypto || crypto.Offset != 0 || len(crypto.Data) != 90 || crypto.Data[0] != 2 || len(rest) != 0 {
		t.Errorf("%+v, %d left, %v", crypto, len(rest), err)
	}
}

func TestPacketsOfBothVersions(t *testing.T) {
	dcid, scid, token := []byte("12345678"), []byte("abc"), []byte("token")
	for _, v := range []Version{Version1, Version2, 0xff00001d, 0xff000019, 0xff000016, 0xfaceb001, 0xfaceb002, googleT050, googleT051} {
		client, server, err := InitialKeys(v, dcid)
		if err != nil {
			t.Fatal(err)
		}
		crypto := "\x06"
		if v.Google() {
			crypto = "\x08"
		}
		b := seal(t, client, v, dcid, scid, token, 2, []byte(crypto+"\x00\x05hello\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"))
		h, err := ParseHeader(append(bytes.Clone(b), "another packet"...))
		if err != nil || h.Type != Initial || h.Version != v || h.Length != len(b) {
			t.Fatalf("%v: %+v, %v", v, h, err)
		}
		if !bytes.Equal(h.DCID, dcid) || !bytes.Equal(h.SCID, scid) || !bytes.Equal(h.Token, token) {
			t.Errorf("%v: %+v", v, h)
		}
		frames, err := client.Open(nil, b, &h)
		if err != nil {
			t.Fatalf("%v: %v", v, err)
		}
		if f, rest, err := NextFrame(h.Version, frames); err != nil || string(f.Data) != "hello" || len(rest) == 0 {
			t.Errorf("%v: %+v, %v", v, f, err)
		}
		if _, err := server.Open(nil, b, &h); err == nil {
			t.Errorf("%v: the server's keys open the client's packet", v)
		}
	}
}

func TestVersions(t *testing.T) {
	for v, want := range map[Version]string{1: "1", Version2: "2", 0xff00001d: "draft-29", 0x54303531: "T051", 0xfaceb002: "0xfaceb002", 0x1a2a3a4a: "0x1a2a3a4a"} {
		if got := v.String(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if !Version(0x1a2a3a4a).GREASE() || Version1.GREASE() {
		t.Error("GREASE")
	}
}

func TestVersionNegotiationAndRetry(t *testing.T) {
	h, err := ParseHeader(unhex(t, "80 00000000 01aa 01bb 00000001 6b3343cf 00"))
	if want := (Header{Type: VersionNegotiation, DCID: []byte{0xaa}, SCID: []byte{0xbb}, Versions: unhex(t, "000000016b3343cf"), Length: 18}); err != nil || !cmp.Equal(want, h, cmp.AllowUnexported(Header{})) {
		t.Errorf("%+v, %v", h, err)
	}
	h, err = ParseHeader(append(unhex(t, "f0 00000001 01aa 01bb 746f6b656e"), make([]byte, 16)...))
	if err != nil || h.Type != Retry || string(h.Token) != "token" {
		t.Errorf("%+v, %v", h, err)
	}
}

func TestFrames(t *testing.T) {
	for in, want := range map[string]Frame{
		"00 00 01":                {Type: Ping},
		"02 05 00 01 01 01 01":    {Type: ACK},
		"03 05 00 00 01 01 02 03": {Type: ACKWithECN},
		"06 4005 02 6869":         {Type: Crypto, Offset: 5, Data: []byte("hi")},
		"1c 4178 06 02 6e6f":      {Type: ConnectionClose, Code: 0x178, Cause: Crypto, Reason: []byte("no")},
	} {
		f, rest, err := NextFrame(Version1, unhex(t, in))
		if diff := cmp.Diff(want, f); diff != "" || err != nil || len(rest) != 0 {
			t.Errorf("%s: %v, %d left\n%s", in, err, len(rest), diff)
		}
	}
	for _, in := range []string{"06 00 05 6869", "1c 40", "08 00", "02 05 00 3f 01"} {
		if _, _, err := NextFrame(Version1, unhex(t, in)); err == nil {
			t.Errorf("%s is a frame", in)
		}
	}
}

func TestGoogleFrames(t *testing.T) {
	for in, want := range map[string]Frame{
		"00 07":                                {Type: Ping},
		"40 01 0000 01 00":                     {Type: ACK},
		"65 0102 0000 01 0001 02 0001 00":      {Type: ACK},
		"40 01 0000 01 02 01 00000001 01 0002": {Type: ACK},
		"08 4005 02 6869":                      {Type: Crypto, Offset: 5, Data: []byte("hi")},
		"02 0000001c 0002 6e6f":                {Type: ConnectionClose, Code: 28, Reason: []byte("no")},
	} {
		f, rest, err := NextFrame(googleT051, unhex(t, in))
		if diff := cmp.Diff(want, f); diff != "" || err != nil || len(rest) != 0 {
			t.Errorf("%s: %v, %d left\n%s", in, err, len(rest), diff)
		}
	}
	for _, in := range []string{"06 00 05 6869", "02 00", "08 00 05 68", "60 01 0000 ff 01 01 01", "80"} {
		if _, _, err := NextFrame(googleT051, unhex(t, in)); err == nil {
			t.Errorf("%s is a frame", in)
		}
	}
}

// FuzzPacket reads anything as a datagram, with the keys that it names itself.
func FuzzPacket(f *testing.F) {
	dcid := []byte("12345678")
	client, _, _ := InitialKeys(Version1, dcid)
	f.Add(seal(f, client, Version1, dcid, nil, nil, 1, []byte("\x06\x00\x05hello\x1c\x41\x28\x06\x00\x00\x00\x00\x00\x00\x00\x00\x00")))
	f.Add(unhex(f, "80 00000000 01aa 01bb 00000001 6b3343cf"))
	google, _, _ := InitialKeys(googleT051, dcid)
	f.Add(seal(f, google, googleT051, dcid, nil, nil, 1, unhex(f, "40 01 0000 01 02 01 00000001 01 0002 08 00 05 68656c6c6f 02 0000001c 0002 6e6f")))
	f.Fuzz(func(t *testing.T, b []byte) {
		h, err := ParseHeader(b)
		if err != nil {
			return
		}
		if h.Length <= 0 || h.Length > len(b) {
			t.Fatalf("a packet of %d bytes in %d", h.Length, len(b))
		}
		client, _, err := InitialKeys(h.Version, h.DCID)
		if err != nil || h.Type != Initial {
			return
		}
		frames, err := client.Open(nil, b, &h)
		if err != nil {
			frames = b[:h.Length] // any bytes may stand where frames are
		}
		for len(frames) > 0 {
			_, rest, err := NextFrame(h.Version, frames)
			if err != nil {
				return
			}
			if len(rest) >= len(frames) {
				t.Fatal("no byte was read")
			}
			frames = rest
		}
	})
}
