package verify

import (
	"net/netip"
	"strings"

	"github.com/tlssniff/tlssniff/record"
)

// Matches reports whether a certificate is for a name, as clients see it (RFC 9525,
// section 6.3): a wildcard stands for the leftmost label alone. The common name
// counts where the certificate has no other.
func Matches(c *record.Certificate, name string) bool {
	name = strings.TrimSuffix(name, ".")
	if ip, err := netip.ParseAddr(strings.Trim(name, "[]")); err == nil {
		for _, a := range c.IPAddresses {
			if have, err := netip.ParseAddr(a); err == nil && have.Unmap() == ip.Unmap() {
				return true
			}
		}
		return false
	}
	for _, pattern := range c.DNSNames {
		if matches(pattern, name) {
			return true
		}
	}
	none := len(c.DNSNames) == 0 && len(c.IPAddresses) == 0
	return none && c.CommonName.Present && matches(c.CommonName.Value, name)
}

func matches(pattern, name string) bool {
	pattern = strings.TrimSuffix(pattern, ".")
	if rest, wild := strings.CutPrefix(pattern, "*."); wild {
		label, parent, ok := strings.Cut(name, ".")
		return ok && label != "" && strings.EqualFold(rest, parent)
	}
	return strings.EqualFold(pattern, name)
}
