package story_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"github.com/mattn/go-runewidth"

	"github.com/tlssniff/tlssniff/record"
	"github.com/tlssniff/tlssniff/report"
	"github.com/tlssniff/tlssniff/report/story"
)

var update = flag.Bool("update", false, "write the golden files anew")

// start is when the made-up connections begin.
var start = record.Time(time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC).UnixNano())

// at places something so many milliseconds after the start.
func at(ms int, packet int64) (record.Time, record.Packet) {
	return start + record.Time(ms)*1e6, record.Packet{Number: packet}
}

// step makes up one step.
func step(ms int, packet int64, from, message string, length int) record.Step {
	time, place := at(ms, packet)
	return record.Step{Time: time, Packet: place, From: from, Message: message, Length: length}
}

// fits makes up an encrypted record with a size that tells something.
func fits(ms int, packet int64, from string, length int, what ...string) record.Step {
	s := step(ms, packet, from, "encrypted_handshake", length)
	s.Fits = what
	return s
}

// connection makes up a record without steps.
func connection(outcome, ending string) *record.Connection {
	return &record.Connection{
		UID: "0123456789abcdef01234567", Outcome: outcome, Close: ending,
		Capture: record.Capture{Source: "made-up.pcap", FirstPacket: 1, LastPacket: 20},
		Client:  record.Endpoint{IP: "192.0.2.10", Port: 40000, Bytes: 500},
		Server:  record.Endpoint{IP: "2001:db8::20", Port: 443, Bytes: 900},
		Start:   start, End: start + 900e6,
		TCP: &record.TCP{}, Timing: &record.Timing{TCP: record.Some(record.Milliseconds(4.5))},
	}
}

