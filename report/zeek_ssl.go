package report

import (
	"github.com/tlssniff/tlssniff/record"
	"github.com/tlssniff/tlssniff/verify"
)

// sslColumns are those of Zeek's ssl.log, with the one that its script validate-certs adds.
var sslColumns = []zeekColumn[record.Connection]{
	{"ts", zeekTimes, func(c *record.Connection) zeekValue { return zeekAt(detected(c).Std()) }},
	{"uid", zeekStrings, func(c *record.Connection) zeekValue { return zeekText(c.UID) }},
	{"id.orig_h", zeekAddresses, func(c *record.Connection) zeekValue { return zeekText(c.Client.IP) }},
	{"id.orig_p", zeekPorts, func(c *record.Connection) zeekValue { return zeekNumber(uint64(c.Client.Port)) }},
	{"id.resp_h", zeekAddresses, func(c *record.Connection) zeekValue { return zeekText(c.Server.IP) }},
	{"id.resp_p", zeekPorts, func(c *record.Connection) zeekValue { return zeekNumber(uint64(c.Server.Port)) }},
	{"version", zeekStrings, func(c *record.Connection) zeekValue { return zeekText(zeekVersion(c.Version)) }},
	{"cipher", zeekStrings, func(c *record.Connection) zeekValue { return zeekText(zeekNamed(c.CipherSuite)) }},
	{"curve", zeekStrings, func(c *record.Connection) zeekValue { return zeekText(zeekGroup(c.KeyExchangeGroup)) }},
	{"server_name", zeekStrings, func(c *record.Connection) zeekValue { return zeekOptional(c.ServerName) }},
	{"resumed", zeekBools, func(c *record.Connection) zeekValue { return zeekBool(resumed(c)) }},
	{"last_alert", zeekStrings, func(c *record.Connection) zeekValue { return zeekText(zeekAlert(c.Alerts)) }},
	{"next_protocol", zeekStrings, func(c *record.Connection) zeekValue { return zeekOptional(c.ALPN) }},
	{"established", zeekBools, func(c *record.Connection) zeekValue { return zeekBool(c.Outcome == record.OutcomeEstablished) }},
	{"ssl_history", zeekStrings, func(c *record.Connection) zeekValue { return zeekHistory(c.History) }},
	{"cert_chain_fps", zeekVectors, func(c *record.Connection) zeekValue { return zeekChain(c, presentedByServer(c)) }},
	{"client_cert_chain_fps", zeekVectors, func(c *record.Connection) zeekValue { return zeekChain(c, presentedByClient(c)) }},
	{"sni_matches_cert", zeekBools, sniMatches},
	{"validation_status", zeekStrings, func(c *record.Connection) zeekValue { return zeekText(validation(c.Verification)) }},
}

// zeekHistoryLength is how long Zeek lets a history become.
const zeekHistoryLength = 100

// appendZeekSSL appends a connection's entry. One in which nothing of TLS was seen has none.
func appendZeekSSL(dst []byte, c *record.Connection, line func([]byte, string, []zeekColumn[record.Connection], *record.Connection) []byte) []byte {
	if c.History == "" && c.Version == "" {
		return dst
	}
	return line(append(dst, '\n'), "ssl", sslColumns, c)
}

// detected is when TLS began: a connection may have been open for long before, where it is upgraded.
func detected(c *record.Connection) record.Time {
	for i := range c.Steps {
		switch c.Steps[i].Message {
		case "client_hello", "server_hello":
			return c.Steps[i].Time
		}
	}
	return c.Start
}

// resumed reports whether an earlier session goes on.
func resumed(c *record.Connection) bool { return c.Resumption != "" && c.Resumption != "none" }

// zeekAlert names the last alert that could be read.
func zeekAlert(alerts []record.Alert) string {
	for i := len(alerts) - 1; i >= 0; i-- {
		if !alerts[i].Encrypted {
			return zeekNamed(alerts[i].Description)
		}
	}
	return ""
}

func zeekHistory(history string) zeekValue {
	return zeekValue{set: true, text: history[:min(len(history), zeekHistoryLength)]}
}

// zeekChain lists the fingerprints of what a side presented. Both sides' lists are set as soon as
// one of them presented anything.
func zeekChain(c *record.Connection, chain []record.PresentedCertificate) zeekValue {
	if len(presentedByServer(c))+len(presentedByClient(c)) == 0 {
		return zeekValue{}
	}
	list := make([]string, 0, len(chain))
	for _, p := range chain {
		if p.Certificate != nil {
			list = append(list, p.SHA256)
		}
	}
	return zeekList(list)
}

func presentedByServer(c *record.Connection) []record.PresentedCertificate {
	if c.Certificates == nil {
		return nil
	}
	return c.Certificates.Server
}

func presentedByClient(c *record.Connection) []record.PresentedCertificate {
	if c.Certificates == nil {
		return nil
	}
	return c.Certificates.Client
}

// sniMatches tells whether the server's certificate is for the name that the client asked for.
func sniMatches(c *record.Connection) zeekValue {
	if l := leaf(c); l != nil && c.ServerName.Value != "" {
		return zeekBool(verify.Matches(l, c.ServerName.Value))
	}
	return zeekValue{}
}
