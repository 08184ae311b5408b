package certificate

import (
	"bytes"
	"encoding/hex"
	"testing"
)

func TestDotted(t *testing.T) {
	tests := map[string]string{
		"550403":             "2.5.4.3",
		"2a864886f70d010101": "1.2.840.113549.1.1.1",
		"00":                 "0.0",
		"27":                 "0.39",
		"4f":                 "1.39",
		"8837":               "2.999",
		"6983f09da7ebcfdee0c7a1a7b2c0948cc8f9d775": "2.25.329800735698586629295641978511506172917",
		"83ffffffffffffffffff7f":                   "2.4722366482869645213615",
		"":                                         "",
		"5584":                                     "", // the last arc has no end
		"558003":                                   "", // a padded arc
	}
	for content, want := range tests {
		b, err := hex.DecodeString(content)
		if err != nil {
			t.Fatal(err)
		}
		if got := dotted(b); got != want {
			t.Errorf("%s: got %q, want %q", content, got, want)
		}
	}
	if got := dotted(bytes.Repeat([]byte{1}, maxOID+1)); got != "" {
		t.Errorf("a huge one is %q", got)
	}
	for _, b := range [][]byte{bytes.Repeat([]byte{0x7f}, maxOID), append(bytes.Repeat([]byte{0xff}, maxOID-1), 0x7f)} {
		if dotted(b) == "" {
			t.Errorf("%x was refused", b)
		}
	}
}
