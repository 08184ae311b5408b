package tlsparse

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTransportParameters(t *testing.T) {
	for name, test := range map[string]struct {
		body string
		want []string
	}{
		"lengths of all four forms": {"01 02 4001 4004 01 07 80000006 00 c000000000000020 01 00",
			[]string{"max_idle_timeout 2", "initial_max_data 1", "initial_max_stream_data_bidi_remote 0", "max_datagram_frame_size 1"}},
		"GREASE and one without a name":  {"1b 00 7128 00", []string{"GREASE 0", "0x3128 0"}},
		"a value that runs past the end": {"01 00 04 05 0102", []string{"max_idle_timeout 0"}},
		"an id that runs past the end":   {"01 00 c0 00", []string{"max_idle_timeout 0"}},
		"a length that is missing":       {"01", nil},
		"a length of 2^62-1":             {"01 ffffffffffffffff 00", nil},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for id, value := range TransportParameters(unhex(t, test.body)).All() {
				got = append(got, id.String()+" "+string(rune('0'+len(value))))
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
