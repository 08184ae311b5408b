package record

// decode reads one member of the record; those that are not known are passed over.
func (c *Connection) decode(d *decoder, name string) {
	switch name {
	case "schema":
		d.text(&c.Schema)
	case "uid":
		d.text(&c.UID)
	case "community_id":
		d.text(&c.CommunityID)
	case "capture":
		readObject(d, &c.Capture, (*Capture).decode)
	case "transport":
		d.text(&c.Transport)
	case "starttls":
		d.text(&c.StartTLS)
	case "proxy":
		readChild(d, &c.Proxy, (*Proxy).decode)
	case "client":
		readObject(d, &c.Client, (*Endpoint).decode)
	case "server":
		readObject(d, &c.Server, (*Endpoint).decode)
	case "link":
		readChild(d, &c.Link, (*Link).decode)
	case "tcp":
		readChild(d, &c.TCP, (*TCP).decode)
	case "quic":
		readChild(d, &c.QUIC, (*QUIC).decode)
	case "first_bytes":
		readChild(d, &c.First, (*FirstBytes).decode)
	case "start":
		d.time(&c.Start)
	case "end":
		d.time(&c.End)
	case "close":
		d.text(&c.Close)
	case "outcome":
		d.text(&c.Outcome)
	default:
		c.decodeNegotiated(d, name)
	}
}

// decodeNegotiated reads what the hellos agreed on.
func (c *Connection) decodeNegotiated(d *decoder, name string) {
	switch name {
	case "version":
		d.text(&c.Version)
	case "cipher_suite":
		d.text(&c.CipherSuite)
	case "cipher_suite_id":
		readOptional(d, &c.CipherSuiteID, unsigned)
	case "key_exchange_group":
		d.text(&c.KeyExchangeGroup)
	case "dh_bits":
		readOptional(d, &c.DHBits, signed)
	case "post_quantum":
		readOptional(d, &c.PostQuantum, (*decoder).bool)
	case "server_name":
		readOptional(d, &c.ServerName, (*decoder).text)
	case "alpn":
		readOptional(d, &c.ALPN, (*decoder).text)
	case "resumption":
		d.text(&c.Resumption)
	case "early_data":
		d.text(&c.EarlyData)
	case "ech":
		d.text(&c.ECH)
	case "client_auth":
		d.text(&c.ClientAuth)
	default:
		c.decodeMessages(d, name)
	}
}

// decodeMessages reads the handshake's messages and what they held.
func (c *Connection) decodeMessages(d *decoder, name string) {
	switch name {
	case "client_hello":
		readChild(d, &c.ClientHello, (*ClientHello).decode)
	case "first_client_hello":
		readChild(d, &c.FirstClientHello, (*ClientHello).decode)
	case "hello_retry_request":
		readChild(d, &c.HelloRetryRequest, (*HelloRetryRequest).decode)
	case "server_hello":
		readChild(d, &c.ServerHello, (*ServerHello).decode)
	case "server_key_exchange":
		readChild(d, &c.ServerKeyExchange, (*ServerKeyExchange).decode)
	case "certificate_request":
		readChild(d, &c.CertificateRequest, (*CertificateRequest).decode)
	case "certificates":
		readChild(d, &c.Certificates, (*Certificates).decode)
	case "verification":
		readChild(d, &c.Verification, (*Verification).decode)
	case "client_verification":
		readChild(d, &c.ClientVerification, (*Verification).decode)
	case "ocsp":
		readChild(d, &c.OCSP, (*OCSP).decode)
	case "scts":
		readObjects(d, &c.SCTs, (*SCT).decode)
	default:
		c.decodeStory(d, name)
	}
}