// draw returns a drawn story.
func draw(t *testing.T, c *record.Connection, look story.Look) string {
	t.Helper()
	var b bytes.Buffer
	told := story.Tell(c, report.Clean)
	if err := told.Draw(&b, look); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// cases are stories that the samples don't tell.
var cases = map[string]func() *record.Connection{
	"reset-on-the-way":  resetOnTheWay,
	"mutual-failure":    mutualFailure,
	"lossy":             lossy,
	"heartbleed":        heartbleed,
	"hidden-refusal":    hiddenRefusal,
	"renegotiation":     renegotiation,
	"several-files":     severalFiles,
	"quic-close":        quicClose,
	"silence":           silence,
	"verified":          verified,
	"spoken-before-tls": spokenBeforeTLS,
}

func resetOnTheWay() *record.Connection {
	c := connection(record.OutcomeAborted, "rst_server")
	c.Server.Bytes = 0
	c.Steps = []record.Step{step(1, 4, "client", "client_hello", 300)}
	c.ClientHello = &record.ClientHello{
		Packet: record.Packet{Number: 4}, LegacyVersion: "TLS 1.2", SupportedVersions: []string{"GREASE", "TLS 1.3", "TLS 1.2"},
		CipherSuites: []string{"GREASE", "TLS_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"},
		ServerName:   record.Some("blocked.example"), ALPN: []string{"h2", "http/1.1"},
	}
	time, place := at(2, 5)
	c.TCP.Reset = &record.Reset{Time: time, Packet: place, From: "server", TTL: 250, ExpectedTTL: record.Some(uint8(52))}
	return c
}

func mutualFailure() *record.Connection {
	c := connection(record.OutcomeFailed, "fin_server")
	c.Version, c.CipherSuite, c.ClientAuth = "TLS 1.2", "TLS_RSA_WITH_AES_128_CBC_SHA", "empty"
	c.Steps = []record.Step{
		step(1, 4, "client", "client_hello", 300), step(2, 6, "server", "server_hello", 80),
		step(2, 6, "server", "certificate", 900), step(2, 6, "server", "certificate_status", 400),
		step(2, 6, "server", "certificate_request", 100), step(2, 6, "server", "server_hello_done", 0),
		step(3, 8, "client", "certificate", 3), step(3, 8, "client", "client_key_exchange", 258),
		step(3, 8, "client", "change_cipher_spec", 1), step(3, 8, "client", "encrypted_handshake", 40),
		step(4, 9, "server", "alert", 2),
	}
	c.Certificates = &record.Certificates{Server: []record.PresentedCertificate{{Certificate: &record.Certificate{
		Subject: record.Some("CN=old.example"), SelfSigned: record.Some(true), NotAfter: record.Some(start.Std().Add(-76 * time.Hour)),
		KeyAlgorithm: "RSA", KeyBits: record.Some(2048), ParseError: "certificate: extensions run past the end",
	}}}}
	c.OCSP = &record.OCSP{Status: "revoked", ThisUpdate: record.Some(start.Std())}
	c.CertificateRequest = &record.CertificateRequest{Types: []string{"rsa_sign"}, Authorities: []string{"CN=Corp CA", "CN=Corp CA 2,O=Corp"}}
	time, place := at(4, 9)
	c.Alerts = []record.Alert{{Time: time, Packet: place, From: "server", Level: "fatal", Description: "handshake_failure", Code: record.Some(uint8(40))}}
	c.Diagnosis = &record.Diagnosis{
		Cause: "client_certificate_missing", Confidence: "likely", Summary: "the server wants a certificate, and the client sent none",
		Evidence: []string{"packet 6 asks for one", "packet 8 is an empty Certificate"}, Advice: []string{"client: configure a certificate from CN=Corp CA"},
	}
	return c
}

func lossy() *record.Connection {
	c := connection(record.OutcomeIncomplete, "open")
	c.Steps = []record.Step{
		step(5, 9, "server", "missing_bytes", 1448), step(5, 9, "server", "server_hello_done", 0),
		step(1, 4, "client", "client_hello", 300), step(6, 11, "client", "missing_bytes", 100), step(7, 12, "client", "not_a_record", 0),
	}
	c.Steps[2].ParseError = "client_hello: extensions at byte 89 run past the end"
	c.TCP.Gaps = []record.Gap{
		{From: "server", LostBy: "capture", Length: 1448, Packet: record.Packet{Number: 9}},
		{From: "client", LostBy: "network", Length: 100, Packet: record.Packet{Number: 11}},
	}
	c.Capture.MissingBytes, c.Capture.Snapped, c.Capture.OneSided = record.Some(1448), record.Some(true), "client"
	c.TCP.Retransmitted = &record.BySide{Client: record.Some(int64(3))}
	c.StepsTruncated = 7
	return c
}

func heartbleed() *record.Connection {
	c := connection(record.OutcomeEstablished, "timeout")
	c.Steps = []record.Step{step(1, 4, "client", "heartbeat", 3), step(2, 5, "server", "heartbeat", 16387)}
	c.Steps[0].Claims, c.Steps[1].Claims = record.Some(16384), record.Some(16384)
	c.Findings = []record.Finding{
		{Code: "weak_cipher", Severity: "medium", Title: "weak cipher suite"},
		{Code: "heartbleed", Severity: "critical", Title: "memory read out (Heartbleed)", Detail: "packet 4 claims 16384 bytes in 3"},
	}
	return c
}

func hiddenRefusal() *record.Connection {
	c := connection(record.OutcomeFailed, "fin_server")
	c.Version, c.Resumption = "TLS 1.3", "none"
	c.Steps = []record.Step{
		step(1, 4, "client", "client_hello", 300), step(2, 6, "server", "server_hello", 118),
		step(2, 6, "server", "encrypted_handshake", 27), step(2, 6, "server", "encrypted_handshake", 1530), fits(2, 6, "server", 53, record.FitsFinished),
		fits(3, 8, "client", 78, record.FitsEmptyAndFinished), fits(4, 9, "server", 19, record.FitsAlert),
	}
	time, place := at(4, 9)
	c.Alerts = []record.Alert{{Time: time, Packet: place, From: "server", Encrypted: true}}
	c.TCP.Fin = []record.Fin{{Time: time, Packet: record.Packet{Number: 10}, From: "server"}}
	return c
}

func renegotiation() *record.Connection {
	c := connection(record.OutcomeEstablished, "fin_client")
	c.Version, c.Renegotiations = "TLS 1.2", record.Some(1)
	c.Steps = []record.Step{
		step(1, 4, "client", "change_cipher_spec", 1), step(1, 4, "client", "encrypted_handshake", 40),
		step(2, 5, "server", "change_cipher_spec", 1), step(2, 5, "server", "encrypted_handshake", 40),
		step(3, 6, "client", "encrypted_handshake", 246), step(4, 7, "server", "encrypted_handshake", 113), step(4, 7, "server", "encrypted_handshake", 1717),
		step(5, 8, "client", "change_cipher_spec", 25), step(5, 8, "client", "encrypted_handshake", 40),
	}
	return c
}

func severalFiles() *record.Connection {
	c := connection(record.OutcomeEstablished, "fin_client")
	c.Capture.Sources = []string{"a.pcap", "b.pcap"}
	second, first := step(1, 2, "server", "server_hello", 80), step(0, 90, "client", "client_hello", 300)
	first.File, second.File = record.Some(0), record.Some(1)
	c.Steps = []record.Step{second, first}
	return c
}

func quicClose() *record.Connection {
	c := connection(record.OutcomeFailed, "timeout")
	c.TCP = nil
	c.QUIC = &record.QUIC{Version: "1", Close: &record.QUICClose{Packet: record.Packet{Number: 2}, From: "server", Code: 0x178, Reason: "no\x1b[31m ALPN"}}
	return c
}

func silence() *record.Connection {
	c := connection(record.OutcomeAborted, "timeout")
	c.Steps = []record.Step{step(1, 4, "client", "client_hello", 300)}
	c.ClientHello = &record.ClientHello{Packet: record.Packet{Number: 4}, LegacyVersion: "TLS 1.2", ALPN: []string{}, SessionTicket: record.Some(200)}
	return c
}

func verified() *record.Connection {
	c := connection(record.OutcomeEstablished, "open")
	c.Version, c.CipherSuite = "TLS 1.2", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"
	c.Verification = &record.Verification{
		Status: "untrusted", Errors: []string{"incomplete_chain", "something_new"}, Chain: []string{"CN=a.example", "CN=Issuing CA"},
		MissingIssuer: "CN=Root CA", Roots: "system",
	}
	return c
}

func spokenBeforeTLS() *record.Connection {
	c := connection(record.OutcomeEstablished, "open")
	c.StartTLS, c.Proxy = "smtp", &record.Proxy{Kind: "socks5", Target: "mail.example:25"}
	c.First = &record.FirstBytes{Client: "smtp", Server: "smtp"}
	c.ClientHello = &record.ClientHello{}
	return c
}

func TestStories(t *testing.T) {
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			golden(t, name, draw(t, c(), story.Look{Width: 80}))
		})
	}
}

