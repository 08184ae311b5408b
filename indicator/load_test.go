package indicator

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tlssniff/tlssniff/diagnosis/finding"
)

// Values of the kinds that are told by their form alone.
const (
	aJA3    = "e7d705a3286e19ea42f587b344ee6865"
	aJA4    = "t13d1516h2_8daaf6152771_02713d6af862"
	aSHA1   = "f5b4e2b8b1a4f1a4c3d2e1f00112233445566778"
	aSHA256 = "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0"
)

// loaded is what a list gives: its indicators as KIND VALUE SEVERITY: NOTE, and what is told of the others.
type loaded struct{ indicators, problems []string }

func load(t *testing.T, content string) (loaded, error) {
	t.Helper()
	s := newSet()
	if err := s.read("list", strings.NewReader(content)); err != nil {
		return loaded{}, err
	}
	return loaded{s.dump(), s.lists[0].Problems()}, nil
}

func (s *Set) dump() []string {
	var all []string
	for number := range s.entries {
		if number == 0 {
			continue
		}
		e := &s.entries[number]
		i := indicator{kind: e.kind, key: string(s.values[e.at : e.at+uint32(e.length)])}
		value := i.kind.String()
		if i.kind != network {
			value += " " + i.String()
		}
		all = append(all, strings.TrimSuffix(fmt.Sprintf("%s %s: %s", value, e.severity, s.notes[e.note]), ": "))
	}
	for p := range s.networks.All() {
		all = append(all, p.String())
	}
	return all
}

