package record

import "time"

// Certificates holds what each side presented, leaf first, as sent.
type Certificates struct {
	Server []PresentedCertificate `json:"server,omitzero"`
	Client []PresentedCertificate `json:"client,omitzero"`
}

// PresentedCertificate is a certificate and the packet that brought it. The
// certificate itself is shared by every record that shows it: never write to it.
type PresentedCertificate struct {
	Packet
	*Certificate
}

// Certificate is what was read of one X.509 certificate (RFC 5280). SHA256,
// SHA1 and Length are always there; the rest as far as it could be read.
type Certificate struct {
	SHA256             string              `json:"sha256"`
	SHA1               string              `json:"sha1"`
	Length             int                 `json:"length"`
	Subject            Optional[string]    `json:"subject,omitzero"` // RFC 4514
	Issuer             Optional[string]    `json:"issuer,omitzero"`  // RFC 4514
	CommonName         Optional[string]    `json:"common_name,omitzero"`
	Serial             Optional[string]    `json:"serial,omitzero"` // hex
	Version            Optional[int]       `json:"version,omitzero"`
	NotBefore          Optional[time.Time] `json:"not_before,omitzero"` // UTC
	NotAfter           Optional[time.Time] `json:"not_after,omitzero"`  // UTC
	DNSNames           []string            `json:"dns_names,omitzero"`
	IPAddresses        []string            `json:"ip_addresses,omitzero"`
	Emails             []string            `json:"emails,omitzero"`
	URIs               []string            `json:"uris,omitzero"`
	KeyAlgorithm       string              `json:"key_algorithm,omitzero"`
	KeyBits            Optional[int]       `json:"key_bits,omitzero"`
	KeyExponent        Optional[uint64]    `json:"key_exponent,omitzero"` // RSA; absent where it has more than 64 bits
	Curve              string              `json:"curve,omitzero"`
	SignatureAlgorithm string              `json:"signature_algorithm,omitzero"`
	IsCA               Optional[bool]      `json:"is_ca,omitzero"`
	PathLength         Optional[int]       `json:"path_length,omitzero"` // CAs that may follow (RFC 5280, section 4.2.1.9)
	SelfSigned         Optional[bool]      `json:"self_signed,omitzero"`
	KeyUsage           []string            `json:"key_usage,omitzero"`
	ExtendedKeyUsage   []string            `json:"extended_key_usage,omitzero"`
	SPKISHA256         string              `json:"spki_sha256,omitzero"`
	ParseError         string              `json:"parse_error,omitzero"`

	// JSON is the encoding of this certificate's members without the braces,
	// made once by EncodeCertificate so that a certificate that comes again is
	// not encoded again. It is nil in a record that was read back.
	JSON []byte `json:"-"`
	// DER is the certificate as it was sent; nil in a record that was read back, and where it was too long to be kept.
	DER []byte `json:"-"`
}

// Verification tells whether the server's chain leads to a known root.
type Verification struct {
	Status string   `json:"status"`
	Errors []string `json:"errors,omitzero"`
	Chain  []string `json:"chain,omitzero"` // subjects, leaf to root, as far as it leads
	// MissingIssuer is the subject of the certificate that the chain lacks, where it is incomplete.
	MissingIssuer string `json:"missing_issuer,omitzero"`
	Roots         string `json:"roots,omitzero"`
}

// OCSP is a stapled OCSP response (RFC 6960).
type OCSP struct {
	Status     string              `json:"status"`
	ProducedAt Optional[time.Time] `json:"produced_at,omitzero"`
	ThisUpdate Optional[time.Time] `json:"this_update,omitzero"`
	NextUpdate Optional[time.Time] `json:"next_update,omitzero"`
	Responder  string              `json:"responder,omitzero"`
}

// SCT is a signed certificate timestamp (RFC 6962, section 3.2).
type SCT struct {
	Source    string    `json:"source"`
	LogID     string    `json:"log_id"`
	Timestamp time.Time `json:"timestamp"`
}
