package packet

import "testing"

func TestFlowString(t *testing.T) {
	tests := []struct {
		flow Flow
		want string
	}{
		{flow4, "tcp 192.0.2.1:49152 > 198.51.100.2:443"},
		{flow6.Reverse(), "tcp [2001:db8:ffff::2]:443 > [2001:db8::1]:49152"},
		{Flow{Src: client4, Dst: server4, Protocol: UDP}, "udp 192.0.2.1:49152 > 198.51.100.2:443"},
		{Flow{Src: client4, Dst: server4, Protocol: 132}, "132 192.0.2.1:49152 > 198.51.100.2:443"},
	}
	for _, tt := range tests {
		if got := tt.flow.String(); got != tt.want {
			t.Errorf("%q, want %q", got, tt.want)
		}
	}
	if f := flow4.Reverse(); f.Src != server4 || f.Dst != client4 || f.Reverse() != flow4 {
		t.Errorf("reversed: %v", f)
	}
}
