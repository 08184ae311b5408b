// Package record holds the connection record: the sheet that is filled while a
// connection is followed, and the contract with everything that reads our
// output. Field names are stable: one may be added, never renamed or given
// another meaning. docs/record.md tells what each field means.
//
// The package imports nothing of ours. It knows how a record is encoded and read
// back, not how one is made.
package record

// Schema is the value of every record's schema field.
const Schema = "tlssniff.connection/1"

// Connection is the record of one TLS connection.
//
// A field that was not seen on the wire is absent: nil, an absent Optional, or
// an empty string where an empty one can't be seen. A list that was seen and
// is empty is empty but not nil.
type Connection struct {
	Schema      string  `json:"schema"`
	UID         string  `json:"uid"`
	CommunityID string  `json:"community_id,omitzero"`
	Capture     Capture `json:"capture"`

	Transport string      `json:"transport"`
	StartTLS  string      `json:"starttls,omitzero"`
	Proxy     *Proxy      `json:"proxy,omitzero"`
	Client    Endpoint    `json:"client"`
	Server    Endpoint    `json:"server"`
	Link      *Link       `json:"link,omitzero"`
	TCP       *TCP        `json:"tcp,omitzero"`
	QUIC      *QUIC       `json:"quic,omitzero"`
	First     *FirstBytes `json:"first_bytes,omitzero"`

	Start   Time   `json:"start"`
	End     Time   `json:"end"`
	Close   string `json:"close"`
	Outcome string `json:"outcome"`

	Version          string           `json:"version,omitzero"`
	CipherSuite      string           `json:"cipher_suite,omitzero"`
	CipherSuiteID    Optional[uint16] `json:"cipher_suite_id,omitzero"`
	KeyExchangeGroup string           `json:"key_exchange_group,omitzero"`
	DHBits           Optional[int]    `json:"dh_bits,omitzero"`
	PostQuantum      Optional[bool]   `json:"post_quantum,omitzero"`
	ServerName       Optional[string] `json:"server_name,omitzero"`
	ALPN             Optional[string] `json:"alpn,omitzero"`
	Resumption       string           `json:"resumption,omitzero"`
	EarlyData        string           `json:"early_data,omitzero"`
	ECH              string           `json:"ech,omitzero"`
	ClientAuth       string           `json:"client_auth,omitzero"`

	ClientHello        *ClientHello        `json:"client_hello,omitzero"`
	FirstClientHello   *ClientHello        `json:"first_client_hello,omitzero"`
	HelloRetryRequest  *HelloRetryRequest  `json:"hello_retry_request,omitzero"`
	ServerHello        *ServerHello        `json:"server_hello,omitzero"`
	ServerKeyExchange  *ServerKeyExchange  `json:"server_key_exchange,omitzero"`
	CertificateRequest *CertificateRequest `json:"certificate_request,omitzero"`

	Certificates *Certificates `json:"certificates,omitzero"`
	Verification *Verification `json:"verification,omitzero"`
	// ClientVerification is the same for the client's chain.
	ClientVerification *Verification `json:"client_verification,omitzero"`
	OCSP               *OCSP         `json:"ocsp,omitzero"`
	SCTs               []SCT         `json:"scts,omitzero"`

	Alerts          []Alert       `json:"alerts,omitzero"`
	AlertsTruncated int           `json:"alerts_truncated,omitzero"`
	Renegotiations  Optional[int] `json:"renegotiations,omitzero"`
	History         string        `json:"history,omitzero"`
	Steps           []Step        `json:"steps,omitzero"`
	StepsTruncated  int           `json:"steps_truncated,omitzero"`
	Timing          *Timing       `json:"timing,omitzero"`

	Fingerprints *Fingerprints  `json:"fingerprints,omitzero"`
	Findings     []Finding      `json:"findings,omitzero"`
	Diagnosis    *Diagnosis     `json:"diagnosis,omitzero"`
	Decrypted    Optional[bool] `json:"decrypted,omitzero"`

	// Line is the JSON of a record that was read back and is not changed since, where it is
	// harmless as it stands: AppendJSON takes it, so that what another version wrote stays whole.
	Line string `json:"-"`
}

// The values of Connection.Outcome.
const (
	OutcomeEstablished = "established"
	OutcomeFailed      = "failed"
	OutcomeAborted     = "aborted"
	OutcomeIncomplete  = "incomplete"
	OutcomeNotTLS      = "not_tls"
)

// Packet places something in the capture: the number of its packet, 1-based as
// Wireshark shows it, in its own file.
type Packet struct {
	Number int64 `json:"packet"`
	// File indexes Capture.Sources, where a connection spans several files.
	File Optional[int] `json:"file,omitzero"`
}

// Capture tells where a connection was seen, and what of it was not.
type Capture struct {
	Source       string         `json:"source"`
	Sources      []string       `json:"sources,omitzero"`
	FirstPacket  int64          `json:"first_packet"`
	LastPacket   int64          `json:"last_packet"`
	MidStream    Optional[bool] `json:"mid_stream,omitzero"`
	OneSided     string         `json:"one_sided,omitzero"`
	MissingBytes Optional[int]  `json:"missing_bytes,omitzero"`
	Snapped      Optional[bool] `json:"snapped,omitzero"`
}

