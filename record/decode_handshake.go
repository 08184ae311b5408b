package record

func (h *ClientHello) decode(d *decoder, name string) {
	switch name {
	case "length":
		signed(d, &h.Length)
	case "record_version":
		d.text(&h.RecordVersion)
	case "legacy_version":
		d.text(&h.LegacyVersion)
	case "random":
		d.text(&h.Random)
	case "session_id":
		d.text(&h.SessionID)
	case "cipher_suites":
		d.texts(&h.CipherSuites)
	case "compression_methods":
		d.texts(&h.CompressionMethods)
	case "extensions":
		d.texts(&h.Extensions)
	case "parse_error":
		d.text(&h.ParseError)
	default:
		h.decodeExtensions(d, name)
	}
}

func (h *ClientHello) decodeExtensions(d *decoder, name string) {
	switch name {
	case "server_name":
		readOptional(d, &h.ServerName, (*decoder).text)
	case "alpn":
		d.texts(&h.ALPN)
	case "supported_versions":
		d.texts(&h.SupportedVersions)
	case "supported_groups":
		d.texts(&h.SupportedGroups)
	case "key_shares":
		d.texts(&h.KeyShares)
	case "signature_algorithms":
		d.texts(&h.SignatureAlgorithms)
	case "signature_algorithms_cert":
		d.texts(&h.SignatureAlgorithmsCert)
	case "ec_point_formats":
		d.texts(&h.ECPointFormats)
	case "psk_key_exchange_modes":
		d.texts(&h.PSKKeyExchangeModes)
	case "psk_identities":
		readOptional(d, &h.PSKIdentities, signed)
	case "session_ticket":
		readOptional(d, &h.SessionTicket, signed)
	case "extended_master_secret":
		readOptional(d, &h.ExtendedMasterSecret, (*decoder).bool)
	case "encrypt_then_mac":
		readOptional(d, &h.EncryptThenMAC, (*decoder).bool)
	case "renegotiation_info":
		readOptional(d, &h.RenegotiationInfo, (*decoder).bool)
	case "status_request":
		readOptional(d, &h.StatusRequest, (*decoder).bool)
	case "heartbeat":
		d.text(&h.Heartbeat)
	case "max_fragment_length":
		readOptional(d, &h.MaxFragmentLength, signed)
	case "record_size_limit":
		readOptional(d, &h.RecordSizeLimit, signed)
	case "certificate_compression":
		d.texts(&h.CertificateCompression)
	case "delegated_credentials":
		d.texts(&h.DelegatedCredentials)
	case "ech":
		d.text(&h.ECH)
	case "early_data":
		readOptional(d, &h.EarlyData, (*decoder).bool)
	case "quic_transport_parameters":
		d.texts(&h.QUICTransportParameters)
	default:
		d.place(&h.Packet, name)
	}
}

func (h *HelloRetryRequest) decode(d *decoder, name string) {
	switch name {
	case "group":
		d.text(&h.Group)
	case "cookie":
		d.bool(&h.Cookie)
	default:
		d.place(&h.Packet, name)
	}
}

func (h *ServerHello) decode(d *decoder, name string) {
	switch name {
	case "record_version":
		d.text(&h.RecordVersion)
	case "legacy_version":
		d.text(&h.LegacyVersion)
	case "random":
		d.text(&h.Random)
	case "session_id":
		d.text(&h.SessionID)
	case "cipher_suite":
		d.text(&h.CipherSuite)
	case "compression_method":
		d.text(&h.CompressionMethod)
	case "extensions":
		d.texts(&h.Extensions)
	case "selected_version":
		d.text(&h.SelectedVersion)
	case "key_share":
		d.text(&h.KeyShare)
	case "alpn":
		readOptional(d, &h.ALPN, (*decoder).text)
	case "pre_shared_key":
		readOptional(d, &h.PreSharedKey, signed)
	case "downgrade_sentinel":
		d.text(&h.DowngradeSentinel)
	case "extended_master_secret":
		readOptional(d, &h.ExtendedMasterSecret, (*decoder).bool)
	case "encrypt_then_mac":
		readOptional(d, &h.EncryptThenMAC, (*decoder).bool)
	case "renegotiation_info":
		readOptional(d, &h.RenegotiationInfo, (*decoder).bool)
	case "session_ticket":
		readOptional(d, &h.SessionTicket, (*decoder).bool)
	case "heartbeat":
		d.text(&h.Heartbeat)
	case "parse_error":
		d.text(&h.ParseError)
	default:
		d.place(&h.Packet, name)
	}
}

func (k *ServerKeyExchange) decode(d *decoder, name string) {
	switch name {
	case "group":
		d.text(&k.Group)
	case "dh_bits":
		readOptional(d, &k.DHBits, signed)
	case "signature_scheme":
		d.text(&k.SignatureScheme)
	case "client_signature_scheme":
		d.text(&k.ClientSignatureScheme)
	default:
		d.skip()
	}
}

func (r *CertificateRequest) decode(d *decoder, name string) {
	switch name {
	case "types":
		d.texts(&r.Types)
	case "signature_algorithms":
		d.texts(&r.SignatureAlgorithms)
	case "authorities":
		d.texts(&r.Authorities)
	default:
		d.place(&r.Packet, name)
	}
}

func (a *Alert) decode(d *decoder, name string) {
	switch name {
	case "time":
		d.time(&a.Time)
	case "from":
		d.text(&a.From)
	case "level":
		d.text(&a.Level)
	case "description":
		d.text(&a.Description)
	case "code":
		readOptional(d, &a.Code, unsigned)
	case "encrypted":
		d.bool(&a.Encrypted)
	default:
		d.place(&a.Packet, name)
	}
}

func (s *Step) decode(d *decoder, name string) {
	switch name {
	case "time":
		d.time(&s.Time)
	case "from":
		d.text(&s.From)
	case "message":
		d.text(&s.Message)
	case "length":
		signed(d, &s.Length)
	case "note":
		d.text(&s.Note)
	case "fits":
		d.texts(&s.Fits)
	case "claims":
		readOptional(d, &s.Claims, signed)
	case "parse_error":
		d.text(&s.ParseError)
	default:
		d.place(&s.Packet, name)
	}
}
