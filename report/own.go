package report

import (
	"strings"

	"github.com/tlssniff/tlssniff/diagnosis/finding"
	"github.com/tlssniff/tlssniff/record"
)

// interfaceName is the interface that a live run saw the connection on.
func interfaceName(c *record.Connection) string { return strings.TrimPrefix(c.Capture.Source, "live:") }

// appendOwn appends what other tools' formats have no field for, under the name of this one: above all
// why a connection is not established.
func appendOwn(o *record.Object, c *record.Connection) {
	own := o.Begin("tlssniff")
	o.Text("uid", c.UID)
	o.Text("outcome", c.Outcome)
	record.Child(o, "diagnosis", c.Diagnosis, (*record.Diagnosis).AppendJSON)
	o.Text("close", c.Close)
	o.MaybeText("history", c.History)
	o.MaybeText("starttls", c.StartTLS)
	record.Child(o, "proxy", c.Proxy, (*record.Proxy).AppendJSON)
	o.MaybeText("version", c.Version)
	o.MaybeText("cipher_suite", c.CipherSuite)
	o.MaybeText("key_exchange_group", c.KeyExchangeGroup)
	o.OptionalBool("post_quantum", c.PostQuantum)
	o.MaybeText("resumption", c.Resumption)
	o.MaybeText("early_data", c.EarlyData)
	o.MaybeText("ech", c.ECH)
	o.MaybeText("client_auth", c.ClientAuth)
	if c.Fingerprints != nil {
		o.MaybeText("ja4", c.Fingerprints.JA4)
	}
	record.Child(o, "verification", c.Verification, (*record.Verification).AppendJSON)
	if len(c.Alerts) > 0 {
		o.Texts("alerts", alertTexts(c.Alerts))
	}
	if len(c.Findings) > 0 {
		o.Texts("findings", findingCodes(c.Findings))
		if worst, any := finding.Worst(c.Findings); any {
			o.Text("severity", worst.String())
		}
	}
	record.Child(o, "capture", &c.Capture, (*record.Capture).AppendJSON)
	o.End(own)
}
