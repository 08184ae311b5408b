package tlsparse

import (
	"slices"
	"testing"
)

// Every extension, and every message that no flight has, cut at every byte.
func TestNoCutOfABodyIsTakenForAWholeOne(t *testing.T) {
	for _, test := range []struct {
		name  string
		body  string
		parse func([]byte) error
		whole []int // lengths, but for the whole, at which the body may end
	}{
		{"server_name", "0006 00 0003 612e62", onlyError(ParseServerName), nil},
		{"supported_groups", "0004 001d 0017", onlyError(ParseSupportedGroups), nil},
		{"ec_point_formats", "02 00 01", onlyError(ParseECPointFormats), nil},
		{"signature_algorithms", "0004 0403 0804", onlyError(ParseSignatureAlgorithms), nil},
		{"application_layer_protocol_negotiation", "0006 02 6832 02 6833", onlyError(ParseALPN), nil},
		{"supported_versions", "04 0304 0303", onlyError(ParseSupportedVersions), nil},
		{"supported_versions", "0304", onlyError(ParseSelectedVersion), nil},
		{"key_share", "000a 001d 0002 6162 0a0a 0000", onlyError(ParseClientKeyShares), nil},
		// After its group alone, a server's share is that of a HelloRetryRequest.
		{"key_share", "001d 0002 6162", func(b []byte) error { _, _, err := ParseServerKeyShare(b); return err }, []int{2}},
		{"pre_shared_key", "0008 0002 6162 00000001 0003 02 6364", onlyError(ParsePreSharedKeyOffer), nil},
		{"pre_shared_key", "0001", onlyError(ParseSelectedIdentity), nil},
		{"psk_key_exchange_modes", "02 00 01", onlyError(ParsePSKKeyExchangeModes), nil},
		{"connection_id", "02 6162", onlyError(ParseConnectionID), nil},
		{"cookie", "0002 6162", onlyError(ParseCookie), nil},
		{"early_data", "00004000", onlyError(ParseMaxEarlyDataSize), nil},
		{"record_size_limit", "4001", onlyError(ParseRecordSizeLimit), nil},
		{"renegotiation_info", "02 6162", onlyError(ParseRenegotiationInfo), nil},
		{"status_request", "01 0003 0001 61 0001 62", onlyError(ParseStatusRequest), nil},
		{"status_request_v2", "000b 02 0008 0003 0001 61 0001 62", onlyError(ParseStatusRequestV2), nil},
		{"signed_certificate_timestamp", "0006 0001 61 0001 62", onlyError(ParseSCTList), nil},
		{"certificate_authorities", "0004 0002 3000", onlyError(ParseCertificateAuthorities), nil},
		{"compress_certificate", "04 0002 0001", onlyError(ParseCertificateCompression), nil},
		{"encrypted_client_hello", "00 0001 0003 2a 0002 e1e2 0001 a1", onlyError(ParseECH), nil},

		{"encrypted_extensions", "0008 000a 0004 0002 001d", onlyError(ParseEncryptedExtensions), nil},
		{"certificate", "01 63 00000c 000001 61 0006 0012 0002 6162", onlyError(ParseCertificateTLS13), nil},
		{"compressed_certificate", "0002 000100 000002 6162", onlyError(ParseCompressedCertificate), nil},
		{"certificate_status", "01 000002 6162", onlyError(ParseCertificateStatus), nil},
		{"certificate_status", "02 000008 000001 61 000001 62", onlyError(ParseCertificateStatus), nil},
		{"new_session_ticket", "00001c20 00000001 01 00 0002 6162 0008 002a 0004 00004000", func(b []byte) error { _, err := ParseNewSessionTicket(b, VersionTLS13); return err }, nil},
		{"key_update", "01", onlyError(ParseKeyUpdate), nil},
		{"certificate_request", "01 63 0008 000d 0004 0002 0403", func(b []byte) error { _, err := ParseCertificateRequest(b, VersionTLS13); return err }, nil},
		{"sslv2_error", "00 0001", onlyError(ParseSSLv2Error), nil},
	} {
		body := unhex(t, test.body)
		if err := test.parse(body); err != nil {
			t.Errorf("the whole %s: %v", test.name, err)
		}
		for n := range body {
			broken := problem(t, test.parse(body[:n]))
			switch {
			case slices.Contains(test.whole, n) != (broken == nil):
				t.Errorf("%s cut at %d: %v", test.name, n, broken)
			case broken != nil && (broken.Message != test.name || broken.Offset < 0 || broken.Offset > n || broken.Reason != Truncated):
				t.Errorf("%s cut at %d: %+v", test.name, n, broken)
			}
		}
	}
}

// onlyError makes one form of the parsers, whatever they return.
func onlyError[T any](parse func([]byte) (T, error)) func([]byte) error {
	return func(b []byte) error {
		_, err := parse(b)
		return err
	}
}
