package verify

import (
	"testing"

	"github.com/tlssniff/tlssniff/record"
)

func TestMatches(t *testing.T) {
	c := &record.Certificate{DNSNames: []string{"www.example.com", "*.example.org"}, IPAddresses: []string{"10.0.0.7", "2001:db8::1"}, CommonName: record.Some("cn.example.com")}
	for name, want := range map[string]bool{
		"www.example.com": true, "WWW.Example.COM": true, "www.example.com.": true, "example.com": false, "a.example.org": true,
		"a.b.example.org": false, "example.org": false, ".example.org": false, "10.0.0.7": true, "[2001:db8:0::1]": true, "10.0.0.8": false,
		"cn.example.com": false,
	} {
		if got := Matches(c, name); got != want {
			t.Errorf("%q: %v", name, got)
		}
	}
	if !Matches(&record.Certificate{CommonName: record.Some("cn.example.com")}, "cn.example.com") {
		t.Error("the common name counts where there is no other")
	}
}
