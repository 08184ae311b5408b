package glossary

// versions are those of SSL, TLS and DTLS, with the other ways to write them.
var versions = []struct {
	name    string
	others  []string
	title   string
	text    []string
	defined string
}{
	{
		"SSL 2.0", []string{"sslv2", "ssl2", "0x0002"}, "broken since 1995, forbidden since 2011",
		[]string{"The first public version, of 1995. An attacker can choose its cipher, cut it short and read it. Nobody may offer it (RFC 6176).", "If you see it, the software is decades old, or it is a scanner."},
		"RFC 6101, appendix E; RFC 6176",
	},
	{
		"SSL 3.0", []string{"sslv3", "ssl3", "0x0300"}, "broken (POODLE), forbidden since 2015",
		[]string{"Of 1996. Its padding can be attacked to read cookies (POODLE). Nobody may speak it (RFC 7568).", "Enable TLS 1.2 on both sides."},
		"RFC 6101; RFC 7568",
	},
	{
		"TLS 1.0", []string{"tlsv1", "tls1", "0x0301"}, "obsolete since 2021",
		[]string{"Of 1999. It rests on MD5 and SHA-1 and is open to BEAST without care. Browsers refuse it; standards such as PCI DSS forbid it.", "Enable TLS 1.2 on both sides."},
		"RFC 2246; RFC 8996",
	},
	{
		"TLS 1.1", []string{"tlsv11", "0x0302"}, "obsolete since 2021",
		[]string{"Of 2006. It mends BEAST, and still rests on MD5 and SHA-1. Whoever speaks it could nearly always speak TLS 1.2.", "Enable TLS 1.2 on both sides."},
		"RFC 4346; RFC 8996",
	},
	{
		"TLS 1.2", []string{"tlsv12", "0x0303"}, "in good use, with the right suites",
		[]string{"Of 2008. Good with ECDHE and AES-GCM or ChaCha20-Poly1305. The certificates, the names and most alerts can be read in a capture."},
		"RFC 5246",
	},
	{
		"TLS 1.3", []string{"tlsv13", "0x0304"}, "the version to use",
		[]string{"Of 2018. One round trip less, forward secrecy always, and only good suites. All behind the ServerHello is encrypted, so a capture shows neither certificates nor most alerts: their sizes and places tell."},
		"RFC 8446",
	},
	{
		"DTLS 1.0", []string{"dtlsv1", "0xfeff"}, "obsolete since 2021: TLS 1.1 over datagrams",
		[]string{"TLS 1.1 for UDP. There is no DTLS 1.1."}, "RFC 4347; RFC 8996",
	},
	{
		"DTLS 1.2", []string{"dtlsv12", "0xfefd"}, "in good use: TLS 1.2 over datagrams",
		[]string{"TLS 1.2 for UDP, as WebRTC and VPNs use it."}, "RFC 6347",
	},
	{
		"DTLS 1.3", []string{"dtlsv13", "0xfefc"}, "TLS 1.3 over datagrams",
		[]string{"TLS 1.3 for UDP. Its record headers are encrypted in part."}, "RFC 9147",
	},
}

func explainVersion(term string) (Entry, bool) {
	key := fold(term)
	for _, v := range versions {
		match := fold(v.name) == key || "tls"+key == fold(v.name) && key != ""
		for _, other := range v.others {
			match = match || fold(other) == key
		}
		if match {
			return Entry{Kind: "version", Name: v.name, Title: v.title, Text: v.text, Reference: v.defined}, true
		}
	}
	return Entry{}, false
}
