package finding

import (
	"net"
	"net/netip"
	"strings"
)

var (
	nameIsAddress = Definition{
		Code: "server_name_is_address", Severity: Low,
		Title:       "The server name is an IP address",
		Explanation: "Addresses are not allowed in SNI, and some servers refuse them. Give the client the server's name, or update it so that it sends none.",
		Reference:   "RFC 6066, section 3",
	}
	nameDiffersFromProxy = Definition{
		Code: "server_name_differs_from_proxy_target", Severity: Low,
		Title:       "The client asks the proxy for one host and the server for another",
		Explanation: "A proxy that allows hosts by name sees only the first. Domain fronting and tunnels look like this, and so do clients with a fixed SNI. See what the client is, and let the proxy check both names.",
		Reference:   "RFC 9110, section 9.3.6; RFC 6066, section 3",
	}
	noServerName = Definition{
		Code: "no_server_name", Severity: Info,
		Title:       "The client does not say which server it wants",
		Explanation: "A server with several names can only guess which certificate to show, and some refuse. Old clients, scanners, and clients that were given an address do so. If the client has a name to send, let it send SNI.",
		Reference:   "RFC 6066, section 3",
	}
)

// names looks at the name that the client asks for.
func (f *finder) names() {
	name, ok := f.ServerName.Get()
	if !ok {
		if f.ClientHello != nil && f.ClientHello.ParseError == "" {
			f.add(&noServerName, "")
		}
		return
	}
	if isAddress(name) {
		f.add(&nameIsAddress, name)
	}
	// With ECH the name is that of the server in front.
	if f.Proxy == nil || f.Proxy.Target == "" || f.ECH != "" {
		return
	}
	if target := hostOf(f.Proxy.Target); target != "" && !isAddress(target) && !sameHost(target, name) {
		f.add(&nameDiffersFromProxy, "the proxy is asked for "+target+", the server for "+name)
	}
}

// hostOf returns the host of what a proxy was asked for.
func hostOf(target string) string {
	if host, _, err := net.SplitHostPort(target); err == nil {
		return host
	}
	return target
}

// isAddress reports whether a name is an IP address. A top-level domain does not end
// in a digit, so that nothing is parsed for most names.
func isAddress(name string) bool {
	if name == "" {
		return false
	}
	if last := name[len(name)-1]; (last < '0' || last > '9') && !strings.Contains(name, ":") {
		return false
	}
	_, err := netip.ParseAddr(name)
	return err == nil
}

// sameHost reports whether two names are those of one host.
func sameHost(a, b string) bool {
	return strings.EqualFold(strings.TrimSuffix(a, "."), strings.TrimSuffix(b, "."))
}

// nameMatches reports whether a certificate's name stands for a host: it is the
// same, or has one asterisk for the whole first label (RFC 9525, section 6.3).
func nameMatches(pattern, host string) bool {
	if rest, wild := strings.CutPrefix(pattern, "*."); wild {
		label, domain, ok := strings.Cut(host, ".")
		return ok && label != "" && sameHost(rest, domain)
	}
	return sameHost(pattern, host)
}
