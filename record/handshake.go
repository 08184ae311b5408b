package record

// ClientHello is the client's offer (RFC 8446, section 4.1.2). Lists hold names
// in wire order; a list is nil where its extension was not sent.
type ClientHello struct {
	Packet
	Length             int      `json:"length"` // of the handshake message's body, in bytes
	RecordVersion      string   `json:"record_version,omitzero"`
	LegacyVersion      string   `json:"legacy_version"`
	Random             string   `json:"random"`
	SessionID          string   `json:"session_id"`
	CipherSuites       []string `json:"cipher_suites,omitzero"`
	CompressionMethods []string `json:"compression_methods,omitzero"`
	Extensions         []string `json:"extensions,omitzero"`

	ServerName              Optional[string] `json:"server_name,omitzero"`
	ALPN                    []string         `json:"alpn,omitzero"`
	SupportedVersions       []string         `json:"supported_versions,omitzero"`
	SupportedGroups         []string         `json:"supported_groups,omitzero"`
	KeyShares               []string         `json:"key_shares,omitzero"`
	SignatureAlgorithms     []string         `json:"signature_algorithms,omitzero"`
	SignatureAlgorithmsCert []string         `json:"signature_algorithms_cert,omitzero"`
	ECPointFormats          []string         `json:"ec_point_formats,omitzero"`
	PSKKeyExchangeModes     []string         `json:"psk_key_exchange_modes,omitzero"`
	PSKIdentities           Optional[int]    `json:"psk_identities,omitzero"`
	SessionTicket           Optional[int]    `json:"session_ticket,omitzero"`
	ExtendedMasterSecret    Optional[bool]   `json:"extended_master_secret,omitzero"`
	EncryptThenMAC          Optional[bool]   `json:"encrypt_then_mac,omitzero"`
	RenegotiationInfo       Optional[bool]   `json:"renegotiation_info,omitzero"`
	StatusRequest           Optional[bool]   `json:"status_request,omitzero"`
	Heartbeat               string           `json:"heartbeat,omitzero"`
	MaxFragmentLength       Optional[int]    `json:"max_fragment_length,omitzero"`
	RecordSizeLimit         Optional[int]    `json:"record_size_limit,omitzero"`
	CertificateCompression  []string         `json:"certificate_compression,omitzero"`
	DelegatedCredentials    []string         `json:"delegated_credentials,omitzero"`
	ECH                     string           `json:"ech,omitzero"`
	EarlyData               Optional[bool]   `json:"early_data,omitzero"`
	QUICTransportParameters []string         `json:"quic_transport_parameters,omitzero"`
	ParseError              string           `json:"parse_error,omitzero"`

	// JSON is the encoding of the members from CipherSuites on, made once by EncodeOffer where many
	// ClientHellos have them in common. It is nil in others.
	JSON []byte `json:"-"`
}

// HelloRetryRequest is the server's demand for another ClientHello (RFC 8446, section 4.1.4).
type HelloRetryRequest struct {
	Packet
	Group  string `json:"group,omitzero"`
	Cookie bool   `json:"cookie"`
}

// ServerHello is the server's choice (RFC 8446, section 4.1.3).
type ServerHello struct {
	Packet
	RecordVersion     string   `json:"record_version,omitzero"`
	LegacyVersion     string   `json:"legacy_version"`
	Random            string   `json:"random"`
	SessionID         string   `json:"session_id"`
	CipherSuite       string   `json:"cipher_suite"`
	CompressionMethod string   `json:"compression_method"`
	Extensions        []string `json:"extensions,omitzero"`

	SelectedVersion      string           `json:"selected_version,omitzero"`
	KeyShare             string           `json:"key_share,omitzero"`
	ALPN                 Optional[string] `json:"alpn,omitzero"`
	PreSharedKey         Optional[int]    `json:"pre_shared_key,omitzero"` // selected identity
	DowngradeSentinel    string           `json:"downgrade_sentinel,omitzero"`
	ExtendedMasterSecret Optional[bool]   `json:"extended_master_secret,omitzero"`
	EncryptThenMAC       Optional[bool]   `json:"encrypt_then_mac,omitzero"`
	RenegotiationInfo    Optional[bool]   `json:"renegotiation_info,omitzero"`
	SessionTicket        Optional[bool]   `json:"session_ticket,omitzero"`
	Heartbeat            string           `json:"heartbeat,omitzero"`
	ParseError           string           `json:"parse_error,omitzero"`

	// JSON is the encoding of the members from CipherSuite on, made once by EncodeChoice where many
	// ServerHellos have them in common. It is nil in others.
	JSON []byte `json:"-"`
}

// ServerKeyExchange tells what the server's and, in ClientSignatureScheme, the
// client's visible signatures were made with (RFC 5246, sections 7.4.3 and 7.4.8).
type ServerKeyExchange struct {
	Group                 string        `json:"group,omitzero"`
	DHBits                Optional[int] `json:"dh_bits,omitzero"`
	SignatureScheme       string        `json:"signature_scheme,omitzero"`
	ClientSignatureScheme string        `json:"client_signature_scheme,omitzero"`
}

// CertificateRequest is the server's wish for the client's certificate (RFC 5246, section 7.4.4).
type CertificateRequest struct {
	Packet
	Types               []string `json:"types,omitzero"`
	SignatureAlgorithms []string `json:"signature_algorithms,omitzero"`
	Authorities         []string `json:"authorities,omitzero"` // RFC 4514
}

// Alert is one alert (RFC 8446, section 6). Of an encrypted one only the fact is known.
type Alert struct {
	Time Time `json:"time"`
	Packet
	From        string          `json:"from"`
	Level       string          `json:"level,omitzero"`
	Description string          `json:"description,omitzero"`
	Code        Optional[uint8] `json:"code,omitzero"`
	Encrypted   bool            `json:"encrypted"`
}

// Step is one thing that a side did in the handshake.
type Step struct {
	Time Time `json:"time"`
	Packet
	From    string `json:"from"`
	Message string `json:"message"`
	Length  int    `json:"length"`
	Note    string `json:"note,omitzero"`
	// Fits names what an encrypted record of TLS 1.3 can hold, by its size, the suite
	// and the padding that stacks add; nil where it can be anything.
	Fits []string `json:"fits,omitzero"`
	// Claims is the length of payload that a heartbeat claims to have.
	Claims Optional[int] `json:"claims,omitzero"`
	// ParseError says what of the message breaks its RFC's form.
	ParseError string `json:"parse_error,omitzero"`
}

// The members of Step.Fits.
const (
	FitsAlert            = "alert"
	FitsFinished         = "finished"
	FitsEmptyCertificate = "empty_certificate"
	// FitsEmptyAndFinished is an empty Certificate and a Finished in one record.
	FitsEmptyAndFinished = "empty_certificate_and_finished"
)
