package report

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tlssniff/tlssniff/record"
)

// objects are the formats whose every line is an object for a SIEM.
var objects = []string{"eve", "ecs", "zeek-json"}

// lineObjects reads a line as an object, and says where it is none.
func lineObjects(t *testing.T, text string) []map[string]any {
	t.Helper()
	var all []map[string]any
	for line := range strings.Lines(text) {
		var members map[string]any
		if err := json.Unmarshal([]byte(line), &members); err != nil {
			t.Fatalf("%v in %s", err, line)
		}
		all = append(all, members)
	}
	return all
}

func TestEVEGolden(t *testing.T) { golden(t, "eve", print(t, "eve", Options{}, run(), samples(t))) }

func TestObjectsAreOnOneLineWhateverWasSent(t *testing.T) {
	for _, format := range objects {
		for _, text := range []string{hostile, "a\nb", `"},{"x":"`, "\xff", "\u2028", `\`, "0x", "draft-"} {
			c := new(record.Connection)
			poison(reflect.ValueOf(c).Elem(), text)
			lines := lineObjects(t, print(t, format, Options{}, run(), []*record.Connection{c}))
			want := len(lineObjects(t, print(t, format, Options{}, run(), []*record.Connection{poisoned("harmless")})))
			if len(lines) != want {
				t.Errorf("%s of %q is %d lines, want %d", format, text, len(lines), want)
			}
			for _, members := range lines {
				if _, injected := members["x"]; injected {
					t.Errorf("%s of %q has a member that was sent", format, text)
				}
			}
		}
	}
}

// TestObjectsAreEncodedTheSame holds that encoding adds to what is there, and keeps nothing of one record for the next.
func TestObjectsAreEncodedTheSame(t *testing.T) {
	for _, format := range objects {
		r, err := New(format, nil, Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range samples(t) {
			want := r.Encode(nil, c)
			if got := r.Encode([]byte("before"), c); string(got) != "before"+string(want) {
				t.Errorf("%s: behind other bytes it is %s, want %s", format, got, want)
			}
		}
	}
}

func TestLiveRunNamesItsInterface(t *testing.T) {
	c := incident()[0]
	c.Capture.Source = "live:eth0"
	event := lineObjects(t, print(t, "eve", Options{Live: true}, run(), []*record.Connection{c}))[0]
	if event["in_iface"] != "eth0" || event["pcap_filename"] != nil {
		t.Errorf("EVE names %v and %v", event["in_iface"], event["pcap_filename"])
	}
	document := lineObjects(t, print(t, "ecs", Options{Live: true}, run(), []*record.Connection{c}))[0]
	want := map[string]any{"product": "tlssniff", "type": "sensor", "ingress": map[string]any{"interface": map[string]any{"name": "eth0"}}}
	if diff := cmp.Diff(want, document["observer"]); diff != "" {
		t.Errorf("ECS (-want +got):\n%s", diff)
	}
}

func TestFlowIDFitsIntoJSON(t *testing.T) {
	seen := make(map[int64]string)
	for _, c := range samples(t) {
		id := flowID(c.UID)
		if id < 0 || id >= 1<<51 {
			t.Errorf("%s: %d is no number of 51 bits", c.UID, id)
		}
		if other, again := seen[id]; again && other != c.UID {
			t.Errorf("%s and %s have the same number", c.UID, other)
		}
		seen[id] = c.UID
	}
}

func TestEVEWords(t *testing.T) {
	for in, want := range map[string]string{
		"": "UNDETERMINED", "SSL 2.0": "SSLv2", "SSL 3.0": "SSLv3", "TLS 1.0": "TLSv1", "TLS 1.1": "TLS 1.1", "TLS 1.3": "TLS 1.3",
		"TLS 1.3 (draft-23)": "TLS 1.3 draft-23", "TLS 1.3 (fizz draft-23)": "TLS 1.3 draft-23-fb", "DTLS 1.2": "DTLS 1.2",
	} {
		if got := eveVersion(in); got != want {
			t.Errorf("version %q is %q, want %q", in, got, want)
		}
	}
	for in, want := range map[string]string{"1": "1", "2": "6b3343cf", "draft-29": "ff00001d", "0x51303436": "51303436", "": ""} {
		if got := eveQUICVersion(in); got != want {
			t.Errorf("QUIC's version %q is %q, want %q", in, got, want)
		}
	}
	for in, want := range map[string]string{"0a1b": "0A:1B", "8c": "00:8C", "ff01": "00:FF:01", "7f": "7F", "-01": "", "": ""} {
		if got := eveSerial(in); got != want {
			t.Errorf("serial number %q is %q, want %q", in, got, want)
		}
	}
}

func TestEVESpeaksOfAddressesAndUpgradesAsSuricata(t *testing.T) {
	c := incident()[0]
	c.StartTLS = "postgresql"
	event := lineObjects(t, print(t, "eve", Options{}, run(), []*record.Connection{c}))[0]
	got := []any{event["src_ip"], event["ip_v"], member(event, "tls", "from_proto")}
	if diff := cmp.Diff([]any{"2001:0db8:85a3:0000:0000:8a2e:0370:7334", 6.0, "pgsql"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	c.StartTLS, c.Proxy = "", &record.Proxy{Kind: "http_connect"}
	event = lineObjects(t, print(t, "eve", Options{}, run(), []*record.Connection{c}))[0]
	if got := member(event, "tls", "from_proto"); got != "http" {
		t.Errorf("behind a proxy it is from %v", got)
	}
}

func TestEVEExtension(t *testing.T) {
	hello := &record.ClientHello{ServerName: record.Some("a.example"), ALPN: []string{"h3"}}
	for name, want := range map[string]string{
		"server_name":                            `{"name":"server_name","type":0,"values":["a.example"]}`,
		"application_layer_protocol_negotiation": `{"name":"application_layer_protocol_negotiation","type":16,"values":["h3"]}`,
		"key_share":                              `{"name":"key_share","type":51}`,
		"0x4469":                                 `{"type":17513}`,
		"GREASE":                                 `{"name":"GREASE"}`,
	} {
		if got := appendEVEExtension(nil, name, hello); !bytes.Equal(got, []byte(want)) {
			t.Errorf("%s is %s, want %s", name, got, want)
		}
	}
}

func BenchmarkEncode(b *testing.B) {
	c := sample(b, "tls12-mutual")[0]
	for _, format := range []string{"ndjson", "zeek", "zeek-json", "eve", "ecs"} {
		b.Run(format, func(b *testing.B) {
			r, err := New(format, nil, Options{})
			if err != nil {
				b.Fatal(err)
			}
			var dst []byte
			b.ReportAllocs()
			for b.Loop() {
				dst = r.Encode(dst[:0], c)
			}
		})
	}
}
