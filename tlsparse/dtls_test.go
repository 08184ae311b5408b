package tlsparse

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCutDTLSRecord(t *testing.T) {
	for _, c := range []struct {
		name string
		in   []byte
		cid  int
		want DTLSRecord
		rest int
		ok   bool
	}{
		{"a record", unhex(t, "16fefd 0000 000000000001 0002 aabb 16"), 0, DTLSRecord{Type: 22, Version: VersionDTLS12, Body: []byte{0xaa, 0xbb}}, 1, true},
		{"of epoch 1", unhex(t, "15feff 0001 000000000001 0001 aa"), 0, DTLSRecord{Type: 21, Version: VersionDTLS10, Epoch: 1, Body: []byte{0xaa}}, 0, true},
		{"with a connection id", unhex(t, "19fefd 0001 000000000001 0102 0001 aa"), 2, DTLSRecord{Type: 25, Version: VersionDTLS12, Epoch: 1, Body: []byte{0xaa}}, 0, true},
		{"short header, with a length", unhex(t, "2e 0001 0002 aabb cc"), 0, DTLSRecord{Type: 23, Version: VersionDTLS12, Epoch: 2, Sealed: true, Body: []byte{0xaa, 0xbb}}, 1, true},
		{"short header, to the end", unhex(t, "23 01 aabbcc"), 0, DTLSRecord{Type: 23, Version: VersionDTLS12, Epoch: 3, Sealed: true, Body: []byte{0xaa, 0xbb, 0xcc}}, 0, true},
		{"too short", unhex(t, "16fefd 0000 000000000001 0003 aabb"), 0, DTLSRecord{}, 0, false},
		{"another version", unhex(t, "160303 0000 000000000001 0001 aa"), 0, DTLSRecord{}, 0, false},
	} {
		r, rest, ok := CutDTLSRecord(c.in, c.cid)
		if ok != c.ok || ok && (!cmp.Equal(c.want, r) || len(rest) != c.rest) {
			t.Errorf("%s: %+v, %d left, %v", c.name, r, len(rest), ok)
		}
	}
}

func TestCutDTLSFragment(t *testing.T) {
	f, rest, ok := CutDTLSFragment(unhex(t, "01 000005 0007 000002 000003 aabbcc dd"))
	want := DTLSFragment{HandshakeHeader: HandshakeHeader{Type: 1, Length: 5}, Sequence: 7, Offset: 2, Body: []byte{0xaa, 0xbb, 0xcc}}
	if !ok || !cmp.Equal(want, f) || len(rest) != 1 {
		t.Errorf("%+v, %d left, %v", f, len(rest), ok)
	}
	if _, _, ok := CutDTLSFragment(unhex(t, "01 000005 0007 000003 000003 aabbcc")); ok {
		t.Error("a part that goes past its message")
	}
}

func FuzzCutDTLS(f *testing.F) {
	f.Add([]byte("\x16\xfe\xfd\x00\x00\x00\x00\x00\x00\x00\x00\x00\x0c\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"), 0)
	f.Add([]byte("\x2e\x00\x01\x00\x02\xaa\xbb"), 3)
	f.Fuzz(func(t *testing.T, b []byte, cid int) {
		if cid < 0 || cid > 255 {
			return
		}
		for len(b) > 0 {
			r, rest, ok := CutDTLSRecord(b, cid)
			if !ok {
				return
			}
			if len(rest) >= len(b) {
				t.Fatal("no byte was read")
			}
			for body := r.Body; len(body) > 0; {
				part, more, ok := CutDTLSFragment(body)
				if !ok {
					break
				}
				if part.Offset+len(part.Body) > part.Length || len(more) >= len(body) {
					t.Fatalf("%+v", part)
				}
				body = more
			}
			b = rest
		}
	})
}