// samples are captures whose records the program's own tests hold.
var samples = []string{
	"tls10", "tls12", "tls12-rsa", "tls12-dhe", "tls12-mutual", "tls13", "tls13-mutual", "post-quantum", "hello-retry-request", "resume-session-id",
	"resume-ticket", "resume-psk-early-data", "alert-unknown-ca", "alert-certificate-required", "alert-certificate-expired",
	"alert-handshake-failure", "plaintext-http", "capture-loss", "ipv6",
}

func TestSamples(t *testing.T) {
	for _, name := range samples {
		t.Run(name, func(t *testing.T) {
			var drawn strings.Builder
			for _, c := range recorded(t, name) {
				drawn.WriteString(draw(t, c, story.Look{Width: 80, Unicode: name == "tls13"}) + "\n")
			}
			fitsTerminal(t, name, drawn.String(), 80)
			golden(t, "sample-"+name, drawn.String())
		})
	}
}

// recorded returns the records of a sample.
func recorded(t *testing.T, name string) (all []*record.Connection) {
	t.Helper()
	found, err := filepath.Glob(filepath.Join("../../cmd/tlssniff/testdata/golden", name+".pcap*.ndjson"))
	if err != nil || len(found) == 0 {
		t.Fatalf("%s has no record: %v", name, err)
	}
	b, err := os.ReadFile(found[0])
	if err != nil {
		t.Fatal(err)
	}
	for line := range bytes.Lines(b) {
		c := new(record.Connection)
		if err := json.Unmarshal(line, c); err != nil {
			t.Fatal(err)
		}
		all = append(all, c)
	}
	return all
}

// golden compares text with testdata/name.golden.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), got); d != "" {
		t.Errorf("%s (-want +got):\n%s", path, d)
	}
}

func TestAnEmptyRecordHasAStory(t *testing.T) {
	draw(t, &record.Connection{}, story.Look{})
}

func TestAnAlertIsToldOnce(t *testing.T) {
	if n := strings.Count(draw(t, hiddenRefusal(), story.Look{Width: 80}), "19 bytes"); n != 1 {
		t.Errorf("the alert of packet 9 is told %d times", n)
	}
}

func TestColourAddsNothingToTheText(t *testing.T) {
	for name, c := range cases {
		bare := draw(t, c(), story.Look{Width: 80})
		coloured := draw(t, c(), story.Look{Width: 80, Color: true})
		coloured = strings.NewReplacer("\x1b[31m", "", "\x1b[0m", "").Replace(coloured)
		if d := cmp.Diff(bare, coloured); d != "" {
			t.Errorf("%s: (-black and white +colour):\n%s", name, d)
		}
	}
}

func TestStoriesFitTheTerminal(t *testing.T) {
	for _, width := range []int{61, 80, 100, 200} {
		for name, c := range cases {
			for _, unicode := range []bool{false, true} {
				drawn := draw(t, c(), story.Look{Width: width, Unicode: unicode})
				fitsTerminal(t, fmt.Sprintf("%s at %d columns", name, width), drawn, width)
			}
		}
	}
}

// fitsTerminal checks the width of every line.
func fitsTerminal(t *testing.T, name, drawn string, width int) {
	t.Helper()
	for line := range strings.Lines(drawn) {
		line = strings.TrimSuffix(line, "\n")
		if n := runewidth.StringWidth(line); n > width {
			t.Errorf("%s: %d columns: %s", name, n, line)
		}
		if line != strings.TrimRight(line, " ") {
			t.Errorf("%s: %q ends with space", name, line)
		}
	}
}

// harmless checks that a terminal shows drawn text as it is.
func harmless(t *testing.T, drawn string) {
	t.Helper()
	for _, r := range drawn {
		if r != '\n' && (!unicode.IsPrint(r) || unicode.Is(unicode.Cf, r)) {
			t.Fatalf("%q is in the story:\n%q", r, drawn)
		}
	}
}
