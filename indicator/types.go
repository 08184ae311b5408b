package indicator

import (
	"strings"
)

// types are the names that lists have for kinds of indicators: MISP's, ThreatFox's and those that
// people write. What is not here is of a kind that TLS does not show. A hash without more
// is a file's.
var types = map[string]func(string) (indicator, error){
	"ip": parseAddress, "ipv4": parseAddress, "ipv6": parseAddress, "address": parseAddress, "cidr": parseAddress,
	"network": parseAddress, "ip-src": parseAddress, "ip-dst": parseAddress, "ip:port": parseAddress,
	"ip-src|port": withPort, "ip-dst|port": withPort,
	"domain": parseName, "hostname": parseName, "host": parseName, "fqdn": parseName, "sni": parseName,
	"domain|ip": beforeBar, "hostname|port": beforeBar,
	"ja3": parseJA3, "ja3_md5": parseJA3, "ja3-fingerprint-md5": parseJA3, "ja3s": parseJA3S, "ja3s-fingerprint-md5": parseJA3S,
	"ja4": parseJA4, "ja4-fingerprint": parseJA4,
	"x509-fingerprint-sha1": parseSHA1, "certificate_sha1": parseSHA1,
	"x509-fingerprint-sha256": parseSHA256, "certificate_sha256": parseSHA256,
}

// parseAs understands a text of a type as lists name it. The error is errKind where TLS does not show the type.
func parseAs(typ, text string) (indicator, error) {
	read, ok := types[strings.ToLower(strings.TrimSpace(typ))]
	if !ok {
		return indicator{}, errKind
	}
	return read(fanged(strings.TrimSpace(text)))
}

// withPort reads MISP's address|port.
func withPort(text string) (indicator, error) {
	ip, port, ok := strings.Cut(text, "|")
	if !ok {
		return parseAddress(text)
	}
	if strings.Contains(ip, ":") {
		ip = "[" + ip + "]"
	}
	return parseAddress(ip + ":" + port)
}

// beforeBar reads the name in front of MISP's second value.
func beforeBar(text string) (indicator, error) {
	host, _, _ := strings.Cut(text, "|")
	return parseName(host)
}
