package tlsparse

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestNewSessionTickets(t *testing.T) {
	m, err := ParseNewSessionTicket(first(t, "tls12_rsa", "new_session_ticket"), VersionTLS12)
	if m.Lifetime != 7200 || len(m.Ticket) != 176 || m.Nonce != nil || m.Extensions != nil || err != nil {
		t.Errorf("TLS 1.2: %d s, %d bytes, %v", m.Lifetime, len(m.Ticket), err)
	}

	body := unhex(t, "00015180 01020304 01 00 0003 616263 0008 002a 0004 00004000")
	m, err = ParseNewSessionTicket(body, VersionTLS13)
	want := NewSessionTicket{Lifetime: 86400, AgeAdd: 0x01020304, Nonce: []byte{0}, Ticket: []byte("abc"), Extensions: extension(ExtensionEarlyData, 0, 0, 0x40, 0)}
	if diff := cmp.Diff(want, m); diff != "" || err != nil {
		t.Errorf("TLS 1.3: %v (-want +got):\n%s", err, diff)
	}
	for n := range body {
		if _, err := ParseNewSessionTicket(body[:n], VersionTLS13); err == nil {
			t.Errorf("TLS 1.3, cut at %d: no error", n)
		}
	}
}

func TestEncryptedExtensions(t *testing.T) {
	for body, want := range map[string]*ParseError{
		"0004 0000 0000":    nil,
		"0000":              nil,
		"":                  {"encrypted_extensions", "extensions", 0, Truncated},
		"0004 0000 0000 00": {"encrypted_extensions", "extensions", 6, Trailing},
		"0005 0000 0000 00": {"encrypted_extensions", "extensions", 6, Truncated},
	} {
		list, err := ParseEncryptedExtensions(unhex(t, body))
		if diff := cmp.Diff(want, problem(t, err)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", body, diff)
		}
		if _, acknowledged := list.Find(ExtensionServerName); acknowledged != (len(body) > 4) {
			t.Errorf("%s: server_name %v", body, acknowledged)
		}
	}
}

func TestKeyUpdate(t *testing.T) {
	for body, want := range map[string]struct {
		requested bool
		err       *ParseError
	}{
		"00":   {false, nil},
		"01":   {true, nil},
		"02":   {false, &ParseError{"key_update", "request_update", 0, Malformed}},
		"":     {false, &ParseError{"key_update", "request_update", 0, Truncated}},
		"0100": {true, &ParseError{"key_update", "request_update", 1, Trailing}},
	} {
		requested, err := ParseKeyUpdate(unhex(t, body))
		if diff := cmp.Diff(want.err, problem(t, err)); diff != "" || requested != want.requested {
			t.Errorf("%q: %v (-want +got):\n%s", body, requested, diff)
		}
	}
}

func TestCompressedCertificate(t *testing.T) {
	m, err := ParseCompressedCertificate(unhex(t, "0002 000800 000003 616263"))
	if diff := cmp.Diff(CompressedCertificate{Algorithm: 2, UncompressedLength: 2048, Message: []byte("abc")}, m); diff != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	_, err = ParseCompressedCertificate(unhex(t, "0002 000800 000004 616263"))
	if diff := cmp.Diff(&ParseError{"compressed_certificate", "compressed_certificate_message", 5, Truncated}, problem(t, err)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
