package connection

import (
	"bytes"
	"crypto/tls"
	"testing"

	"github.com/google/go-cmp/cmp"
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
