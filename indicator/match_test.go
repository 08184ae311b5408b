package indicator

import (
	"encoding/binary"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tlssniff/tlssniff/record"
)

func connection() *record.Connection {
	return &record.Connection{
		Client:     record.Endpoint{IP: "192.0.2.10", Port: 50000},
		Server:     record.Endpoint{IP: "203.0.113.7", Port: 443},
		ServerName: record.Some("CDN.Evil.example."),
		Proxy:      &record.Proxy{Target: "front.example:443"},
		Certificates: &record.Certificates{
			Server: []record.PresentedCertificate{{Certificate: &record.Certificate{SHA1: aSHA1, SHA256: strings.Repeat("0", 64), DNSNames: []string{"*.alt.example"}}}},
			Client: []record.PresentedCertificate{{Certificate: &record.Certificate{SHA1: strings.Repeat("0", 40), SHA256: aSHA256}}},
		},
		Fingerprints: &record.Fingerprints{JA3: aJA3, JA3S: strings.Repeat("1", 32), JA4: aJA4},
	}
}

func TestFind(t *testing.T) {
	nameless := func(c *record.Connection) { c.ServerName = record.Optional[string]{} }
	tests := map[string]struct {
		list   string
		change func(*record.Connection)
		want   string // the finding's severity and detail, or nothing
	}{
		"server":                    {"203.0.113.7 # C2", nil, "high: server 203.0.113.7 is listed in list: C2"},
		"client":                    {"192.0.2.10", nil, "high: client 192.0.2.10 is listed in list"},
		"IPv4 within IPv6":          {"::ffff:203.0.113.7", nil, "high: server 203.0.113.7 is listed in list"},
		"with its port":             {"203.0.113.7:443", nil, "high: server 203.0.113.7:443 is listed in list"},
		"with another port":         {"203.0.113.7:444", nil, ""},
		"narrowest network":         {"203.0.0.0/16\n203.0.113.0/24 # bulletproof", nil, "high: server 203.0.113.7 (203.0.113.0/24) is listed in list: bulletproof"},
		"IPv6":                      {"2001:db8::/32", func(c *record.Connection) { c.Server.IP = "2001:db8::7" }, "high: server 2001:db8::7 (2001:db8::/32) is listed in list"},
		"name":                      {"cdn.evil.example", nil, "high: server name CDN.Evil.example is listed in list"},
		"a name is not those below": {"evil.example", nil, ""},
		"below":                     {"*.evil.example", nil, "high: server name CDN.Evil.example (*.evil.example) is listed in list"},
		"all of a domain":           {"*.example", nil, "high: server name CDN.Evil.example (*.example) is listed in list; proxy target front.example (*.example) is listed in list"},
		"below is not the name":     {"*.cdn.evil.example", nil, ""},
		"proxy":                     {"front.example", nil, "high: proxy target front.example is listed in list"},
		"certificate's name":        {"alt.example", nameless, "high: certificate name alt.example is listed in list"},
		"one of many names":         {"alt.example", nil, ""},
		"server's certificate":      {aSHA1, nil, "high: server certificate SHA-1 " + aSHA1 + " is listed in list"},
		"client's certificate":      {aSHA256, nil, "high: client certificate SHA-256 " + aSHA256 + " is listed in list"},
		"JA3":                       {aJA3 + " # Tofsee", nil, "high: JA3 " + aJA3 + " is listed in list: Tofsee"},
		"JA3S":                      {"type,value\nja3s," + strings.Repeat("1", 32), nil, "high: JA3S " + strings.Repeat("1", 32) + " is listed in list"},
		"a JA3 is no JA3S":          {strings.Repeat("1", 32), nil, ""},
		"JA4":                       {aJA4, nil, "high: JA4 " + aJA4 + " is listed in list"},
		"severity":                  {"type,value,severity\nip,203.0.113.7,low\nip,192.0.2.10,medium", nil, "medium: server 203.0.113.7 is listed in list; client 192.0.2.10 is listed in list"},
		"several": {"203.0.113.7 # a\n203.0.113.7 # b\n192.0.2.10\n" + aJA3 + "\n" + aJA4 + "\n" + aSHA1 + "\n" + aSHA256, nil,
			"high: server 203.0.113.7 is listed in list: a; server 203.0.113.7 is listed in list: b; client 192.0.2.10 is listed in list; " +
				"server certificate SHA-1 " + aSHA1 + " is listed in list; client certificate SHA-256 " + aSHA256 + " is listed in list; and 2 more"},
		"nothing":     {"198.51.100.7\nother.example", nil, ""},
		"a long name": {"*.example.net", func(c *record.Connection) { c.ServerName = record.Some(strings.Repeat("a.", 5000) + "example.net") }, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s := newSet()
			if err := s.read("list", strings.NewReader(test.list)); err != nil {
				t.Fatal(err)
			}
			c := connection()
			if test.change != nil {
				test.change(c)
			}
			got := ""
			for _, f := range s.Find(nil, c) {
				got += f.Severity + ": " + f.Detail
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A record in which nothing is known matches nothing.
func TestFindInNothing(t *testing.T) {
	s := newSet()
	if err := s.read("list", strings.NewReader("203.0.113.7\n10.0.0.0/8\nevil.example\n*.evil.example\n"+aSHA1+"\n"+aJA3+"\n"+aJA4)); err != nil {
		t.Fatal(err)
	}
	empty := &record.Connection{Client: record.Endpoint{IP: "192.0.2.10"}, Server: record.Endpoint{IP: "2001:db8::7"}, ServerName: record.Some(""), Proxy: &record.Proxy{}, Fingerprints: &record.Fingerprints{},
		Certificates: &record.Certificates{Server: []record.PresentedCertificate{{}}}}
	for _, c := range []*record.Connection{{}, empty} {
		if got := s.Find(nil, c); got != nil {
			t.Errorf("%v", got)
		}
	}
	if n := testing.AllocsPerRun(100, func() { s.Find(nil, empty) }); n > 0 {
		t.Errorf("%v allocations where nothing matches", n)
	}
}

// million is a set of a million indicators: addresses, names, JA3 and certificates' hashes.
func million(b *testing.B) *strings.Builder {
	var list strings.Builder
	for i := 1; i <= 250_000; i++ {
		h := fmt.Sprintf("%016x%016x%016x%016x", uint64(i)*0x9e3779b97f4a7c15, uint64(i)*0xbf58476d1ce4e5b9, uint64(i)*0x94d049bb133111eb, i)
		ip := binary.BigEndian.AppendUint32(nil, uint32(i)*2654435761)
		fmt.Fprintf(&list, "%d.%d.%d.%d\nhost-%d.evil-%s.example # family %d\n%s\n%s\n", ip[0], ip[1], ip[2], ip[3], i, h[:8], i%500, h[:32], h)
	}
	return &list
}

func BenchmarkLoadMillion(b *testing.B) {
	list := million(b)
	b.ReportAllocs()
	b.SetBytes(int64(list.Len()))
	for b.Loop() {
		s := newSet()
		if err := s.read("list", strings.NewReader(list.String())); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkFindInMillion looks for everything in one record, and finds nothing.
func BenchmarkFindInMillion(b *testing.B) {
	s := newSet()
	if err := s.read("list", strings.NewReader(million(b).String()+"*.below.example\n203.0.113.0/30\n")); err != nil {
		b.Fatal(err)
	}
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	c := connection()
	b.ReportAllocs()
	for b.Loop() {
		if len(s.Find(nil, c)) > 0 {
			b.Fatal("something is found")
		}
	}
	runtime.KeepAlive(s)
	s = nil
	runtime.GC()
	runtime.ReadMemStats(&after)
	b.ReportMetric(float64(before.HeapAlloc-after.HeapAlloc)/1e6, "MB")
}
