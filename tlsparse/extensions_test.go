package tlsparse

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// extension is one extension on the wire.
func extension(kind ExtensionType, body ...byte) []byte {
	return join([]byte{byte(kind >> 8), byte(kind)}, vector16(body...))
}

func TestDuplicateExtensionsAreFoundWhateverTheirType(t *testing.T) {
	for name, test := range map[string]struct {
		list Extensions
		want ExtensionType
		ok   bool
	}{
		"none":          {nil, 0, false},
		"all differ":    {join(extension(0), extension(64), extension(0xff01), extension(0xfffe), extension(0xffff)), 0, false},
		"a low type":    {join(extension(16), extension(0), extension(16, 1)), 16, true},
		"a high type":   {join(extension(ExtensionECH), extension(1), extension(ExtensionECH)), ExtensionECH, true},
		"the first two": {join(extension(5), extension(6), extension(6), extension(5)), 6, true},
		"one cut short": {join(extension(5), []byte{0, 5, 0, 9}), 0, false},
	} {
		got, ok := test.list.Duplicate()
		if got != test.want || ok != test.ok {
			t.Errorf("%s: %v, %v; want %v, %v", name, got, ok, test.want, test.ok)
		}
	}
}

func TestFindTakesTheFirstOfAType(t *testing.T) {
	list := Extensions(join(extension(0xaaaa, 1), extension(35, 2, 2), extension(35, 3)))
	if body, ok := list.Find(35); !ok || len(body) != 2 {
		t.Errorf("found %x, %v", body, ok)
	}
	if body, ok := list.Find(0); ok {
		t.Errorf("found %x, which is not there", body)
	}
}

