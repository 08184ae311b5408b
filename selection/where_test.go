package selection

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tlssniff/tlssniff/caret"
	"github.com/tlssniff/tlssniff/record"
)

// failed is a record in which much is absent.
func failed() *record.Connection {
	return &record.Connection{
		Outcome:    record.OutcomeFailed,
		Client:     record.Endpoint{IP: "192.0.2.10", Port: 50000},
		Server:     record.Endpoint{IP: "2001:db8::20", Port: 443},
		Start:      record.Time(time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC).UnixNano()),
		End:        record.Time(time.Date(2026, 6, 1, 12, 0, 2, 0, time.UTC).UnixNano()),
		ServerName: record.Some("App.example"),
		Link:       &record.Link{VLANs: []uint16{7, 42}},
		ClientHello: &record.ClientHello{
			ALPN: []string{"h2", "http/1.1"}, SupportedGroups: []string{}, PSKIdentities: record.Some(0),
			Packet: record.Packet{Number: 4},
		},
		PostQuantum: record.Some(true),
		Certificates: &record.Certificates{Server: []record.PresentedCertificate{
			{Packet: record.Packet{Number: 6}, Certificate: &record.Certificate{
				KeyBits: record.Some(1024), DNSNames: []string{"app.example"},
				NotAfter: record.Some(time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC)),
			}},
			{Certificate: &record.Certificate{}},
		}},
		Alerts:    []record.Alert{{Description: "unknown_ca", From: "client", Code: record.Some(uint8(48))}},
		Timing:    &record.Timing{Handshake: record.Some(record.Milliseconds(12.5))},
		Findings:  []record.Finding{{Code: "weak_certificate_key", Severity: "high"}, {Code: "tls_1_0", Severity: "medium"}},
		Diagnosis: &record.Diagnosis{Cause: "server_certificate_unknown_ca", Evidence: []string{"packet 6"}},
	}
}

func TestWhere(t *testing.T) {
	tests := []struct {
		where string
		want  bool
	}{
		{`outcome == "failed" && server.port == 443`, true},
		{`outcome == "failed" and not (server.port == 443)`, false},
		{`server_name == "app.example"`, false},
		{`lower(server_name) == "app.example" and upper(outcome) == "FAILED"`, true},
		{`server_name endsWith ".example" && server_name startsWith "App" && server_name contains "p.e"`, true},
		{`server_name matches "(?i)^app[.]"`, true},
		{`"h2" in client_hello.alpn`, true},
		{`"h3" not in client_hello.alpn`, true},
		{`42 in link.vlans`, true},
		{`outcome in ["failed", "aborted"]`, true},
		{`client_hello.alpn[1] == "http/1.1"`, true},
		{`len(client_hello.alpn) == 2 && len(client_hello.supported_groups) == 0`, true},
		{`any(findings, .severity == "high")`, true},
		{`any(findings, .severity == "high" && .code == "tls_1_0")`, false},
		{`count(findings, .severity != "low") == 2`, true},
		{`all(findings, .code != "") and none(alerts, .from == "server") and one(alerts, .code == 48)`, true},
		{`alerts[0].description == "unknown_ca"`, true},
		{`any(certificates.server, .key_bits < 2048)`, true},
		{`any(certificates.server, any(.dns_names, # == "app.example"))`, true},
		{`certificates.server[0].packet == 6 and client_hello.packet == 4`, true},
		{`certificates.server[0].not_after < start`, true},
		{`certificates.server[0].not_after < date("2026-01-03")`, true},
		{`end - start == duration("2s") && end - start < duration("1d")`, true},
		{`start >= date("2026-06-01 12:00") and start < date("2026-06-01T12:00:00.5Z")`, true},
		{`timing.handshake_ms > 12 && timing.handshake_ms / 2 + 1 < 8`, true},
		{`diagnosis.cause == "server_certificate_unknown_ca"`, true},
		{`inNetwork(client.ip, "192.0.2.0/24") and inNetwork(server.ip, "2001:db8::/32")`, true},
		{`inNetwork(client.ip, "192.0.2.1")`, false},
		{`post_quantum ? server.port == 443 : false`, true},
		{`findings | any(.code == "tls_1_0")`, true},
		{`true`, true},
	}
	for _, test := range tests {
		e, err := compile(test.where)
		if err != nil {
			t.Errorf("%s: %v", test.where, err)
			continue
		}
		for range 2 { // what the first left behind does not matter
			if got, err := e.evaluate(failed()); got != test.want || err != nil {
				t.Errorf("%s: %v, %v", test.where, got, err)
			}
		}
	}
}