// Endpoint is one side of the connection, and what it sent.
type Endpoint struct {
	IP      string `json:"ip"`
	Port    uint16 `json:"port"`
	Packets int64  `json:"packets"`
	Bytes   int64  `json:"bytes"`
}

// Link tells what the packets were wrapped in, outer to inner.
type Link struct {
	VLANs   []uint16 `json:"vlans,omitzero"`
	Tunnels []string `json:"tunnels,omitzero"`
}

// TCP tells how the connection's segments travelled.
type TCP struct {
	MSS            *BySide        `json:"mss,omitzero"`
	Retransmitted  *BySide        `json:"retransmitted,omitzero"`
	OutOfOrder     *BySide        `json:"out_of_order,omitzero"`
	Duplicated     *BySide        `json:"duplicated,omitzero"`
	Unacknowledged *BySide        `json:"unacknowledged,omitzero"`
	Gaps           []Gap          `json:"gaps,omitzero"`
	Fin            []Fin          `json:"fin,omitzero"`
	Reset          *Reset         `json:"rst,omitzero"`
	FastOpen       Optional[bool] `json:"fast_open,omitzero"`
	MPTCP          Optional[bool] `json:"mptcp,omitzero"`
	// Conflicts counts segments whose bytes differed from others at the same place.
	Conflicts int `json:"conflicts,omitzero"`
}

// BySide counts something for each side that sent it.
type BySide struct {
	Client Optional[int64] `json:"client,omitzero"`
	Server Optional[int64] `json:"server,omitzero"`
}

// Gap is a run of a side's bytes that the capture lacks.
type Gap struct {
	From   string `json:"from"`   // client or server: whose bytes
	Offset int64  `json:"offset"` // of the first missing byte in that side's stream
	Length int64  `json:"length"` // bytes
	// LostBy is "capture" where the receiver acknowledged the bytes, else "network".
	LostBy string `json:"lost_by"`
	Packet        // the packet that came after the hole
}

// Fin is the FIN of one side, in the order in which they came.
type Fin struct {
	Time Time `json:"time"`
	Packet
	From string `json:"from"`
}

// Reset is the RST that ended a connection, with what tells who really sent it.
type Reset struct {
	Time Time `json:"time"`
	Packet
	From   string           `json:"from"`
	TTL    uint8            `json:"ttl"`
	IPID   Optional[uint16] `json:"ip_id,omitzero"` // IPv4 only
	Window uint16           `json:"window"`
	// ExpectedTTL is the TTL of that side's other packets.
	ExpectedTTL Optional[uint8] `json:"expected_ttl,omitzero"`
	// PreviousIPID and PreviousWindow are those of that side's packet before this one.
	PreviousIPID   Optional[uint16] `json:"previous_ip_id,omitzero"` // IPv4 only
	PreviousWindow Optional[uint16] `json:"previous_window,omitzero"`
}

// Proxy is the tunnel that the client asked a proxy for.
type Proxy struct {
	Kind   string `json:"kind"`
	Target string `json:"target,omitzero"`
	// Source is the real client's address and port, where a PROXY header names it.
	Source string `json:"source,omitzero"`
}

// QUIC holds the facts of the client's first Initial, and of a close in one.
type QUIC struct {
	Version string           `json:"version,omitzero"`
	DCID    Optional[string] `json:"dcid,omitzero"`
	SCID    Optional[string] `json:"scid,omitzero"`
	Retry   Optional[bool]   `json:"retry,omitzero"`
	Close   *QUICClose       `json:"close,omitzero"`
}

// QUICClose is a CONNECTION_CLOSE frame in an Initial packet (RFC 9000, section 19.19).
type QUICClose struct {
	Packet
	From      string           `json:"from"`
	Code      uint64           `json:"code"`
	FrameType Optional[uint64] `json:"frame_type,omitzero"`
	Reason    string           `json:"reason,omitzero"`
}

// FirstBytes names the protocol that a side spoke where it did not speak TLS.
type FirstBytes struct {
	Client string `json:"client,omitzero"`
	Server string `json:"server,omitzero"`
}

// Timing tells how long the parts of the handshake took.
type Timing struct {
	TCP         Optional[Milliseconds] `json:"tcp_ms,omitzero"`
	ServerHello Optional[Milliseconds] `json:"server_hello_ms,omitzero"`
	Handshake   Optional[Milliseconds] `json:"handshake_ms,omitzero"`
}

// Fingerprints holds JA3, JA3S and JA4 and the strings that they hash.
type Fingerprints struct {
	JA3     string           `json:"ja3,omitzero"`
	JA3Raw  Optional[string] `json:"ja3_raw,omitzero"`
	JA3S    string           `json:"ja3s,omitzero"`
	JA3SRaw Optional[string] `json:"ja3s_raw,omitzero"`
	JA4     string           `json:"ja4,omitzero"`
	JA4Raw  Optional[string] `json:"ja4_raw,omitzero"`
}

// Finding is something weak or remarkable in a connection.
type Finding struct {
	Code     string `json:"code"`
	Severity string `json:"severity"`
	Title    string `json:"title"`
	Detail   string `json:"detail,omitzero"`
}

// Diagnosis says why a handshake failed.
type Diagnosis struct {
	Cause      string   `json:"cause"`
	Confidence string   `json:"confidence"`
	Summary    string   `json:"summary"`
	Evidence   []string `json:"evidence,omitzero"`
	Advice     []string `json:"advice,omitzero"`
}