func TestLists(t *testing.T) {
	tests := map[string]struct {
		content string
		want    loaded
	}{
		"text": {`# our list
203.0.113.7          # Emotet C2
203.0.113.8:8443
[2001:db8::7]:443
2001:DB8::8
198.51.100.0/24
198.51.100.77/32
Evil.Example.        # where it calls
*.bad.example
evil[.]example.net
bücher.example
` + aJA3 + "\n" + aJA4 + "\n" + strings.ToUpper(aSHA1) + "\n" + "0F:1E:2D:3C:4B:5A:69:78:87:96:A5:B4:C3:D2:E1:F0:0F:1E:2D:3C:4B:5A:69:78:87:96:A5:B4:C3:D2:E1:F0" + `
https://evil.example/payload
someone@evil.example
what is this
localhost
1.2.3.4.5
`, loaded{
			[]string{
				"address 203.0.113.7 high: Emotet C2", "address:port 203.0.113.8:8443 high", "address:port [2001:db8::7]:443 high",
				"address 2001:db8::8 high", "network high", "address 198.51.100.77 high", "name evil.example high: where it calls",
				"name *.bad.example high", "name evil.example.net high", "name xn--bcher-kva.example high", "JA3 " + aJA3 + " high",
				"JA4 " + aJA4 + " high", "certificate SHA-1 " + aSHA1 + " high", "certificate SHA-256 " + aSHA256 + " high", "198.51.100.0/24",
			},
			[]string{
				`list:18: "what is this" is no address, network, name, JA3, JA4 or certificate's hash`,
				`list:19: "localhost" is no address, network, name, JA3, JA4 or certificate's hash`,
				`list:20: "1.2.3.4.5" is no address, network, name, JA3, JA4 or certificate's hash`,
				"list: entries left alone: email (1), url (1)",
			},
		}},
		"a byte order mark": {"\ufeffevil.example\r\n", loaded{[]string{"name evil.example high"}, nil}},
		"twice the same":    {"evil.example # C2\nEVIL.example # C2\nevil.example # seen\n", loaded{[]string{"name evil.example high: C2", "name evil.example high: seen"}, nil}},
		"nothing":           {"# only a comment\n", loaded{nil, []string{"list: there is no indicator in it"}}},

		"CSV with a header": {`type,value,comment,severity
ip,203.0.113.7,"C2, since May",critical
sni,*.evil.example,,
ja4,` + aJA4 + `,client,low
certificate_sha256,` + aSHA256 + `
md5,` + aJA3 + `
domain,not a name
`, loaded{
			[]string{
				"address 203.0.113.7 critical: C2, since May", "name *.evil.example high", "JA4 " + aJA4 + " low: client",
				"certificate SHA-256 " + aSHA256 + " high",
			},
			[]string{`list:7: "not a name" is no host name`, "list: entries left alone: md5 (1)"},
		}},
		"MISP's CSV": {`uuid,event_id,category,type,value,comment,to_ids,date,event_info
5f,12,"Network activity",ip-dst|port,203.0.113.7|443,"beacons
each hour",1,20260101,"Operation Sample"
60,12,"Network activity",domain|ip,evil.example|203.0.113.9,,1,20260101,"Operation Sample"
61,12,"Network activity",domain,seen.example,,0,20260101,"Operation Sample"
62,12,"Payload delivery",sha256,` + aSHA256 + `,,1,20260101,"Operation Sample"
63,12,"Network activity",x509-fingerprint-sha1,` + aSHA1 + `,,1,20260101,"Operation Sample"
`, loaded{
			[]string{
				"address:port 203.0.113.7:443 high: Operation Sample, beacons each hour", "name evil.example high: Operation Sample",
				"certificate SHA-1 " + aSHA1 + " high: Operation Sample",
			},
			[]string{"list: entries left alone: not for detection (1), sha256 (1)"},
		}},
		"SSLBL's certificates": {`################################
# SSL blacklist
#
# Listingdate,SHA1,Listingreason
2026-01-02 08:00:00,` + aSHA1 + `,Vidar C&C
2026-01-02 08:00:00,broken,Vidar C&C
# END (2) entries
`, loaded{
			[]string{"certificate SHA-1 " + aSHA1 + " high: Vidar C&C"},
			[]string{`list:6: "broken" is no certificate SHA-1: it has 20 bytes in hexadecimal`},
		}},
		"SSLBL's addresses": {"# Firstseen,DstIP,DstPort\r\n2026-01-02 08:00:00,203.0.113.7,8443\r\n", loaded{[]string{"address:port 203.0.113.7:8443 high"}, nil}},
		"SSLBL's JA3":       {"# ja3_md5,Firstseen,Lastseen,Listingreason\n" + aJA3 + ",2026-01-01 00:00:00,2026-01-02 00:00:00,Tofsee\n", loaded{[]string{"JA3 " + aJA3 + " high: Tofsee"}, nil}},
		"ThreatFox's": {`# "first_seen_utc","ioc_id","ioc_value","ioc_type","threat_type","malware_printable"
"2026-01-02 08:00:00", "1", "203.0.113.7:4444", "ip:port", "botnet_cc", "Remcos"
"2026-01-02 08:00:00", "2", "http://evil.example/x", "url", "payload_delivery", "Remcos"
`, loaded{[]string{"address:port 203.0.113.7:4444 high: Remcos, botnet_cc"}, []string{"list: entries left alone: url (1)"}}},
		"CSV without a header": {`ip-dst,203.0.113.7,C2
filename,evil.exe,
2026-01-02,evil.example,Emotet
one,two words
,,
`, loaded{
			[]string{"address 203.0.113.7 high: C2", "name evil.example high: Emotet"},
			[]string{"list:5: there is no address, network, name, JA3, JA4 or certificate's hash in it", "list: entries left alone: filename (1), one (1)"},
		}},

		"a MISP event": {`{"Event": {"id": "12", "info": "Operation Sample", "threat_level_id": "2", "Orgc": {"info": "no"},
  "Attribute": [
    {"type": "ip-src|port", "value": "2001:db8::7|443", "to_ids": true, "comment": "C2"},
    {"type": "hostname", "value": "evil.example", "to_ids": "1"},
    {"type": "domain", "value": "seen.example", "to_ids": false},
    {"type": "domain", "value": "old.example", "to_ids": true, "deleted": true},
    {"type": "md5", "value": "` + aJA3 + `", "to_ids": true},
    {"type": "domain", "value": 7},
    {"type": "domain", "value": "a b"}
  ],
  "Object": [{"name": "ja4-plus", "Attribute": [
    {"type": "text", "object_relation": "ja4-fingerprint", "value": "` + aJA4 + `", "to_ids": true},
    {"type": "ja3-fingerprint-md5", "object_relation": "ja3", "value": "` + aJA3 + `"}]}],
  "RelatedEvent": [{"Event": {"info": "another"}}]}}`, loaded{
			[]string{
				"address:port [2001:db8::7]:443 medium: Operation Sample, C2", "name evil.example medium: Operation Sample",
				"JA4 " + aJA4 + " medium: Operation Sample", "JA3 " + aJA3 + " medium: Operation Sample",
			},
			[]string{
				"list:8: value is a number", `list:9: "a b" is no host name`,
				"list: entries left alone: deleted (1), md5 (1), not for detection (1)",
			},
		}},
		"MISP's attributes": {`{"response": {"Attribute": [{"type": "x509-fingerprint-sha256", "value": "` + aSHA256 + `", "Event": {"info": "Operation Sample"}}]}}`,
			loaded{[]string{"certificate SHA-256 " + aSHA256 + " high: Operation Sample"}, nil}},

		"a STIX bundle": {`{"type": "bundle", "id": "bundle--1", "objects": [
 {"type": "identity", "name": "us"},
 {"type": "indicator", "name": "C2", "pattern_type": "stix", "pattern": "[ipv4-addr:value = '203.0.113.7' OR ipv4-addr:value ISSUBSET '198.51.100.0/24'] OR [domain-name:value='evil.example']"},
 {"type": "indicator", "pattern": "[x509-certificate:hashes.'SHA-256' = '` + aSHA256 + `' OR x509-certificate:hashes.SHA1 IN ('` + aSHA1 + `')]"},
 {"type": "indicator", "pattern": "[file:hashes.MD5 = '` + aJA3 + `' OR url:value = 'it\\'s']"},
 {"type": "indicator", "pattern": "[domain-name:value = 'a.example' AND ipv4-addr:value = '203.0.113.8']"},
 {"type": "indicator", "pattern": "[domain-name:value LIKE '%.example']"},
 {"type": "indicator", "pattern": "[domain-name:value = 'a.example'"},
 {"type": "indicator", "pattern_type": "snort", "pattern": "alert tcp any any"},
 {"type": "indicator", "revoked": true, "pattern": "[domain-name:value = 'revoked.example']"}
]}`, loaded{
			[]string{
				"address 203.0.113.7 high: C2", "network high: C2", "name evil.example high: C2",
				"certificate SHA-256 " + aSHA256 + " high", "certificate SHA-1 " + aSHA1 + " high", "198.51.100.0/24",
			},
			[]string{
				`list:6: pattern "[domain-name:value = 'a.example' AND ipv4-addr:value = '203.…": "AND" is not understood: an indicator is one value`,
				`list:7: pattern "[domain-name:value LIKE '%.example']": "LIKE" is not understood: only =, IN and ISSUBSET are`,
				`list:8: pattern "[domain-name:value = 'a.example'": it ends too early`,
				"list: entries left alone: file (1), revoked (1), snort pattern (1), url (1)",
			},
		}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := load(t, test.content)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got, cmp.AllowUnexported(loaded{})); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestNoLists(t *testing.T) {
	for content, want := range map[string]string{
		"\x00\x01\x02":                     "it is no list of indicators: it is not text",
		`{"hello": "world"}`:               "it is JSON, but neither MISP's (with Event or Attribute) nor a STIX 2 bundle (with objects)",
		"{\"Attribute\": [\n{\"type\":":    "line 2: it ends too early",
		`{"objects": {}}`:                  "line 1: a list is expected",
		`{"objects": []} x`:                "line 1: invalid character 'x' looking for beginning of value",
		`{"objects": []} {}`:               "line 1: something stands behind its end",
		strings.Repeat(`{"a":`, 100) + `1`: "line 1: nested more than 64 deep",
		strings.Repeat("x", maxLine+1):     "line 1: it is longer than 65536 bytes: this is no list of indicators",
	} {
		if _, err := load(t, content); err == nil || err.Error() != want {
			t.Errorf("%.40q: %v\nwant %s", content, err, want)
		}
	}
	if _, err := Load([]string{"no-such-list"}); err == nil {
		t.Error("a list that is not there")
	}
}

// What is told of a list is bounded, whatever is in it.
func TestProblemsAreBounded(t *testing.T) {
	var b strings.Builder
	b.WriteString("type,value\n")
	for i := range 1000 {
		fmt.Fprintf(&b, "kind%d,x\ndomain,%s\n", i, strings.Repeat("no name ", 100))
	}
	got, err := load(t, b.String())
	if err != nil {
		t.Fatal(err)
	}
	if len(got.problems) != maxBad+3 || got.problems[maxBad] != "list: and 995 more entries that can't be read" {
		t.Errorf("%d problems: %.300q", len(got.problems), got.problems)
	}
	if !strings.Contains(got.problems[maxBad+1], "others (950)") {
		t.Errorf("%.300q", got.problems[maxBad+1])
	}
	if slices.ContainsFunc(got.problems[:maxBad], func(p string) bool { return len(p) > 120 }) {
		t.Errorf("%.300q", got.problems)
	}
}

func TestNotesAreShort(t *testing.T) {
	got, err := load(t, "evil.example # "+strings.Repeat("ä ", 1000))
	if err != nil || len(got.indicators) != 1 || len(got.indicators[0]) > maxNote+40 {
		t.Errorf("%v: %q", err, got.indicators)
	}
}

func TestSeveritiesAreThoseOfFindings(t *testing.T) {
	for level, want := range map[string]finding.Severity{"1": finding.High, "2": finding.Medium, "3": finding.Low, "4": finding.High, "": finding.High} {
		if got := (&event{level: level}).severity(); got != want {
			t.Errorf("threat level %q: %s", level, got)
		}
	}
}
