package main

import "testing"

func TestBytes(t *testing.T) {
	for text, want := range map[string]int64{"0": 0, "500": 500, "64k": 64 << 10, "64K": 64 << 10, "100M": 100 << 20, "2G": 2 << 30} {
		var v bytesValue
		if err := v.Set(text); err != nil || int64(v) != want {
			t.Errorf("%s is %d, %v; want %d", text, int64(v), err, want)
		}
	}
	for _, text := range []string{"", "M", "-1", "1T", "9999999999G", "1.5M"} {
		var v bytesValue
		if err := v.Set(text); err == nil {
			t.Errorf("%q is taken for %d", text, int64(v))
		}
	}
	for want, v := range map[string]bytesValue{"1G": 1 << 30, "100M": 100 << 20, "3k": 3 << 10, "1001": 1001, "0": 0} {
		if got := v.String(); got != want {
			t.Errorf("%d is shown as %s, want %s", int64(v), got, want)
		}
	}
}
