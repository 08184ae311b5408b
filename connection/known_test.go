package connection

import (
	"bytes"
	"crypto/tls"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tlssniff/tlssniff/tlsparse"
)

// Hellos that came before give the record that they gave the first time. Some ServerHellos differ only in the
// sentinel that says which version was not chosen.
func TestKnownHellosAreAsFresh(t *testing.T) {
	client, server := configs(t)
	client.SessionTicketsDisabled = true
	m := NewMemory(100, 1000)
	old := client.Clone()
	old.MaxVersion = tls.VersionTLS12
	oldServer := server.Clone()
	oldServer.MaxVersion = tls.VersionTLS12
	sentinels := map[string]int{}
	for range 4 {
		for _, configs := range [][2]*tls.Config{{client, server}, {old, server}, {old, oldServer}} {
			segments := converse(t, configs[0], configs[1]).segments(1400)
			want, got := follow(segments)[0], followIn(m, segments)[0]
			if !bytes.Equal(want.AppendJSON(nil), got.AppendJSON(nil)) {
				t.Errorf("want %s\n got %s", want.AppendJSON(nil), got.AppendJSON(nil))
			}
			sentinels[got.ServerHello.DowngradeSentinel]++
			got.ClientHello.JSON, got.ServerHello.JSON = nil, nil
			if d := cmp.Diff(want, got); d != "" {
				t.Errorf("(-fresh +known)\n%s", d)
			}
		}
	}
	if len(m.clientHellos.by) != 2 || len(m.serverHellos.by) != 3 {
		t.Errorf("%d ClientHellos and %d ServerHellos are known, want 2 and 3", len(m.clientHellos.by), len(m.serverHellos.by))
	}
	if sentinels["TLS 1.2"] != 4 || sentinels[""] != 8 {
		t.Errorf("sentinels: %v, want that of TLS 1.2 four times and none eight times", sentinels)
	}
}

// GREASE says no more than that it is there: hellos that differ only in its values are the same, unless one says a value
// twice and the other does not.
func TestBlankClientHelloTakesGREASEAway(t *testing.T) {
	// hello is one with two extensions of GREASE around supported_groups, supported_versions and key_share.
	hello := func(suite, first, group, version, last byte) []byte {
		b := append([]byte{3, 3}, make([]byte, 33)...) // legacy_version, random, no session id
		b = append(b, 0, 4, suite, suite, 0x13, 1, 1, 0)
		b = append(b, 0, 42)
		b = append(b, first, first, 0, 0)
		b = append(b, 0, 10, 0, 6, 0, 4, group, group, 0, 0x1d)
		b = append(b, 0, 43, 0, 5, 4, version, version, 3, 4)
		b = append(b, 0, 51, 0, 11, 0, 9, group, group, 0, 1, 7, 0, 0x17, 0, 0)
		return append(b, last, last, 0, 0)
	}
	blank := func(b []byte) string {
		h, err := tlsparse.ParseClientHello(b)
		if err != nil {
			t.Fatal(err)
		}
		blankClientHello(&h)
		return string(b)
	}
	one, other := blank(hello(0x1a, 0x2a, 0x3a, 0x4a, 0x5a)), blank(hello(0xfa, 0xea, 0xfa, 0xca, 0x0a))
	if one != other {
		t.Errorf("%x and %x are to be the same", one, other)
	}
	twice := blank(hello(0x1a, 0x2a, 0x3a, 0x4a, 0x2a))
	h, _ := tlsparse.ParseClientHello([]byte(twice))
	if _, ok := h.Extensions.Duplicate(); !ok || twice == one {
		t.Errorf("%x: an extension that stands twice must go on to", twice)
	}
	if plain := hello(0, 1, 2, 3, 4); blank(bytes.Clone(plain)) == string(plain) {
		t.Error("the key share is left") // of 7
	} else if h, _ := tlsparse.ParseClientHello([]byte(blank(plain))); h.CipherSuites.At(0) != 0 {
		t.Errorf("%x: what is no GREASE was changed", plain)
	}
}
