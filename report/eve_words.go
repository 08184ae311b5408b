package report

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"

	"github.com/tlssniff/tlssniff/record"
	"github.com/tlssniff/tlssniff/tlsparse/iana"
)

// eveVersion spells a version as Suricata does.
func eveVersion(version string) string {
	switch version {
	case "":
		return "UNDETERMINED"
	case "SSL 2.0":
		return "SSLv2"
	case "SSL 3.0":
		return "SSLv3"
	case "TLS 1.0":
		return "TLSv1"
	}
	version, draft, drafted := strings.Cut(version, " (")
	if !drafted {
		return version
	}
	draft = strings.TrimSuffix(draft, ")")
	if fizz, known := strings.CutPrefix(draft, "fizz "); known {
		draft = fizz + "-fb"
	}
	return version + " " + draft
}

// eveAddress spells an address as Suricata does, which shortens none.
func eveAddress(ip string) string {
	if address, err := netip.ParseAddr(ip); err == nil {
		return address.StringExpanded()
	}
	return ip
}

// eveQUICVersion spells QUIC's version as Suricata does: its number in hex, without zeros before it.
func eveQUICVersion(version string) string {
	if version == "2" {
		return "6b3343cf" // RFC 9369, section 3.1
	}
	if draft, known := strings.CutPrefix(version, "draft-"); known {
		if n, err := strconv.Atoi(draft); err == nil {
			return fmt.Sprintf("%x", 0xff000000+n)
		}
	}
	return strings.TrimLeft(strings.TrimPrefix(version, "0x"), "0")
}

// eveSerial spells a serial number as it was encoded: behind a zero where the
// number would be negative without one.
func eveSerial(serial string) string {
	if strings.HasPrefix(serial, "-") {
		return "" // RFC 5280 forbids it, and its encoding is not known
	}
	if serial != "" && serial[0] >= '8' {
		serial = "00" + serial
	}
	return strings.ToUpper(colons(serial))
}

// colons writes hex with a colon between the bytes.
func colons(hex string) string {
	var b strings.Builder
	for i := 0; i < len(hex); i += 2 {
		if i > 0 {
			b.WriteByte(':')
		}
		b.WriteString(hex[i:min(i+2, len(hex))])
	}
	return b.String()
}

// appendEVEExtension appends an extension of QUIC's ClientHello. One that IANA does not know has a name
// that is its number.
func appendEVEExtension(dst []byte, name string, hello *record.ClientHello) []byte {
	o := record.Open(dst)
	if number, known := iana.ExtensionValue(name); known {
		o.Text("name", name)
		o.Number("type", int64(number))
	} else if number, err := strconv.ParseUint(strings.TrimPrefix(name, "0x"), 16, 16); err == nil {
		o.Number("type", int64(number))
	} else {
		o.Text("name", name)
	}
	switch name {
	case "server_name":
		if hello.ServerName.Present {
			o.Texts("values", []string{hello.ServerName.Value})
		}
	case "application_layer_protocol_negotiation":
		o.Texts("values", hello.ALPN)
	}
	return o.Close()
}
