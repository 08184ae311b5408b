package story_test

import (
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/tlssniff/tlssniff/record"
	"github.com/tlssniff/tlssniff/report/story"
)

// TestHostileNamesAreHarmless holds that nothing from the wire reaches the terminal
// as it came, however long it is.
func TestHostileNamesAreHarmless(t *testing.T) {
	const evil = "a\x1b]0;owned\x07\r\n\x9b31m\u202eb\xff"
	huge := make([]string, 30_000)
	for i := range huge {
		huge[i] = evil + strings.Repeat("x", 1000)
	}
	c := connection(evil, evil)
	c.UID, c.Capture.Source, c.Capture.Sources, c.ServerName = evil, evil, huge, record.Some(strings.Repeat(evil, 10_000))
	c.Steps = []record.Step{step(1, 4, "client", "client_hello", 1), step(1, 5, "server", "certificate", 1), step(1, 6, "server", "certificate_request", 1), step(1, 7, evil, evil, 1)}
	c.ClientHello = &record.ClientHello{
		Packet: record.Packet{Number: 4}, ServerName: record.Some(evil), ALPN: huge, CipherSuites: huge,
		SupportedVersions: huge, SupportedGroups: huge, KeyShares: huge,
	}
	c.CertificateRequest = &record.CertificateRequest{Types: huge, Authorities: huge}
	leaf := &record.Certificate{Subject: record.Some(evil), Issuer: record.Some(evil), DNSNames: huge, NotAfter: record.Some(time.Time{})}
	c.Certificates = &record.Certificates{Server: make([]record.PresentedCertificate, 5000)}
	for i := range c.Certificates.Server {
		c.Certificates.Server[i].Certificate = leaf
	}
	c.Verification = &record.Verification{Status: evil, Errors: huge, Chain: huge}
	c.Diagnosis = &record.Diagnosis{Summary: strings.Join(huge[:100], ""), Evidence: huge, Advice: huge}
	for range 5000 {
		c.Findings = append(c.Findings, record.Finding{Severity: evil, Title: evil, Detail: evil})
	}
	drawn := draw(t, c, story.Look{Width: 80, Unicode: true})
	harmless(t, drawn)
	fitsTerminal(t, "hostile", drawn, 80)
	if len(drawn) > 200_000 {
		t.Errorf("the story has %d bytes", len(drawn))
	}
}

// FuzzTell tells records whose fields are filled by chance.
func FuzzTell(f *testing.F) {
	for seed := range uint64(300) {
		f.Add(seed, uint8(80))
	}
	f.Fuzz(func(t *testing.T, seed uint64, width uint8) {
		c := new(record.Connection)
		fill(rand.New(rand.NewPCG(seed, 1)), reflect.ValueOf(c).Elem())
		harmless(t, draw(t, c, story.Look{Width: int(width), Unicode: seed%2 == 0}))
	})
}

// words are what records hold, and what they should not.
var words = []string{
	"", "client", "server", "\x1b[31m", "\xff\xfe", "漢字", "\u202e", "TLS 1.2", "TLS 1.3", "GREASE", "established", "failed", "aborted",
	"not_tls", "incomplete", "fin_client", "fin_server", "rst_server", "fin_", "timeout", "open", "client_hello", "server_hello",
	"hello_retry_request", "certificate", "certificate_request", "certificate_status", "certificate_verify", "server_key_exchange",
	"client_key_exchange", "change_cipher_spec", "encrypted_handshake", "encrypted_alert", "alert", "application_data", "heartbeat",
	"missing_bytes", "not_a_record", "finished", "early data", "close_notify", "unknown_ca", "psk", "none", "empty", "offered", "capture",
	"_", "0x7a", "%s%d", strings.Repeat("long ", 60),
}

// fill fills a value by reflection, so that a field that is new is filled too.
func fill(r *rand.Rand, v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			v.Set(reflect.ValueOf(time.Unix(r.Int64N(1e11)-5e10, 0)))
			return
		}
		for i := range v.NumField() {
			fill(r, v.Field(i))
		}
	case reflect.Pointer:
		if r.IntN(4) > 0 {
			v.Set(reflect.New(v.Type().Elem()))
			fill(r, v.Elem())
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), r.IntN(9), 9))
		for i := range v.Len() {
			fill(r, v.Index(i))
		}
	case reflect.String:
		v.SetString(words[r.IntN(len(words))])
	case reflect.Bool:
		v.SetBool(r.IntN(2) == 0)
	case reflect.Float64:
		v.SetFloat(r.NormFloat64() * 1e3)
	default:
		number(r, v)
	}
}

// number fills a whole number: mostly small, so that packets and alerts meet.
func number(r *rand.Rand, v reflect.Value) {
	n := r.Uint64() >> (r.IntN(64))
	if r.IntN(4) > 0 {
		n %= 5
	}
	if v.CanInt() {
		v.SetInt(int64(n))
		return
	}
	v.SetUint(n)
}
