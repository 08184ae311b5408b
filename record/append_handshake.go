package record

func (h *ClientHello) append(b []byte) []byte {
	o := Open(b)
	o.place(h.Packet)
	o.Number("length", int64(h.Length))
	o.MaybeText("record_version", h.RecordVersion)
	o.Text("legacy_version", h.LegacyVersion)
	o.Text("random", h.Random)
	o.Text("session_id", h.SessionID)
	if h.JSON != nil {
		o.Members(h.JSON)
	} else {
		h.appendOffer(&o)
	}
	return o.Close()
}

// EncodeOffer returns the encoding of the members that ClientHello.JSON holds.
func EncodeOffer(h *ClientHello) []byte {
	var o Object
	h.appendOffer(&o)
	return o.b
}

func (h *ClientHello) appendOffer(o *Object) {
	o.Texts("cipher_suites", h.CipherSuites)
	o.Texts("compression_methods", h.CompressionMethods)
	o.Texts("extensions", h.Extensions)
	h.appendExtensions(o)
	o.MaybeText("parse_error", h.ParseError)
}

func (h *ClientHello) appendExtensions(o *Object) {
	o.OptionalText("server_name", h.ServerName)
	o.Texts("alpn", h.ALPN)
	o.Texts("supported_versions", h.SupportedVersions)
	o.Texts("supported_groups", h.SupportedGroups)
	o.Texts("key_shares", h.KeyShares)
	o.Texts("signature_algorithms", h.SignatureAlgorithms)
	o.Texts("signature_algorithms_cert", h.SignatureAlgorithmsCert)
	o.Texts("ec_point_formats", h.ECPointFormats)
	o.Texts("psk_key_exchange_modes", h.PSKKeyExchangeModes)
	OptionalNumber(o, "psk_identities", h.PSKIdentities)
	OptionalNumber(o, "session_ticket", h.SessionTicket)
	o.OptionalBool("extended_master_secret", h.ExtendedMasterSecret)
	o.OptionalBool("encrypt_then_mac", h.EncryptThenMAC)
	o.OptionalBool("renegotiation_info", h.RenegotiationInfo)
	o.OptionalBool("status_request", h.StatusRequest)
	o.MaybeText("heartbeat", h.Heartbeat)
	OptionalNumber(o, "max_fragment_length", h.MaxFragmentLength)
	OptionalNumber(o, "record_size_limit", h.RecordSizeLimit)
	o.Texts("certificate_compression", h.CertificateCompression)
	o.Texts("delegated_credentials", h.DelegatedCredentials)
	o.MaybeText("ech", h.ECH)
	o.OptionalBool("early_data", h.EarlyData)
	o.Texts("quic_transport_parameters", h.QUICTransportParameters)
}

func (h *HelloRetryRequest) append(b []byte) []byte {
	o := Open(b)
	o.place(h.Packet)
	o.MaybeText("group", h.Group)
	o.Bool("cookie", h.Cookie)
	return o.Close()
}

func (h *ServerHello) append(b []byte) []byte {
	o := Open(b)
	o.place(h.Packet)
	o.MaybeText("record_version", h.RecordVersion)
	o.Text("legacy_version", h.LegacyVersion)
	o.Text("random", h.Random)
	o.Text("session_id", h.SessionID)
	if h.JSON != nil {
		o.Members(h.JSON)
	} else {
		h.appendChoice(&o)
	}
	return o.Close()
}

// EncodeChoice returns the encoding of the members that ServerHello.JSON holds.
func EncodeChoice(h *ServerHello) []byte {
	var o Object
	h.appendChoice(&o)
	return o.b
}

func (h *ServerHello) appendChoice(o *Object) {
	o.Text("cipher_suite", h.CipherSuite)
	o.Text("compression_method", h.CompressionMethod)
	o.Texts("extensions", h.Extensions)
	o.MaybeText("selected_version", h.SelectedVersion)
	o.MaybeText("key_share", h.KeyShare)
	o.OptionalText("alpn", h.ALPN)
	OptionalNumber(o, "pre_shared_key", h.PreSharedKey)
	o.MaybeText("downgrade_sentinel", h.DowngradeSentinel)
	o.OptionalBool("extended_master_secret", h.ExtendedMasterSecret)
	o.OptionalBool("encrypt_then_mac", h.EncryptThenMAC)
	o.OptionalBool("renegotiation_info", h.RenegotiationInfo)
	o.OptionalBool("session_ticket", h.SessionTicket)
	o.MaybeText("heartbeat", h.Heartbeat)
	o.MaybeText("parse_error", h.ParseError)
}

func (k *ServerKeyExchange) append(b []byte) []byte {
	o := Open(b)
	o.MaybeText("group", k.Group)
	OptionalNumber(&o, "dh_bits", k.DHBits)
	o.MaybeText("signature_scheme", k.SignatureScheme)
	o.MaybeText("client_signature_scheme", k.ClientSignatureScheme)
	return o.Close()
}

func (r *CertificateRequest) append(b []byte) []byte {
	o := Open(b)
	o.place(r.Packet)
	o.Texts("types", r.Types)
	o.Texts("signature_algorithms", r.SignatureAlgorithms)
	o.Texts("authorities", r.Authorities)
	return o.Close()
}

func (a *Alert) append(b []byte) []byte {
	o := Open(b)
	o.Time("time", a.Time)
	o.place(a.Packet)
	o.Text("from", a.From)
	o.MaybeText("level", a.Level)
	o.MaybeText("description", a.Description)
	OptionalUnsigned(&o, "code", a.Code)
	o.Bool("encrypted", a.Encrypted)
	return o.Close()
}

func (s *Step) append(b []byte) []byte {
	o := Open(b)
	o.Time("time", s.Time)
	o.place(s.Packet)
	o.Text("from", s.From)
	o.Text("message", s.Message)
	o.Number("length", int64(s.Length))
	o.MaybeText("note", s.Note)
	o.Texts("fits", s.Fits)
	OptionalNumber(&o, "claims", s.Claims)
	o.MaybeText("parse_error", s.ParseError)
	return o.Close()
}