// decodeStory reads how the handshake went, and what it means.
func (c *Connection) decodeStory(d *decoder, name string) {
	switch name {
	case "alerts":
		readObjects(d, &c.Alerts, (*Alert).decode)
	case "alerts_truncated":
		signed(d, &c.AlertsTruncated)
	case "renegotiations":
		readOptional(d, &c.Renegotiations, signed)
	case "history":
		d.text(&c.History)
	case "steps":
		readObjects(d, &c.Steps, (*Step).decode)
	case "steps_truncated":
		signed(d, &c.StepsTruncated)
	case "timing":
		readChild(d, &c.Timing, (*Timing).decode)
	case "fingerprints":
		readChild(d, &c.Fingerprints, (*Fingerprints).decode)
	case "findings":
		readObjects(d, &c.Findings, (*Finding).decode)
	case "diagnosis":
		readChild(d, &c.Diagnosis, (*Diagnosis).decode)
	case "decrypted":
		readOptional(d, &c.Decrypted, (*decoder).bool)
	default:
		d.skip()
	}
}

// place reads where in the capture something was.
func (d *decoder) place(p *Packet, name string) {
	switch name {
	case "packet":
		signed(d, &p.Number)
	case "file":
		readOptional(d, &p.File, signed)
	default:
		d.skip()
	}
}

func (c *Capture) decode(d *decoder, name string) {
	switch name {
	case "source":
		d.text(&c.Source)
	case "sources":
		d.texts(&c.Sources)
	case "first_packet":
		signed(d, &c.FirstPacket)
	case "last_packet":
		signed(d, &c.LastPacket)
	case "mid_stream":
		readOptional(d, &c.MidStream, (*decoder).bool)
	case "one_sided":
		d.text(&c.OneSided)
	case "missing_bytes":
		readOptional(d, &c.MissingBytes, signed)
	case "snapped":
		readOptional(d, &c.Snapped, (*decoder).bool)
	default:
		d.skip()
	}
}

func (e *Endpoint) decode(d *decoder, name string) {
	switch name {
	case "ip":
		d.text(&e.IP)
	case "port":
		unsigned(d, &e.Port)
	case "packets":
		signed(d, &e.Packets)
	case "bytes":
		signed(d, &e.Bytes)
	default:
		d.skip()
	}
}

func (l *Link) decode(d *decoder, name string) {
	switch name {
	case "vlans":
		readList(d, &l.VLANs, unsigned)
	case "tunnels":
		d.texts(&l.Tunnels)
	default:
		d.skip()
	}
}

func (t *TCP) decode(d *decoder, name string) {
	switch name {
	case "mss":
		readChild(d, &t.MSS, (*BySide).decode)
	case "retransmitted":
		readChild(d, &t.Retransmitted, (*BySide).decode)
	case "out_of_order":
		readChild(d, &t.OutOfOrder, (*BySide).decode)
	case "duplicated":
		readChild(d, &t.Duplicated, (*BySide).decode)
	case "unacknowledged":
		readChild(d, &t.Unacknowledged, (*BySide).decode)
	case "gaps":
		readObjects(d, &t.Gaps, (*Gap).decode)
	case "fin":
		readObjects(d, &t.Fin, (*Fin).decode)
	case "rst":
		readChild(d, &t.Reset, (*Reset).decode)
	case "fast_open":
		readOptional(d, &t.FastOpen, (*decoder).bool)
	case "mptcp":
		readOptional(d, &t.MPTCP, (*decoder).bool)
	case "conflicts":
		signed(d, &t.Conflicts)
	default:
		d.skip()
	}
}

func (s *BySide) decode(d *decoder, name string) {
	switch name {
	case "client":
		readOptional(d, &s.Client, signed)
	case "server":
		readOptional(d, &s.Server, signed)
	default:
		d.skip()
	}
}

func (g *Gap) decode(d *decoder, name string) {
	switch name {
	case "from":
		d.text(&g.From)
	case "offset":
		signed(d, &g.Offset)
	case "length":
		signed(d, &g.Length)
	case "lost_by":
		d.text(&g.LostBy)
	default:
		d.place(&g.Packet, name)
	}
}