// What is absent is in no comparison, and differs from everything.
func TestAbsentFields(t *testing.T) {
	tests := []struct {
		where string
		want  bool
	}{
		{`dh_bits < 2048`, false},
		{`dh_bits >= 2048`, false},
		{`not (dh_bits < 2048)`, true},
		{`2048 > dh_bits`, false},
		{`-dh_bits < 0`, false},
		{`dh_bits + 1 > 0 or dh_bits * 2 > 0 or 1 / dh_bits > 0`, false},
		{`(dh_bits ?? 512) < 1024`, true},
		{`dh_bits == nil and server_hello == nil and server_hello.key_share == nil`, true},
		{`client_hello == nil or diagnosis != nil && false`, false},
		{`server_hello.cipher_suite == "x"`, false},
		{`server_hello.cipher_suite != "x"`, true},
		{`server_hello.cipher_suite in ["x"]`, false},
		{`server_hello.cipher_suite contains "x" or server_hello.cipher_suite matches "."`, false},
		{`"x" in server_hello.extensions`, false},
		{`"x" not in server_hello.extensions`, true},
		{`len(server_hello.extensions) == 0`, true},
		{`server_hello.extensions[0] == "x"`, false},
		{`client_hello.alpn[7] == "x" or client_hello.alpn[7] != nil`, false},
		{`any(scts, .source == "x") or not all(scts, .source == "x") or count(scts, true) > 0`, false},
		{`none(certificates.client, true)`, true},
		{`any(certificates.server, .key_bits > 2048 or .curve == "P-256")`, false},
		{`lower(version) == "x" or inNetwork(proxy.source, "192.0.2.0/24")`, false},
		{`decrypted`, false},
		{`not decrypted and (decrypted ? false : true) and not (decrypted && true) and (decrypted or true)`, true},
		{`decrypted == false`, false},
		{`any(findings, client_hello.early_data)`, false},
		{`client_hello.psk_identities == 0 and client_hello.supported_groups != nil`, true},
		{`certificates.client[0].not_after < date("2026-01-01")`, false},
		{`ocsp.next_update - start < duration("1h")`, false},
	}
	for _, test := range tests {
		e, err := compile(test.where)
		if err != nil {
			t.Errorf("%s: %v", test.where, err)
			continue
		}
		if got, err := e.evaluate(failed()); got != test.want || err != nil {
			t.Errorf("%s: %v, %v", test.where, got, err)
		}
	}
}

func TestWrongExpressions(t *testing.T) {
	tests := []struct{ where, want string }{
		{`outcom == "failed"`, `"outcom" is no field of a record: did you mean "outcome"?
  outcom == "failed"
  ^^^^^^`},
		{`server.prt == 443`, `"prt" is no field of server: did you mean "port"?
  server.prt == 443
         ^^^`},
		{`any(findings, .level == "high")`, `"level" is no field of an element: there are code, severity, title, detail
  any(findings, .level == "high")
                 ^^^^^`},
		{`outcome == failed`, `"failed" is no field of a record: docs/record.md has all; a text stands in quotes: "failed"
  outcome == failed
             ^^^^^^`},
		{`outcome = "failed"`, `= is no comparison: equal is ==
  outcome = "failed"
          ^`},
		{`outcome == "failed" and`, `the expression ends too early
  outcome == "failed" and
                        ^`},
		{`server.port == "443"`, `invalid operation: == (mismatched types int and string)
  server.port == "443"
              ^^`},
		{`server_name`, `expected bool, but got string
  server_name
  ^`},
		{`start > "2026-01-01"`, `invalid operation: > (mismatched types time and string): a time is written as date("2026-01-02T15:04:05Z")
  start > "2026-01-01"
        ^`},
		{`start > date("yesterday")`, `"yesterday" is no time: it is as 2026-01-02 or 2026-01-02T15:04:05Z
  start > date("yesterday")
               ^^^^^^^^^^^`},
		{`findings.severity == "high"`, `this is a list: any(…, .severity == …) looks through it, [0] is its first
  findings.severity == "high"
           ^^^^^^^^`},
		{`server == client`, `this has fields: compare one of them, as .ip
  server == client
  ^`},
		{`client_hello.alpn == "h2"`, `a list is compared by what is in it: use in, any, all or len
  client_hello.alpn == "h2"
               ^`},
		{`"x" in server_name`, `in looks for a value in a list of single ones: any looks through a list of objects, contains for a part of a text
  "x" in server_name
         ^`},
		{`server_name matches outcome`, `matches takes a regular expression in quotes
  server_name matches outcome
                      ^`},
		{`server_name matches "("`, "error parsing regexp: missing closing ): `(`" + `
  server_name matches "("
              ^^^^^^^`},
		{`len(filter(steps, true)) > 1`, `there is no function "filter": there are any, all, none, one, count, len, lower, upper, inNetwork, date, duration
  len(filter(steps, true)) > 1
      ^^^^^^`},
		{`"ü" == outcom`, `"outcom" is no field of a record: did you mean "outcome"?
  "  " == outcom
          ^^^^^^`},
		{`let x = 1; x == 1`, `this is no part of the language: it has comparisons, and, or, not, lists, and the functions any, all, none, one, count, len, lower, upper, inNetwork, date, duration
  let x = 1; x == 1
      ^`},
		{`1..1000000000 == nil`, `".." is no operator here: there are == != < <= > >= and && or || in contains startsWith endsWith matches + - * / ??
  1..1000000000 == nil
   ^^`},
		{`any(steps, any(steps, any(steps, any(steps, true))))`, `lists are nested more than 3 deep
  any(steps, any(steps, any(steps, any(steps, true))))
                                   ^^^`},
		{`inNetwork(client.ip, "192.0.2.1/24")`, `192.0.2.1/24 has bits set beyond its /24: the network is 192.0.2.0/24
  inNetwork(client.ip, "192.0.2.1/24")
                       ^^^^^^^^^^^^^^`},
	}
	for _, test := range tests {
		_, err := compile(test.where)
		var wrong *caret.Error
		if !errors.As(err, &wrong) {
			t.Errorf("%s: %v, want a *caret.Error", test.where, err)
			continue
		}
		if diff := cmp.Diff(test.want, wrong.Error()+"\n"+wrong.Picture()); diff != "" {
			t.Errorf("%s:\n%s", test.where, diff)
		}
	}
	if _, err := compile(string(bytes.Repeat([]byte(" "), maxLength+1))); err == nil {
		t.Error("an expression of any length")
	}
}