// The extensions' bodies, as tests of what each parser returns and of the
// first thing that it finds broken.
func TestExtensionBodies(t *testing.T) {
	type result struct {
		value any
		err   error
	}
	of := func(value any, err error) result { return result{value, err} }
	groups := func(b []byte) result { l, err := ParseSupportedGroups(b); return of(names(l), err) }
	versions := func(b []byte) result { l, err := ParseSupportedVersions(b); return of(names(l), err) }
	selected := func(b []byte) result { v, err := ParseSelectedVersion(b); return of(v.String(), err) }
	schemes := func(b []byte) result { l, err := ParseSignatureAlgorithms(b); return of(names(l), err) }
	compression := func(b []byte) result { l, err := ParseCertificateCompression(b); return of(names(l), err) }
	serverName := func(b []byte) result { n, err := ParseServerName(b); return of(string(n), err) }
	alpn := func(b []byte) result { l, err := ParseALPN(b); return of(texts(l.All()), err) }
	scts := func(b []byte) result { l, err := ParseSCTList(b); return of(texts(l.All()), err) }
	authorities := func(b []byte) result { l, err := ParseCertificateAuthorities(b); return of(texts(l.All()), err) }
	formats := func(b []byte) result { l, err := ParseECPointFormats(b); return of(l, err) }
	modes := func(b []byte) result { l, err := ParsePSKKeyExchangeModes(b); return of(l, err) }
	limit := func(b []byte) result { v, err := ParseRecordSizeLimit(b); return of(v, err) }
	identity := func(b []byte) result { v, err := ParseSelectedIdentity(b); return of(v, err) }
	early := func(b []byte) result { v, err := ParseMaxEarlyDataSize(b); return of(v, err) }
	cid := func(b []byte) result { v, err := ParseConnectionID(b); return of(string(v), err) }
	cookie := func(b []byte) result { v, err := ParseCookie(b); return of(string(v), err) }
	renegotiation := func(b []byte) result { v, err := ParseRenegotiationInfo(b); return of(string(v), err) }
	ech := func(b []byte) result { v, err := ParseECH(b); return of(v, err) }
	status := func(b []byte) result { v, err := ParseStatusRequest(b); return of(v, err) }
	status2 := func(b []byte) result { v, err := ParseStatusRequestV2(b); return of(v, err) }

	const alpnName, sctName = "application_layer_protocol_negotiation", "signed_certificate_timestamp"
	for _, test := range []struct {
		name  string
		parse func([]byte) result
		body  string
		value any
		err   *ParseError
	}{
		{"supported_groups", groups, "0006 001d 0017 0a0a", []string{"x25519", "secp256r1", "GREASE"}, nil},
		{"supported_groups, odd", groups, "0003 001d 00", []string{"x25519"}, &ParseError{"supported_groups", "named_group_list", 0, Malformed}},
		{"supported_groups, cut", groups, "0004 001d", []string(nil), &ParseError{"supported_groups", "named_group_list", 0, Truncated}},
		{"supported_groups, more", groups, "0002 001d 00", []string{"x25519"}, &ParseError{"supported_groups", "named_group_list", 4, Trailing}},
		{"supported_versions", versions, "06 7a7a 0304 0303", []string{"GREASE", "TLS 1.3", "TLS 1.2"}, nil},
		{"supported_versions, odd", versions, "03 0304 03", []string{"TLS 1.3"}, &ParseError{"supported_versions", "versions", 0, Malformed}},
		{"selected version", selected, "7f1c", "TLS 1.3 (draft-28)", nil},
		{"selected version, cut", selected, "03", "0x0000", &ParseError{"supported_versions", "selected_version", 0, Truncated}},
		{"signature_algorithms", schemes, "0006 0403 081a 0303", []string{"ecdsa_secp256r1_sha256", "ecdsa_brainpoolP256r1tls13_sha256", "0x0303"}, nil},
		{"compress_certificate", compression, "04 0002 0001", []string{"brotli", "zlib"}, nil},
		{"compress_certificate, cut", compression, "04 0002", []string(nil), &ParseError{"compress_certificate", "algorithms", 0, Truncated}},

		{"server_name", serverName, "0006 00 0003 612e62", "a.b", nil},
		{"server_name after another kind", serverName, "000b 07 0003 787878 00 0002 6162", "ab", nil},
		{"server_name, empty list", serverName, "0000", "", nil},
		{"server_name, none of its kind", serverName, "0004 01 0001 61", "", nil},
		{"server_name, empty", serverName, "", "", &ParseError{"server_name", "server_name_list", 0, Truncated}},
		{"server_name, cut", serverName, "0006 00 0009 612e62", "", &ParseError{"server_name", "host_name", 3, Truncated}},
		{"server_name, more", serverName, "0006 00 0003 612e62 ff", "a.b", nil},
		{"alpn", alpn, "0006 02 6832 02 6833", []string{"h2", "h3"}, nil},
		{"alpn, an empty name", alpn, "0001 00", []string{""}, nil},
		{"alpn, a name that leaves the list", alpn, "0005 02 6832 02 68", []string{"h2"}, &ParseError{alpnName, "protocol_name_list", 5, Truncated}},
		{"sct list", scts, "0008 0002 6162 0002 6364", []string{"ab", "cd"}, nil},
		{"sct list, cut", scts, "0008 0002 6162 0009 6364", []string{"ab"}, &ParseError{sctName, "sct_list", 6, Truncated}},
		{"certificate_authorities", authorities, "0004 0002 3000", []string{"0\x00"}, nil},

		{"ec_point_formats", formats, "03 00 01 02", []byte{0, 1, 2}, nil},
		{"ec_point_formats, cut", formats, "03 00 01", []byte(nil), &ParseError{"ec_point_formats", "ec_point_format_list", 0, Truncated}},
		{"psk_key_exchange_modes", modes, "02 01 0b", []byte{1, 11}, nil},
		{"psk_key_exchange_modes, more", modes, "01 01 0b", []byte{1}, &ParseError{"psk_key_exchange_modes", "ke_modes", 2, Trailing}},
		{"record_size_limit", limit, "4001", uint16(0x4001), nil},
		{"record_size_limit, cut", limit, "40", uint16(0), &ParseError{"record_size_limit", "record_size_limit", 0, Truncated}},
		{"selected identity", identity, "0001 00", uint16(1), &ParseError{"pre_shared_key", "selected_identity", 2, Trailing}},
		{"max_early_data_size", early, "00004000", uint32(0x4000), nil},
		{"max_early_data_size, empty", early, "", uint32(0), &ParseError{"early_data", "max_early_data_size", 0, Truncated}},
		{"connection_id", cid, "03 616263", "abc", nil},
		{"connection_id, none wanted", cid, "00", "", nil},
		{"connection_id, cut", cid, "04 616263", "", &ParseError{"connection_id", "cid", 0, Truncated}},
		{"cookie", cookie, "0003 616263", "abc", nil},
		{"cookie, cut", cookie, "0004 616263", "", &ParseError{"cookie", "cookie", 0, Truncated}},
		{"renegotiation_info", renegotiation, "00", "", nil},
		{"renegotiation_info, later", renegotiation, "02 6162", "ab", nil},

		{"ech, inner", ech, "01", ECH{Inner: true}, nil},
		{"ech, outer", ech, "00 0001 0003 2a 0002 e1e2 0003 a1a2a3", ECH{KDF: 1, AEAD: 3, ConfigID: 42, Enc: []byte{0xe1, 0xe2}, Payload: []byte{0xa1, 0xa2, 0xa3}}, nil},
		{"ech, outer, cut", ech, "00 0001 0003 2a 0002 e1", ECH{KDF: 1, AEAD: 3, ConfigID: 42}, &ParseError{"encrypted_client_hello", "enc", 6, Truncated}},
		{"ech, another type", ech, "02", ECH{}, &ParseError{"encrypted_client_hello", "type", 0, Malformed}},
		{"status_request", status, "01 0000 0000", StatusRequest{Type: 1, Responders: Vectors16{}, Extensions: []byte{}}, nil},
		{"status_request, another type", status, "02 0000", StatusRequest{Type: 2}, &ParseError{"status_request", "status_type", 0, Malformed}},
		{"status_request, cut", status, "01 0003 0001 61 0001", StatusRequest{Type: 1, Responders: Vectors16{0, 1, 'a'}}, &ParseError{"status_request", "request_extensions", 6, Truncated}},
		{"status_request_v2", status2, "0007 02 0004 0000 0000", StatusRequest{Type: 2, Responders: Vectors16{}, Extensions: []byte{}}, nil},
		{"status_request_v2, another type", status2, "0004 03 0001 61", StatusRequest{Type: 3}, nil},
		{"status_request_v2, cut", status2, "0007 02 0005 0000 0000", StatusRequest{Type: 2}, &ParseError{"status_request_v2", "request", 3, Truncated}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := test.parse(unhex(t, test.body))
			if diff := cmp.Diff(test.value, got.value); diff != "" {
				t.Errorf("value (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.err, problem(t, got.err)); diff != "" {
				t.Errorf("error (-want +got):\n%s", diff)
			}
		})
	}
}

func TestMaxFragmentLength(t *testing.T) {
	for body, want := range map[string]int{"\x01": 512, "\x02": 1024, "\x03": 2048, "\x04": 4096, "\x00": 0, "\x05": 0, "": 0, "\x01\x01": 0} {
		if got := ParseMaxFragmentLength([]byte(body)); got != want {
			t.Errorf("%x stands for %d, want %d", body, got, want)
		}
	}
}
