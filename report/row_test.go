package report

import (
	"testing"

	"github.com/tlssniff/tlssniff/record"
)

func TestProblemIsSaidInAFewWords(t *testing.T) {
	hello, answer := &record.ClientHello{}, &record.ServerHello{}
	alert := func(description, from string) record.Alert { return record.Alert{Description: description, From: from} }
	for want, c := range map[string]*record.Connection{
		"":                                   {Outcome: record.OutcomeEstablished, Close: "rst_server"},
		"no common version":                  {Diagnosis: &record.Diagnosis{Cause: "no common version"}, Alerts: []record.Alert{alert("x", "y")}},
		"bad_certificate from client":        {Alerts: []record.Alert{alert("bad_certificate", "client"), alert("close_notify", "server")}},
		"encrypted alert from server":        {Alerts: []record.Alert{{From: "server", Encrypted: true}}},
		"client speaks http":                 {Outcome: record.OutcomeNotTLS, First: &record.FirstBytes{Client: "http"}},
		"server speaks ssh":                  {Outcome: record.OutcomeNotTLS, First: &record.FirstBytes{Server: "ssh"}},
		"client speaks http, server ssh":     {First: &record.FirstBytes{Client: "http", Server: "ssh"}},
		"client speaks smtp":                 {First: &record.FirstBytes{Client: "smtp", Server: "smtp"}},
		"12 bytes not captured":              {Close: "rst_client", Capture: record.Capture{MissingBytes: record.Some(12)}},
		"only the client's packets captured": {Capture: record.Capture{OneSided: "client"}},
		"capture begins in the middle":       {Capture: record.Capture{MidStream: record.Some(true)}},
		"reset by client":                    {Close: "rst_client"},
		"closed by server after ClientHello": {Close: "fin_server", ClientHello: hello},
		"silence after ServerHello":          {Close: "timeout", ClientHello: hello, ServerHello: answer},
		"capture ends":                       {Close: "open"},
	} {
		if got := problem(c); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestSuiteIsShort(t *testing.T) {
	for in, want := range map[string]string{
		"TLS_AES_128_GCM_SHA256":                "AES_128_GCM_SHA256",
		"TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384": "ECDHE_RSA AES_256_GCM_SHA384",
		"0x1234":                                "0x1234",
		"":                                      "",
	} {
		if got := suiteShort(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestRowGivesBackItsCells(t *testing.T) {
	r := row(encodeRow(nil, established(1, "a\x1fb", "TLS 1.3", "TLS_AES_128_GCM_SHA256", "x25519")))
	all := r.split()
	for i, want := range all {
		if got := r.cell(cell(i)); got != want {
			t.Errorf("cell %d: %q, want %q", i, got, want)
		}
	}
	for c, want := range map[cell]string{
		cellOutcome: "established", cellName: `a\x1fb`, cellClient: "192.0.2.10:40001", cellPackets: "10-19",
		cellUID: "C00000000000000000000001", cellExpires: "2024-03-02", cellDuration: "123000000",
	} {
		if all[c] != want {
			t.Errorf("cell %d: %q, want %q", c, all[c], want)
		}
	}
}
