//go:build !libpcap

package live

import (
	"strings"
	"testing"
	"time"

	"github.com/tlssniff/tlssniff/capture"
)

// A socket can't be bound to an interface whose packets begin in another way. libpcap opens another one.
func TestBackAsAnotherKind(t *testing.T) {
	from, to := pair(t)
	s, _ := start(t, Options{}, to)
	ip(t, "link", "del", from)
	ip(t, "tuntap", "add", to, "mode", "tun")
	t.Cleanup(func() { ip(t, "tuntap", "del", to, "mode", "tun") })
	ip(t, "link", "set", to, "up")
	var b capture.Batch
	for deadline := time.Now().Add(5 * time.Second); len(s.Problems()) == 0 && time.Now().Before(deadline); {
		if err := s.Next(&b); err != nil {
			t.Fatal(err)
		}
	}
	if p := s.Problems(); len(p) != 1 || !strings.Contains(p[0].Error(), "another kind") {
		t.Errorf("problems: %v", p)
	}
}
