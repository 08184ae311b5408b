package diagnosis

import (
	"testing"

	"github.com/tlssniff/tlssniff/record"
)

func broken(s *record.Step) { s.ParseError = "client_hello: extensions at byte 89 runs past the end" }

func TestBroken(t *testing.T) {
	hello := func(edit ...func(*ch)) *scene { return begin(failed, "fin_server").hello(edit...) }
	flight := func() *scene { return hello().flight12(certificate(), intermediate()) }
	retried := func(edit ...func(*ch)) *scene {
		c := hello().step(server, "hello_retry_request")
		c.HelloRetryRequest = &record.HelloRetryRequest{Packet: record.Packet{Number: c.packet}, Group: "secp256r1"}
		return c.hello(edit...)
	}
	run(t, []example{
		{
			name:  "a form that is broken",
			c:     hello().with(func(c *record.Connection) { broken(&c.Steps[0]) }).alert(server, 50, "decode_error"),
			cause: MalformedMessage, confidence: certain, says: []string{"byte 89"},
		},
		{
			name: "a damaged certificate",
			c: hello().choice("TLS 1.2", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256").
				step(server, "certificate", func(s *record.Step) { s.ParseError = "certificate at byte 3 runs past the end" }).alert(client, 50, "decode_error"),
			cause: CorruptedRecord, confidence: likely,
		},
		{name: "a record that is too long", c: begin(failed, "fin_server").step(client, "not_a_record").alert(server, 22, "record_overflow"), cause: CorruptedRecord, confidence: certain},
		{name: "garbage", c: begin(failed, "fin_server").step(client, "not_a_record").alert(server, 10, "unexpected_message"), cause: MalformedMessage, confidence: likely},
		{
			name: "an extension that stands twice", c: hello(func(h *ch) { h.Extensions = append(h.Extensions, "server_name") }).alert(server, 47, "illegal_parameter"),
			cause: IllegalParameter, confidence: certain, says: []string{"server_name stands twice"},
		},
		{
			name:  "compression in TLS 1.3",
			c:     hello(func(h *ch) { h.SupportedVersions, h.CompressionMethods = []string{"TLS 1.3"}, []string{"DEFLATE"} }).alert(server, 47, "illegal_parameter"),
			cause: IllegalParameter, confidence: certain, says: []string{"DEFLATE"},
		},
		{
			name:  "a suite that was not offered",
			c:     hello().choice("TLS 1.2", "TLS_RSA_WITH_RC4_128_MD5").alert(client, 47, "illegal_parameter"),
			cause: IllegalParameter, confidence: certain, says: []string{"TLS_RSA_WITH_RC4_128_MD5 was not offered"},
		},
		{name: "a parameter that can't be seen", c: hello().alert(server, 47, "illegal_parameter"), cause: IllegalParameter, confidence: likely},
		{
			name:  "two HelloRetryRequests",
			c:     retried(func(h *ch) { h.KeyShares = []string{"secp256r1"} }).step(server, "hello_retry_request").alert(client, 10, "unexpected_message"),
			cause: HelloRetryFailed, confidence: certain,
		},
		{
			name:  "a second ClientHello that changed",
			c:     retried(func(h *ch) { h.CipherSuites = []string{"TLS_AES_128_GCM_SHA256"} }).alert(server, 47, "illegal_parameter"),
			cause: HelloRetryFailed, confidence: certain, says: []string{"its cipher suites"},
		},
		{name: "a message out of place", c: flight().hello().alert(server, 10, "unexpected_message"), cause: UnexpectedMessage, confidence: certain, says: []string{"client_hello out of place"}},
		{
			name:  "a ChangeCipherSpec without keys",
			c:     flight().step(client, "change_cipher_spec").alert(server, 10, "unexpected_message"),
			cause: UnexpectedMessage, confidence: certain,
		},
		{
			name:  "a flight without a certificate",
			c:     hello().choice("TLS 1.2", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256").step(server, "server_hello_done").alert(client, 40, "handshake_failure"),
			cause: UnexpectedMessage, confidence: likely,
		},
		{
			name: "Finished can't be read",
			c: flight().step(client, "client_key_exchange").step(client, "change_cipher_spec").step(client, "encrypted_handshake").
				alert(server, 20, "bad_record_mac"),
			cause: FinishedMismatch, confidence: likely,
		},
		{name: "a signature that does not fit", c: flight().alert(client, 51, "decrypt_error"), cause: SignatureInvalid, confidence: certain},
		{name: "records of TLS 1.3 that can't be read", c: hello().flight13().alert(client, 20, "bad_record_mac"), cause: CorruptedRecord, confidence: possible, says: []string{FinishedMismatch}},
		{name: "internal_error", c: hello().alert(server, 80, "internal_error"), cause: PeerInternalError, confidence: certain},
		{name: "user_canceled", c: flight().alert(client, 90, "user_canceled"), cause: UserCanceled, confidence: certain},
		{name: "an alert that nothing explains", c: flight().alert(client, 49, "access_denied"), cause: ServerCertificateRejected, confidence: likely},
		{name: "an alert of another kind", c: flight().alert(client, 21, "decryption_failed"), cause: Unexplained, confidence: possible},
		{
			name:  "an alert alone, of a capture without the ClientHello",
			c:     begin(failed, "fin_server").alert(server, 40, "handshake_failure").with(func(c *record.Connection) { c.Capture.OneSided = server }),
			cause: CaptureIncomplete, confidence: certain,
		},
		{
			name: "a server of TLS 1.3 that gives up before its certificate",
			c: hello(func(h *ch) { h.SignatureAlgorithms = []string{"rsa_pss_rsae_sha256"} }).choice("TLS 1.3", "TLS_AES_128_GCM_SHA256").
				step(server, "encrypted_handshake", sized(65)).hidden(server).fin(client),
			cause: NoSharedSignatureAlgorithm, confidence: possible,
		},
	})
}

func TestEstablishedIsNotDiagnosed(t *testing.T) {
	if d := Diagnose(known12().Connection, nil); d != nil {
		t.Errorf("diagnosed: %+v", d)
	}
}

func TestNothingIsTooLittle(t *testing.T) {
	for _, outcome := range []string{failed, aborted, incomplete, notTLS} {
		if d := Diagnose(&record.Connection{Outcome: outcome}, nil); d == nil || d.Summary == "" {
			t.Errorf("%s: %+v", outcome, d)
		}
	}
}
