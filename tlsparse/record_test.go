package tlsparse

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRecordHeaders(t *testing.T) {
	h, ok := ParseRecordHeader(unhex(t, "17 0303 4100 ff"))
	if diff := cmp.Diff(RecordHeader{ContentTypeApplicationData, VersionTLS12, 0x4100}, h); diff != "" || !ok {
		t.Errorf("%v (-want +got):\n%s", ok, diff)
	}
	if _, ok := ParseRecordHeader(unhex(t, "17 0303 41")); ok {
		t.Error("four bytes are taken for a header")
	}
	for header, want := range map[string]bool{
		"16 0300 0001": true,
		"14 0304 0001": true,
		"18 0301 4800": true,
		"18 0301 4801": false,
		"13 0301 0001": false,
		"19 0301 0001": false,
		"16 0305 0001": false,
		"16 0201 0001": false,
		"16 7f1c 0001": false,
	} {
		h, _ := ParseRecordHeader(unhex(t, header))
		if h.Plausible() != want {
			t.Errorf("%s: plausible %v", header, h.Plausible())
		}
	}
}

func TestHandshakeMessagesAreCutOff(t *testing.T) {
	b := unhex(t, "0e 000000 14 000002 0102 10 0000")
	var types []string
	var lengths []int
	for {
		h, body, rest, ok := CutHandshake(b)
		if !ok {
			break
		}
		types, lengths, b = append(types, h.Type.String()), append(lengths, len(body)), rest
	}
	if diff := cmp.Diff([]string{"server_hello_done", "finished"}, types); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]int{0, 2}, lengths); diff != "" || len(b) != 3 {
		t.Errorf("%d bytes left (-want +got):\n%s", len(b), diff)
	}
	if h, body, _, ok := CutHandshake(unhex(t, "0b ffffff 00")); ok || body != nil || h.Length != 1<<24-1 {
		t.Errorf("a message that is not whole is cut off: %+v", h)
	}
}

func TestAlerts(t *testing.T) {
	a, ok := ParseAlert([]byte{2, 40})
	if a != (Alert{AlertLevelFatal, 40}) || !ok {
		t.Errorf("%+v, %v", a, ok)
	}
	if _, ok := ParseAlert([]byte{2}); ok {
		t.Error("one byte is taken for an alert")
	}
	for l := range 256 {
		if got, want := AlertLevel(l).Valid(), l == 1 || l == 2; got != want {
			t.Errorf("level %d: valid %v", l, got)
		}
	}
}

func TestChangeCipherSpec(t *testing.T) {
	for body, want := range map[string]bool{"\x01": true, "": false, "\x00": false, "\x01\x01": false} {
		if got := ParseChangeCipherSpec([]byte(body)); got != want {
			t.Errorf("%x: %v", body, got)
		}
	}
}

func TestHeartbeatTellsWhatItClaims(t *testing.T) {
	for _, test := range []struct {
		header string
		record int
		want   string
	}{
		{"01 4000", 3, "request claims 16384 bytes and has 0"},
		{"01 0010", 35, "request of 16 bytes"},
		{"02 4000", 16387, "response of 16384 bytes"},
		{"01 0001", 2, "request claims 1 bytes and has 0"},
	} {
		h, ok := ParseHeartbeat(unhex(t, test.header))
		if got := h.Describe(test.record); got != test.want || !ok {
			t.Errorf("%s in a record of %d: %q, want %q", test.header, test.record, got, test.want)
		}
	}
	if _, ok := ParseHeartbeat([]byte{1, 0}); ok {
		t.Error("two bytes are taken for a heartbeat")
	}
}
