package report

import (
	"strconv"
	"strings"
	"time"
)

// inventoryFields are the columns of the inventory as CSV. Those that records have too
// have the record's names. Columns are only ever added, at the end.
var inventoryFields = []struct {
	name string
	text func(*inventory, *holding) string
}{
	{"sha256", func(_ *inventory, h *holding) string { return h.SHA256 }},
	{"subject", func(_ *inventory, h *holding) string { return h.Subject.Value }},
	{"common_name", func(_ *inventory, h *holding) string { return h.CommonName.Value }},
	{"dns_names", func(_ *inventory, h *holding) string { return strings.Join(h.DNSNames, listSeparator) }},
	{"ip_addresses", func(_ *inventory, h *holding) string { return strings.Join(h.IPAddresses, listSeparator) }},
	{"issuer", func(_ *inventory, h *holding) string { return h.Issuer.Value }},
	{"serial", func(_ *inventory, h *holding) string { return h.Serial.Value }},
	{"not_before", func(_ *inventory, h *holding) string { return date(h.NotBefore) }},
	{"not_after", func(_ *inventory, h *holding) string { return date(h.NotAfter) }},
	{"days_left", (*inventory).daysField},
	{"as_of", func(i *inventory, _ *holding) string { return i.at.UTC().Format(time.RFC3339) }},
	{"key_algorithm", func(_ *inventory, h *holding) string { return h.KeyAlgorithm }},
	{"key_bits", func(_ *inventory, h *holding) string { return number(h.KeyBits) }},
	{"curve", func(_ *inventory, h *holding) string { return h.Curve }},
	{"signature_algorithm", func(_ *inventory, h *holding) string { return h.SignatureAlgorithm }},
	{"is_ca", func(_ *inventory, h *holding) string { return boolean(h.IsCA) }},
	{"self_signed", func(_ *inventory, h *holding) string { return boolean(h.SelfSigned) }},
	{"parse_error", func(_ *inventory, h *holding) string { return h.ParseError }},
	{"uses", func(_ *inventory, h *holding) string { return strings.Join(h.uses, listSeparator) }},
	{"connections", func(_ *inventory, h *holding) string { return strconv.FormatInt(h.connections, 10) }},
	{"first_seen", func(_ *inventory, h *holding) string { return h.first.String() }},
	{"last_seen", func(_ *inventory, h *holding) string { return h.last.String() }},
	{"first_uid", func(_ *inventory, h *holding) string { return h.uid }},
	{"servers", func(_ *inventory, h *holding) string { return joined(&h.servers) }},
	{"server_names", func(_ *inventory, h *holding) string { return joined(&h.names) }},
	{"clients", func(_ *inventory, h *holding) string { return joined(&h.clients) }},
	{"verification.statuses", func(_ *inventory, h *holding) string { return joined(&h.statuses) }},
	{"verification.errors", func(_ *inventory, h *holding) string { return joined(&h.errors) }},
	{"ocsp", func(_ *inventory, h *holding) string { return joined(&h.staples) }},
	{"scts", func(_ *inventory, h *holding) string { return strconv.FormatInt(h.scts.total, 10) }},
	{"file", func(_ *inventory, h *holding) string { return h.file() }},
}

// writeCSV writes a line a certificate.
func (i *inventory) writeCSV(*Summary) error {
	names := make([]string, len(inventoryFields))
	for n, f := range inventoryFields {
		names[n] = f.name
	}
	fields := make([]string, len(inventoryFields))
	text := appendCSVLine(nil, names)
	for _, h := range i.listed {
		for n, f := range inventoryFields {
			fields[n] = f.text(i, h)
		}
		text = appendCSVLine(text, fields)
	}
	_, err := i.w.Write(text)
	return err
}

func (i *inventory) daysField(h *holding) string {
	if days, known := h.left(i.at); known {
		return strconv.Itoa(days)
	}
	return ""
}

// joined lists values, the most frequent first.
func joined(c *counts) string { return strings.Join(c.top(), listSeparator) }
