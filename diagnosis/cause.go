// Package diagnosis says why a handshake failed: one cause, how sure it is, the
// packets that prove it, and what to change. It reads records and what is known
// of the other connections of the input, never bytes.
//
// A cause is a rule in the file of its family, and an entry with its words in
// causes_*.go.
package diagnosis

// Cause is one reason why a handshake fails.
type Cause struct {
	// Code is the cause's name in records.
	Code string
	// Title says it in a few words, Explanation in two or three sentences for a
	// person who does not read RFCs.
	Title, Explanation string
	// Seen says what shows it on the wire.
	Seen string
	// Advice says what to change, each beginning with the side that can.
	Advice []string
}

// What the two sides agree on.
const (
	NoSharedVersion            = "no_shared_version"
	VersionIntolerance         = "version_intolerance"
	InappropriateFallback      = "inappropriate_fallback"
	DowngradeDetected          = "downgrade_detected"
	NoSharedCipherSuite        = "no_shared_cipher_suite"
	NoCipherForCertificate     = "no_cipher_for_certificate"
	NoSharedGroup              = "no_shared_group"
	HelloRetryFailed           = "hello_retry_failed"
	NoSharedSignatureAlgorithm = "no_shared_signature_algorithm"
	NoSharedALPN               = "no_shared_alpn"
	UnrecognizedName           = "unrecognized_name"
	MissingServerName          = "missing_server_name"
	MissingExtension           = "missing_extension"
	RenegotiationRefused       = "renegotiation_refused"
	PSKRejected                = "psk_rejected"
	ECHRejected                = "ech_rejected"
	InsufficientSecurity       = "insufficient_security"
)

// The server's certificate.
const (
	ServerCertificateExpired     = "server_certificate_expired"
	ServerCertificateNotYetValid = "server_certificate_not_yet_valid"
	ClientClockWrong             = "client_clock_wrong"
	ServerCertificateSelfSigned  = "server_certificate_self_signed"
	ServerCertificateUnknownCA   = "server_certificate_unknown_ca"
	ServerChainIncomplete        = "server_chain_incomplete"
	ServerNameMismatch           = "server_name_mismatch"
	ServerCertificateWeak        = "server_certificate_weak"
	ServerCertificateRevoked     = "server_certificate_revoked"
	ServerCertificateWrongUsage  = "server_certificate_wrong_usage"
	ServerCertificateRejected    = "server_certificate_rejected"
)

// The client's certificate.
const (
	ClientCertificateMissing           = "client_certificate_missing"
	ClientCertificateIssuerNotAccepted = "client_certificate_issuer_not_accepted"
	ClientCertificateExpired           = "client_certificate_expired"
	ClientCertificateUnknownCA         = "client_certificate_unknown_ca"
	ClientCertificateTypeMismatch      = "client_certificate_type_mismatch"
	ClientCertificateRejected          = "client_certificate_rejected"
)

// Transport and middleboxes.
const (
	ResetAfterClientHello         = "reset_after_client_hello"
	ClosedAfterClientHello        = "closed_after_client_hello"
	ClientHelloDropped            = "client_hello_dropped"
	ClientHelloUnanswered         = "client_hello_unanswered"
	FragmentedClientHelloRejected = "fragmented_client_hello_rejected"
	ServerFlightLost              = "server_flight_lost"
	ClientStalled                 = "client_stalled"
	ResetDuringHandshake          = "reset_during_handshake"
	ClosedDuringHandshake         = "closed_during_handshake"
	ClientClosedAfterServerFlight = "client_closed_after_server_flight"
)

// Not TLS, or not yet.
const (
	PlaintextToTLSServer    = "plaintext_to_tls_server"
	TLSToPlaintextServer    = "tls_to_plaintext_server"
	StartTLSRefused         = "starttls_refused"
	ProxyRefused            = "proxy_refused"
	ProxyProtocolUnexpected = "proxy_protocol_unexpected"
)

// Broken or attacked.
const (
	FinishedMismatch  = "finished_mismatch"
	SignatureInvalid  = "signature_invalid"
	CorruptedRecord   = "corrupted_record"
	MalformedMessage  = "malformed_message"
	UnexpectedMessage = "unexpected_message"
	IllegalParameter  = "illegal_parameter"
	PeerInternalError = "peer_internal_error"
	UserCanceled      = "user_canceled"
)

// TLS 1.3 and QUIC, where the alert is encrypted.
const (
	ClientRejectedServer    = "client_rejected_server"
	ServerRejectedClient    = "server_rejected_client"
	AbortedAfterServerHello = "aborted_after_server_hello"
	QUICNoSharedVersion     = "quic_no_shared_version"
	QUICUnanswered          = "quic_unanswered"
	QUICClosed              = "quic_closed"
)

// Otherwise.
const (
	Unexplained       = "unexplained"
	CaptureIncomplete = "capture_incomplete"
)
