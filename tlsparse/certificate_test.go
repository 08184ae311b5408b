package tlsparse

import (
	"crypto/x509"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCertificateMessageGivesDER(t *testing.T) {
	list, err := ParseCertificate(first(t, "tls12_rsa", "certificate"))
	if err != nil {
		t.Fatal(err)
	}
	var subjects []string
	for der := range list.All() {
		c, err := x509.ParseCertificate(der)
		if err != nil {
			t.Fatal(err)
		}
		subjects = append(subjects, c.Subject.String())
	}
	if diff := cmp.Diff([]string{"CN=server.example"}, subjects); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestCertificateLists(t *testing.T) {
	for name, test := range map[string]struct {
		body string
		want []string
		err  *ParseError
	}{
		"an empty list":            {"000000", nil, nil},
		"two":                      {"000009 000002 6161 000001 62", []string{"aa", "b"}, nil},
		"a list that is cut short": {"0000ff 000002 6161 000001 62", []string{"aa", "b"}, &ParseError{"certificate", "certificate_list", 0, Truncated}},
		"one that leaves the list": {"000009 000002 6161 000005 62", []string{"aa"}, &ParseError{"certificate", "certificate", 8, Truncated}},
		"bytes that follow":        {"000005 000002 6161 00", []string{"aa"}, &ParseError{"certificate", "certificate_list", 8, Trailing}},
		"less than a length":       {"0000", nil, &ParseError{"certificate", "certificate_list", 0, Truncated}},
	} {
		t.Run(name, func(t *testing.T) {
			list, err := ParseCertificate(unhex(t, test.body))
			if diff := cmp.Diff(test.want, texts(list.All())); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.err, problem(t, err)); diff != "" {
				t.Errorf("error (-want +got):\n%s", diff)
			}
		})
	}
}

func TestCertificatesOfTLS13(t *testing.T) {
	type entry struct {
		DER        string
		Extensions []string
	}
	for name, test := range map[string]struct {
		body    string
		context string
		want    []entry
		err     *ParseError
	}{
		"two, one with an extension": {"00 000010 000001 61 0004 00120000 000001 62 0000", "", []entry{{"a", []string{"signed_certificate_timestamp"}}, {"b", nil}}, nil},
		"with a context":             {"02 6374 000000", "ct", nil, nil},
		"an extension cut short":     {"00 00000a 000001 61 0004 00120009", "", []entry{{"a", nil}}, &ParseError{"certificate", "extensions", 10, Truncated}},
		"no extensions":              {"00 000004 000001 61", "", nil, &ParseError{"certificate", "extensions", 8, Truncated}},
		"a list that is cut short":   {"00 000099 000001 61 0000", "", []entry{{"a", nil}}, &ParseError{"certificate", "certificate_list", 1, Truncated}},
	} {
		t.Run(name, func(t *testing.T) {
			m, err := ParseCertificateTLS13(unhex(t, test.body))
			var got []entry
			for der, extensions := range m.Entries.All() {
				e := entry{DER: string(der)}
				for kind := range extensions.All() {
					e.Extensions = append(e.Extensions, kind.String())
				}
				got = append(got, e)
			}
			if diff := cmp.Diff(test.want, got); diff != "" || string(m.Context) != test.context {
				t.Errorf("context %q (-want +got):\n%s", m.Context, diff)
			}
			if diff := cmp.Diff(test.err, problem(t, err)); diff != "" {
				t.Errorf("error (-want +got):\n%s", diff)
			}
		})
	}
}

func TestCertificateRequestHasAFormForEachVersion(t *testing.T) {
	type request struct {
		Types       []string
		Schemes     int
		Authorities int
		Context     string
	}
	tell := func(m CertificateRequest) request {
		r := request{Schemes: m.SignatureAlgorithms.Len(), Context: string(m.Context), Authorities: len(texts(m.Authorities.All()))}
		for _, v := range m.Types {
			r.Types = append(r.Types, ClientCertificateType(v).String())
		}
		return r
	}
	tls13 := unhex(t, "01 63 0016 000d 0006 0004 0403 0804 002f 0008 0006 0004 30023000")
	for name, test := range map[string]struct {
		body    []byte
		version ProtocolVersion
		want    request
		err     *ParseError
	}{
		"TLS 1.0": {first(t, "tls10_client_auth", "certificate_request"), VersionTLS10,
			request{Types: []string{"rsa_sign", "dss_sign", "ecdsa_sign"}, Authorities: 1}, nil},
		"TLS 1.2": {first(t, "tls12_client_auth", "certificate_request"), VersionTLS12,
			request{Types: []string{"rsa_sign", "dss_sign", "ecdsa_sign"}, Schemes: 23, Authorities: 1}, nil},
		"TLS 1.3": {tls13, VersionTLS13, request{Context: "c", Schemes: 2, Authorities: 1}, nil},
		"TLS 1.3, broken algorithms": {unhex(t, "00 0007 000d 0003 0004 04"), VersionTLS13, request{},
			&ParseError{"signature_algorithms", "supported_signature_algorithms", 0, Truncated}},
		"TLS 1.3, cut": {tls13[:14], VersionTLS13, request{Context: "c", Schemes: 2},
			&ParseError{"certificate_request", "extensions", 2, Truncated}},
		"a name that leaves its list": {unhex(t, "01 01 0004 0004 3000"), VersionTLS11, request{Types: []string{"rsa_sign"}},
			&ParseError{"certificate_request", "certificate_authorities", 4, Truncated}},
	} {
		t.Run(name, func(t *testing.T) {
			m, err := ParseCertificateRequest(test.body, test.version)
			if diff := cmp.Diff(test.want, tell(m)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.err, problem(t, err)); diff != "" {
				t.Errorf("error (-want +got):\n%s", diff)
			}
		})
	}
}

func TestCertificateStatus(t *testing.T) {
	for name, test := range map[string]struct {
		body string
		want string
		err  *ParseError
	}{
		"ocsp":           {"01 000003 616263", "abc", nil},
		"ocsp, cut":      {"01 000004 616263", "", &ParseError{"certificate_status", "response", 1, Truncated}},
		"ocsp_multi":     {"02 000009 000002 6161 000001 62", "aa", nil},
		"multi, empty":   {"02 000003 000000", "", nil},
		"multi, cut":     {"02 000005 000009 6161", "", &ParseError{"certificate_status", "response", 4, Truncated}},
		"ocsp, more":     {"01 000001 61 00", "a", &ParseError{"certificate_status", "response", 5, Trailing}},
		"multi, more":    {"02 000004 000001 61 00", "a", &ParseError{"certificate_status", "ocsp_response_list", 8, Trailing}},
		"multi, no list": {"02 0000", "", &ParseError{"certificate_status", "ocsp_response_list", 1, Truncated}},
		"another type":   {"03 000000", "", &ParseError{"certificate_status", "status_type", 0, Malformed}},
		"nothing":        {"", "", &ParseError{"certificate_status", "status_type", 0, Truncated}},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := ParseCertificateStatus(unhex(t, test.body))
			if string(got) != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
			if diff := cmp.Diff(test.err, problem(t, err)); diff != "" {
				t.Errorf("error (-want +got):\n%s", diff)
			}
		})
	}
}

func TestCertificateVerify(t *testing.T) {
	scheme, err := ParseCertificateVerify(first(t, "tls12_client_auth", "certificate_verify"))
	if scheme.String() != "ecdsa_secp256r1_sha256" || err != nil {
		t.Errorf("TLS 1.2: %s, %v", scheme, err)
	}
	m, err := ParseCertificateVerifyMessage(first(t, "tls10_client_auth", "certificate_verify"), VersionTLS10)
	if m.Scheme != 0 || len(m.Signature) != 71 || err != nil {
		t.Errorf("TLS 1.0: %s, %d bytes, %v", m.Scheme, len(m.Signature), err)
	}
}
