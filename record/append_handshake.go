package record

func (h *ClientHello) append(b []byte) []byte {
	o := open(b)
	o.place(h.Packet)
	o.number("length", int64(h.Length))
	o.maybeText("record_version", h.RecordVersion)
	o.text("legacy_version", h.LegacyVersion)
	o.text("random", h.Random)
	o.text("session_id", h.SessionID)
	o.texts("cipher_suites", h.CipherSuites)
	o.texts("compression_methods", h.CompressionMethods)
	o.texts("extensions", h.Extensions)
	h.appendExtensions(&o)
	o.maybeText("parse_error", h.ParseError)
	return o.close()
}

func (h *ClientHello) appendExtensions(o *object) {
	o.optionalText("server_name", h.ServerName)
	o.texts("alpn", h.ALPN)
	o.texts("supported_versions", h.SupportedVersions)
	o.texts("supported_groups", h.SupportedGroups)
	o.texts("key_shares", h.KeyShares)
	o.texts("signature_algorithms", h.SignatureAlgorithms)
	o.texts("signature_algorithms_cert", h.SignatureAlgorithmsCert)
	o.texts("ec_point_formats", h.ECPointFormats)
	o.texts("psk_key_exchange_modes", h.PSKKeyExchangeModes)
	optionalNumber(o, "psk_identities", h.PSKIdentities)
	optionalNumber(o, "session_ticket", h.SessionTicket)
	o.optionalBool("extended_master_secret", h.ExtendedMasterSecret)
	o.optionalBool("encrypt_then_mac", h.EncryptThenMAC)
	o.optionalBool("renegotiation_info", h.RenegotiationInfo)
	o.optionalBool("status_request", h.StatusRequest)
	o.maybeText("heartbeat", h.Heartbeat)
	optionalNumber(o, "max_fragment_length", h.MaxFragmentLength)
	optionalNumber(o, "record_size_limit", h.RecordSizeLimit)
	o.texts("certificate_compression", h.CertificateCompression)
	o.texts("delegated_credentials", h.DelegatedCredentials)
	o.maybeText("ech", h.ECH)
	o.optionalBool("early_data", h.EarlyData)
	o.texts("quic_transport_parameters", h.QUICTransportParameters)
}

func (h *HelloRetryRequest) append(b []byte) []byte {
	o := open(b)
	o.place(h.Packet)
	o.maybeText("group", h.Group)
	o.bool("cookie", h.Cookie)
	return o.close()
}

func (h *ServerHello) append(b []byte) []byte {
	o := open(b)
	o.place(h.Packet)
	o.maybeText("record_version", h.RecordVersion)
	o.text("legacy_version", h.LegacyVersion)
	o.text("random", h.Random)
	o.text("session_id", h.SessionID)
	o.text("cipher_suite", h.CipherSuite)
	o.text("compression_method", h.CompressionMethod)
	o.texts("extensions", h.Extensions)
	o.maybeText("selected_version", h.SelectedVersion)
	o.maybeText("key_share", h.KeyShare)
	o.optionalText("alpn", h.ALPN)
	optionalNumber(&o, "pre_shared_key", h.PreSharedKey)
	o.maybeText("downgrade_sentinel", h.DowngradeSentinel)
	o.optionalBool("extended_master_secret", h.ExtendedMasterSecret)
	o.optionalBool("encrypt_then_mac", h.EncryptThenMAC)
	o.optionalBool("renegotiation_info", h.RenegotiationInfo)
	o.optionalBool("session_ticket", h.SessionTicket)
	o.maybeText("heartbeat", h.Heartbeat)
	o.maybeText("parse_error", h.ParseError)
	return o.close()
}

func (k *ServerKeyExchange) append(b []byte) []byte {
	o := open(b)
	o.maybeText("group", k.Group)
	optionalNumber(&o, "dh_bits", k.DHBits)
	o.maybeText("signature_scheme", k.SignatureScheme)
	o.maybeText("client_signature_scheme", k.ClientSignatureScheme)
	return o.close()
}

func (r *CertificateRequest) append(b []byte) []byte {
	o := open(b)
	o.place(r.Packet)
	o.texts("types", r.Types)
	o.texts("signature_algorithms", r.SignatureAlgorithms)
	o.texts("authorities", r.Authorities)
	return o.close()
}

func (a *Alert) append(b []byte) []byte {
	o := open(b)
	o.time("time", a.Time)
	o.place(a.Packet)
	o.text("from", a.From)
	o.maybeText("level", a.Level)
	o.maybeText("description", a.Description)
	optionalUnsigned(&o, "code", a.Code)
	o.bool("encrypted", a.Encrypted)
	return o.close()
}

func (s *Step) append(b []byte) []byte {
	o := open(b)
	o.time("time", s.Time)
	o.place(s.Packet)
	o.text("from", s.From)
	o.text("message", s.Message)
	o.number("length", int64(s.Length))
	o.maybeText("note", s.Note)
	o.texts("fits", s.Fits)
	optionalNumber(&o, "claims", s.Claims)
	o.maybeText("parse_error", s.ParseError)
	return o.close()
}
