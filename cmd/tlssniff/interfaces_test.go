package main

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tlssniff/tlssniff/capture/live"
)

func TestPrintInterfaces(t *testing.T) {
	list := []live.Interface{
		{Name: "any", State: "up", Link: "cooked", Description: "all interfaces at once"},
		{Name: "lo", State: "up", Link: "loopback", Addresses: []netip.Addr{netip.MustParseAddr("127.0.0.1"), netip.MustParseAddr("::1")}},
		{Name: "enx001122334455", State: "no carrier", Link: "Ethernet",
			Addresses: []netip.Addr{netip.MustParseAddr("2001:db8:1111:2222:3333:4444:5555:6666")}},
		{Name: "bad\x1b[31m", State: "down", Link: "IP"},
		{Name: `\Device\NPF_{4D36E972-E325-11CE-BFC1-08002BE10318}`, State: "up", Description: "Wi-Fi",
			Addresses: []netip.Addr{netip.MustParseAddr("192.0.2.7")}},
	}
	want := `NAME             STATE       LINK      ADDRESSES
any              up          cooked    all interfaces at once
lo               up          loopback  127.0.0.1
                                       ::1
enx001122334455  no carrier  Ethernet  2001:db8:1111:2222:3333:4444:5555:6666
bad\x1b[31m      down        IP
\Device\NPF_{4D36E972-E325-11CE-BFC1-08002BE10318}
                 up                    Wi-Fi
                                       192.0.2.7
`
	var b strings.Builder
	if err := printInterfaces(&b, list); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, b.String()); d != "" {
		t.Error(d)
	}
	for line := range strings.Lines(b.String()) {
		if len(line) > 80+1 {
			t.Errorf("%d columns: %s", len(line)-1, line)
		}
	}
}
