package finding

var (
	compression = Definition{
		Code: "compression", Severity: High,
		Title:       "TLS compression was negotiated",
		Explanation: "The size of what is sent tells an attacker who can add to it what else is in it: cookies and tokens can be read letter by letter (CRIME). Turn compression off on either side.",
		Reference:   "RFC 9325, section 3.3; CVE-2012-4929",
	}
	noExtendedMasterSecret = Definition{
		Code: "no_extended_master_secret", Severity: Info,
		Title:       "The keys are not bound to the handshake",
		Explanation: "Without the extended master secret a malicious server can make two connections share their keys (triple handshake), which matters where client certificates or channel bindings are used. Update the side that lacks it, or use TLS 1.3.",
		Reference:   "RFC 7627",
	}
	earlyData = Definition{
		Code: "early_data", Severity: Info,
		Title:       "The client sends data before the handshake is over",
		Explanation: "Who records such data can send it to the server again, which may run it twice. Let the server take early data only for requests that change nothing, or turn it off.",
		Reference:   "RFC 8446, section 8; RFC 8470",
	}
)

// extensions looks at what was agreed on beside the suite and the keys.
func (f *finder) extensions() {
	if h := f.ServerHello; h != nil && h.CompressionMethod != "null" && h.CompressionMethod != "" {
		f.add(&compression, h.CompressionMethod)
	}
	if f.established() && f.full() && f.level >= tls10 && !f.ServerHello.ExtendedMasterSecret.Present {
		f.add(&noExtendedMasterSecret, f.whoLacksMasterSecret())
	}
	switch f.EarlyData {
	case "offered":
		f.add(&earlyData, "offered; whether the server took it can't be seen")
	case "accepted":
		f.add(&earlyData, "accepted")
	}
}

func (f *finder) whoLacksMasterSecret() string {
	switch {
	case f.ClientHello == nil:
		return ""
	case f.ClientHello.ExtendedMasterSecret.Present:
		return "the client offers extended_master_secret; the server does not take it"
	}
	return "the client does not offer extended_master_secret"
}