// Every field that the samples' records have is known, with a value of its kind.
func TestFieldsAreThoseOfRecords(t *testing.T) {
	for _, c := range samples(t) {
		want := map[string]any{}
		b, err := json.Marshal(c)
		if err == nil {
			err = json.Unmarshal(b, &want)
		}
		if err != nil {
			t.Fatal(err)
		}
		holds(t, connection(), "", want)
	}
}

func holds(t *testing.T, f *field, path string, value any) {
	ok := false
	switch v := value.(type) {
	case string:
		ok = f.kind == text || f.kind == instant
	case bool:
		ok = f.kind == truth
	case float64:
		ok = f.kind == number || f.kind == fraction
	case []any:
		ok = f.kind == list
		for _, element := range v {
			holds(t, f.elem, path+"[]", element)
		}
	case map[string]any:
		ok = f.kind == object
		for name, below := range v {
			if m := f.member(name); m != nil {
				holds(t, m, path+"."+name, below)
			} else {
				t.Errorf("%s has no field %s", path, name)
			}
		}
	}
	if !ok {
		t.Errorf("%s: kind %d can't be %v", path, f.kind, value)
	}
}

// samples returns the samples' records.
func samples(t testing.TB) []*record.Connection {
	paths, err := filepath.Glob("../cmd/tlssniff/testdata/golden/*.ndjson")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no records: %v", err)
	}
	var all []*record.Connection
	for _, path := range paths {
		b, err := os.ReadFile(path)
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
	}
	return all
}

// FuzzWhere holds that an expression that compiles can be evaluated for any record, and that one that does not
// says where it is wrong.
func FuzzWhere(f *testing.F) {
	for _, seed := range []string{
		`outcome == "failed" && server.port == 443 or dh_bits < 2048`, `any(findings, .severity == "high" and count(steps, .length > 3) > 1)`,
		`certificates.server[0].not_after - start < duration("7d")`, `"h2" in client_hello.alpn ? true : not post_quantum`,
		`inNetwork(lower(server_name), "::/0")`, `timing.tcp_ms * 2 - -1 / 0 >= 1.5 ?? 3`, `"ü" == 'x' | len()`,
	} {
		f.Add(seed)
	}
	records := append(samples(f)[:20], failed(), &record.Connection{})
	f.Fuzz(func(t *testing.T, source string) {
		e, err := compile(source)
		if err != nil {
			var wrong *caret.Error
			if !errors.As(err, &wrong) || wrong.Message == "" {
				t.Fatalf("%q: %v", source, err)
			}
			wrong.Picture()
			return
		}
		for _, c := range records {
			if _, err := e.evaluate(c); err != nil {
				t.Fatalf("%q: %v", source, err)
			}
		}
	})
}

func BenchmarkMatch(b *testing.B) {
	for name, where := range map[string]string{
		"fields":   `outcome == "failed" && server.port == 443`,
		"absent":   `dh_bits < 2048`,
		"findings": `any(findings, .severity == "high")`,
		"steps":    `any(steps, .message == "alert" and .from == "server")`,
	} {
		b.Run(name, func(b *testing.B) {
			e, err := compile(where)
			if err != nil {
				b.Fatal(err)
			}
			c := samples(b)[0]
			b.ReportAllocs()
			for b.Loop() {
				e.match(c)
			}
		})
	}
}
