package glossary

import (
	"strings"
	"testing"

	"github.com/tlssniff/tlssniff/diagnosis"
	"github.com/tlssniff/tlssniff/tlsparse"
	"github.com/tlssniff/tlssniff/tlsparse/iana"
)

func TestExplain(t *testing.T) {
	for term, want := range map[string]string{
		"handshake_failure": "alert handshake_failure (40)", "40": "alert handshake_failure (40)", "A40": "alert handshake_failure (40)",
		"Handshake Failure": "alert handshake_failure (40)", "close_notify": "alert close_notify (0)",
		"TLS 1.2": "version TLS 1.2", "tls1.2": "version TLS 1.2", "1.2": "version TLS 1.2", "TLSv1.2": "version TLS 1.2", "0x0303": "version TLS 1.2",
		"SSLv3": "version SSL 3.0", "DTLS 1.2": "version DTLS 1.2",
		"0xc02f": "cipher suite TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "c02f": "cipher suite TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "0xC0,0x2F": "cipher suite TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
		"tls_ecdhe_rsa_with_aes_128_gcm_sha256": "cipher suite TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "ECDHE-RSA-AES128-GCM-SHA256": "cipher suite TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
		"AES256-SHA": "cipher suite TLS_RSA_WITH_AES_256_CBC_SHA", "ECDHE-ECDSA-CHACHA20-POLY1305": "cipher suite TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
		"DES-CBC3-SHA": "cipher suite TLS_RSA_WITH_3DES_EDE_CBC_SHA", "TLS_AES_128_GCM_SHA256": "cipher suite TLS_AES_128_GCM_SHA256",
		"nonsense": "", "": "", "999": "",
	} {
		var got []string
		for _, e := range Explain(term) {
			got = append(got, e.Kind+" "+e.Name)
		}
		if strings.Join(got, "; ") != want {
			t.Errorf("%q: %q, want %q", term, got, want)
		}
	}
}

func TestEveryAlertIsExplained(t *testing.T) {
	for code := range iana.Alerts() {
		name := tlsparse.AlertDescription(code).String()
		e, ok := explainAlert(name)
		if !ok || e.Title == "" || len(e.Text) == 0 {
			t.Errorf("%s: %+v", name, e)
		}
	}
	for code, a := range alerts {
		for _, cause := range a.causes {
			if _, ok := diagnosis.Lookup(cause); !ok {
				t.Errorf("alert %v names the cause %s, which there is not", code, cause)
			}
		}
	}
}

func TestEverySuiteIsExplained(t *testing.T) {
	for v, name := range iana.CipherSuites() {
		if v > 0xffff {
			continue
		}
		e, ok := explainSuite(name)
		text := strings.Join(e.Text, " ")
		if !ok || e.Title == "" || strings.Contains(text, ": ,") || strings.Contains(text, "()") {
			t.Errorf("%s: %+v", name, e)
		}
	}
	e, _ := explainSuite("0x0005")
	if text := strings.Join(e.Text, " "); !strings.Contains(text, "RC4") || !strings.Contains(e.Title, "do not use") {
		t.Errorf("%+v", e)
	}
}

func FuzzExplain(f *testing.F) {
	for _, term := range []string{"40", "TLS 1.2", "0xc02f", "ECDHE-RSA-AES128-GCM-SHA256", "{0xC0,0x2F}", "A"} {
		f.Add(term)
	}
	f.Fuzz(func(t *testing.T, term string) {
		for _, e := range Explain(term) {
			if e.Name == "" || e.Kind == "" {
				t.Errorf("%q: %+v", term, e)
			}
		}
	})
}
