package indicator

import (
	"strings"
	"testing"
)

// fuzz reads lists of one format: whatever is in them, what was read can be looked up and what was not is told.
func fuzz(f *testing.F, seeds ...string) {
	for _, seed := range seeds {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, content string) {
		s := newSet()
		if err := s.read("list", strings.NewReader(content)); err != nil {
			return
		}
		for number := range s.entries {
			if e := &s.entries[number]; number > 0 && e.kind != network {
				value := s.values[e.at : e.at+uint32(e.length)]
				if first := s.lookup(e.kind, value); first == 0 || first > uint32(number) {
					t.Fatalf("%s %x is not found", e.kind, value)
				}
			}
		}
		s.Find(nil, connection())
		if got := s.lists[0].Problems(); len(got) > maxBad+3 {
			t.Fatalf("%d problems", len(got))
		}
	})
}

func FuzzText(f *testing.F) {
	fuzz(f, "203.0.113.7 # C2\n*.evil.example\n"+aJA4+"\n", "[2001:db8::7]:443\n10.0.0.0/8\n::ffff:1.2.3.4/100", aSHA1+"\n"+strings.ToUpper(aSHA256))
}

func FuzzCSV(f *testing.F) {
	fuzz(f, "type,value,comment\nip,203.0.113.7,\"x\ny\"\n", "# Firstseen,DstIP,DstPort\n2026,203.0.113.7,443\n", "ip-dst|port,203.0.113.7|443,x\n,\n")
}

func FuzzMISP(f *testing.F) {
	fuzz(f, `{"Event":{"info":"x","threat_level_id":"3","Attribute":[{"type":"domain|ip","value":"evil.example|1.2.3.4","to_ids":1}],"Object":[{"Attribute":[]}]}}`,
		`{"response":{"Attribute":[{"type":"ja3-fingerprint-md5","value":"`+aJA3+`","deleted":"0","Event":{"info":"y"}}]}}`)
}

func FuzzSTIX(f *testing.F) {
	fuzz(f, `{"type":"bundle","objects":[{"type":"indicator","pattern":"[ipv4-addr:value = '203.0.113.7' OR domain-name:value IN ('a.example', 'b.example')]"}]}`,
		`{"objects":[{"type":"indicator","pattern":"[x509-certificate:hashes.'SHA-256' = '`+aSHA256+`']","revoked":false},{}]}`)
}

func FuzzPattern(f *testing.F) {
	f.Add(`[ipv4-addr:value = '203.0.113.7' OR ipv4-addr:value ISSUBSET '10.0.0.0/8'] OR [file:hashes.'SHA-256' IN ('a', 'it\'s \\')]`)
	f.Add(`[a:b = 'c' AND d:e LIKE 'f'] FOLLOWEDBY [g:h NOT = 'i'] WITHIN 5 SECONDS`)
	f.Fuzz(func(t *testing.T, text string) {
		found, err := parsePattern(text)
		if err == nil && len(found) == 0 {
			t.Fatalf("%q says nothing", text)
		}
	})
}