func (f *Fin) decode(d *decoder, name string) {
	switch name {
	case "time":
		d.time(&f.Time)
	case "from":
		d.text(&f.From)
	default:
		d.place(&f.Packet, name)
	}
}

func (r *Reset) decode(d *decoder, name string) {
	switch name {
	case "time":
		d.time(&r.Time)
	case "from":
		d.text(&r.From)
	case "ttl":
		unsigned(d, &r.TTL)
	case "ip_id":
		readOptional(d, &r.IPID, unsigned)
	case "window":
		unsigned(d, &r.Window)
	case "expected_ttl":
		readOptional(d, &r.ExpectedTTL, unsigned)
	case "previous_ip_id":
		readOptional(d, &r.PreviousIPID, unsigned)
	case "previous_window":
		readOptional(d, &r.PreviousWindow, unsigned)
	default:
		d.place(&r.Packet, name)
	}
}

func (p *Proxy) decode(d *decoder, name string) {
	switch name {
	case "kind":
		d.text(&p.Kind)
	case "target":
		d.text(&p.Target)
	case "source":
		d.text(&p.Source)
	default:
		d.skip()
	}
}

func (q *QUIC) decode(d *decoder, name string) {
	switch name {
	case "version":
		d.text(&q.Version)
	case "dcid":
		readOptional(d, &q.DCID, (*decoder).text)
	case "scid":
		readOptional(d, &q.SCID, (*decoder).text)
	case "retry":
		readOptional(d, &q.Retry, (*decoder).bool)
	case "close":
		readChild(d, &q.Close, (*QUICClose).decode)
	default:
		d.skip()
	}
}

func (c *QUICClose) decode(d *decoder, name string) {
	switch name {
	case "from":
		d.text(&c.From)
	case "code":
		unsigned(d, &c.Code)
	case "frame_type":
		readOptional(d, &c.FrameType, unsigned)
	case "reason":
		d.text(&c.Reason)
	default:
		d.place(&c.Packet, name)
	}
}

func (f *FirstBytes) decode(d *decoder, name string) {
	switch name {
	case "client":
		d.text(&f.Client)
	case "server":
		d.text(&f.Server)
	default:
		d.skip()
	}
}

func (t *Timing) decode(d *decoder, name string) {
	switch name {
	case "tcp_ms":
		readOptional(d, &t.TCP, (*decoder).millis)
	case "server_hello_ms":
		readOptional(d, &t.ServerHello, (*decoder).millis)
	case "handshake_ms":
		readOptional(d, &t.Handshake, (*decoder).millis)
	default:
		d.skip()
	}
}

func (f *Fingerprints) decode(d *decoder, name string) {
	switch name {
	case "ja3":
		d.text(&f.JA3)
	case "ja3_raw":
		readOptional(d, &f.JA3Raw, (*decoder).text)
	case "ja3s":
		d.text(&f.JA3S)
	case "ja3s_raw":
		readOptional(d, &f.JA3SRaw, (*decoder).text)
	case "ja4":
		d.text(&f.JA4)
	case "ja4_raw":
		readOptional(d, &f.JA4Raw, (*decoder).text)
	default:
		d.skip()
	}
}

func (f *Finding) decode(d *decoder, name string) {
	switch name {
	case "code":
		d.text(&f.Code)
	case "severity":
		d.text(&f.Severity)
	case "title":
		d.text(&f.Title)
	case "detail":
		d.text(&f.Detail)
	default:
		d.skip()
	}
}

func (g *Diagnosis) decode(d *decoder, name string) {
	switch name {
	case "cause":
		d.text(&g.Cause)
	case "confidence":
		d.text(&g.Confidence)
	case "summary":
		d.text(&g.Summary)
	case "evidence":
		d.texts(&g.Evidence)
	case "advice":
		d.texts(&g.Advice)
	default:
		d.skip()
	}
}
