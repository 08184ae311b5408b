package record

// AppendJSON appends the record as one line of JSON, without the line's end.
func (c *Connection) AppendJSON(b []byte) []byte {
	if c.Line != "" {
		return append(b, c.Line...)
	}
	o := Open(b)
	o.Text("schema", c.Schema)
	o.Text("uid", c.UID)
	o.MaybeText("community_id", c.CommunityID)
	Child(&o, "capture", &c.Capture, (*Capture).AppendJSON)
	o.Text("transport", c.Transport)
	o.MaybeText("starttls", c.StartTLS)
	Child(&o, "proxy", c.Proxy, (*Proxy).AppendJSON)
	Child(&o, "client", &c.Client, (*Endpoint).append)
	Child(&o, "server", &c.Server, (*Endpoint).append)
	Child(&o, "link", c.Link, (*Link).append)
	Child(&o, "tcp", c.TCP, (*TCP).append)
	Child(&o, "quic", c.QUIC, (*QUIC).append)
	Child(&o, "first_bytes", c.First, (*FirstBytes).append)
	o.Time("start", c.Start)
	o.Time("end", c.End)
	o.Text("close", c.Close)
	o.Text("outcome", c.Outcome)
	c.appendNegotiated(&o)
	c.appendMessages(&o)
	c.appendStory(&o)
	return o.Close()
}

// appendNegotiated appends what the hellos agreed on.
func (c *Connection) appendNegotiated(o *Object) {
	o.MaybeText("version", c.Version)
	o.MaybeText("cipher_suite", c.CipherSuite)
	OptionalUnsigned(o, "cipher_suite_id", c.CipherSuiteID)
	o.MaybeText("key_exchange_group", c.KeyExchangeGroup)
	OptionalNumber(o, "dh_bits", c.DHBits)
	o.OptionalBool("post_quantum", c.PostQuantum)
	o.OptionalText("server_name", c.ServerName)
	o.OptionalText("alpn", c.ALPN)
	o.MaybeText("resumption", c.Resumption)
	o.MaybeText("early_data", c.EarlyData)
	o.MaybeText("ech", c.ECH)
	o.MaybeText("client_auth", c.ClientAuth)
}

// appendMessages appends the handshake's messages and what they held.
func (c *Connection) appendMessages(o *Object) {
	Child(o, "client_hello", c.ClientHello, (*ClientHello).append)
	Child(o, "first_client_hello", c.FirstClientHello, (*ClientHello).append)
	Child(o, "hello_retry_request", c.HelloRetryRequest, (*HelloRetryRequest).append)
	Child(o, "server_hello", c.ServerHello, (*ServerHello).append)
	Child(o, "server_key_exchange", c.ServerKeyExchange, (*ServerKeyExchange).append)
	Child(o, "certificate_request", c.CertificateRequest, (*CertificateRequest).append)
	Child(o, "certificates", c.Certificates, (*Certificates).append)
	Child(o, "verification", c.Verification, (*Verification).AppendJSON)
	Child(o, "client_verification", c.ClientVerification, (*Verification).AppendJSON)
	Child(o, "ocsp", c.OCSP, (*OCSP).append)
	List(o, "scts", c.SCTs, (*SCT).append)
}

// appendStory appends how the handshake went, and what it means.
func (c *Connection) appendStory(o *Object) {
	List(o, "alerts", c.Alerts, (*Alert).append)
	o.MaybeNumber("alerts_truncated", c.AlertsTruncated)
	OptionalNumber(o, "renegotiations", c.Renegotiations)
	o.MaybeText("history", c.History)
	List(o, "steps", c.Steps, (*Step).append)
	o.MaybeNumber("steps_truncated", c.StepsTruncated)
	Child(o, "timing", c.Timing, (*Timing).append)
	Child(o, "fingerprints", c.Fingerprints, (*Fingerprints).append)
	List(o, "findings", c.Findings, (*Finding).append)
	Child(o, "diagnosis", c.Diagnosis, (*Diagnosis).AppendJSON)
	o.OptionalBool("decrypted", c.Decrypted)
}

// place appends where in the capture something was.
func (o *Object) place(p Packet) {
	o.Number("packet", p.Number)
	OptionalNumber(o, "file", p.File)
}

// AppendJSON appends it as the record shows it.
func (c *Capture) AppendJSON(b []byte) []byte {
	o := Open(b)
	o.Text("source", c.Source)
	o.Texts("sources", c.Sources)
	o.Number("first_packet", c.FirstPacket)
	o.Number("last_packet", c.LastPacket)
	o.OptionalBool("mid_stream", c.MidStream)
	o.MaybeText("one_sided", c.OneSided)
	OptionalNumber(&o, "missing_bytes", c.MissingBytes)
	o.OptionalBool("snapped", c.Snapped)
	return o.Close()
}

func (e *Endpoint) append(b []byte) []byte {
	o := Open(b)
	o.Text("ip", e.IP)
	o.Number("port", int64(e.Port))
	o.Number("packets", e.Packets)
	o.Number("bytes", e.Bytes)
	return o.Close()
}

func (l *Link) append(b []byte) []byte {
	o := Open(b)
	o.Numbers("vlans", l.VLANs)
	o.Texts("tunnels", l.Tunnels)
	return o.Close()
}

func (t *TCP) append(b []byte) []byte {
	o := Open(b)
	Child(&o, "mss", t.MSS, (*BySide).append)
	Child(&o, "retransmitted", t.Retransmitted, (*BySide).append)
	Child(&o, "out_of_order", t.OutOfOrder, (*BySide).append)
	Child(&o, "duplicated", t.Duplicated, (*BySide).append)
	Child(&o, "unacknowledged", t.Unacknowledged, (*BySide).append)
	List(&o, "gaps", t.Gaps, (*Gap).append)
	List(&o, "fin", t.Fin, (*Fin).append)
	Child(&o, "rst", t.Reset, (*Reset).append)
	o.OptionalBool("fast_open", t.FastOpen)
	o.OptionalBool("mptcp", t.MPTCP)
	o.MaybeNumber("conflicts", t.Conflicts)
	return o.Close()
}

func (s *BySide) append(b []byte) []byte {
	o := Open(b)
	OptionalNumber(&o, "client", s.Client)
	OptionalNumber(&o, "server", s.Server)
	return o.Close()
}

func (g *Gap) append(b []byte) []byte {
	o := Open(b)
	o.Text("from", g.From)
	o.Number("offset", g.Offset)
	o.Number("length", g.Length)
	o.Text("lost_by", g.LostBy)
	o.place(g.Packet)
	return o.Close()
}

func (f *Fin) append(b []byte) []byte {
	o := Open(b)
	o.Time("time", f.Time)
	o.place(f.Packet)
	o.Text("from", f.From)
	return o.Close()
}

func (r *Reset) append(b []byte) []byte {
	o := Open(b)
	o.Time("time", r.Time)
	o.place(r.Packet)
	o.Text("from", r.From)
	o.Number("ttl", int64(r.TTL))
	OptionalUnsigned(&o, "ip_id", r.IPID)
	o.Number("window", int64(r.Window))
	OptionalUnsigned(&o, "expected_ttl", r.ExpectedTTL)
	OptionalUnsigned(&o, "previous_ip_id", r.PreviousIPID)
	OptionalUnsigned(&o, "previous_window", r.PreviousWindow)
	return o.Close()
}

// AppendJSON appends it as the record shows it.
func (p *Proxy) AppendJSON(b []byte) []byte {
	o := Open(b)
	o.Text("kind", p.Kind)
	o.MaybeText("target", p.Target)
	o.MaybeText("source", p.Source)
	return o.Close()
}

func (q *QUIC) append(b []byte) []byte {
	o := Open(b)
	o.MaybeText("version", q.Version)
	o.OptionalText("dcid", q.DCID)
	o.OptionalText("scid", q.SCID)
	o.OptionalBool("retry", q.Retry)
	Child(&o, "close", q.Close, (*QUICClose).append)
	return o.Close()
}

func (c *QUICClose) append(b []byte) []byte {
	o := Open(b)
	o.place(c.Packet)
	o.Text("from", c.From)
	o.Unsigned("code", c.Code)
	OptionalUnsigned(&o, "frame_type", c.FrameType)
	o.MaybeText("reason", c.Reason)
	return o.Close()
}

func (f *FirstBytes) append(b []byte) []byte {
	o := Open(b)
	o.MaybeText("client", f.Client)
	o.MaybeText("server", f.Server)
	return o.Close()
}

func (t *Timing) append(b []byte) []byte {
	o := Open(b)
	o.OptionalMillis("tcp_ms", t.TCP)
	o.OptionalMillis("server_hello_ms", t.ServerHello)
	o.OptionalMillis("handshake_ms", t.Handshake)
	return o.Close()
}

func (f *Fingerprints) append(b []byte) []byte {
	o := Open(b)
	o.MaybeText("ja3", f.JA3)
	o.OptionalText("ja3_raw", f.JA3Raw)
	o.MaybeText("ja3s", f.JA3S)
	o.OptionalText("ja3s_raw", f.JA3SRaw)
	o.MaybeText("ja4", f.JA4)
	o.OptionalText("ja4_raw", f.JA4Raw)
	return o.Close()
}

func (f *Finding) append(b []byte) []byte {
	o := Open(b)
	o.Text("code", f.Code)
	o.Text("severity", f.Severity)
	o.Text("title", f.Title)
	o.MaybeText("detail", f.Detail)
	return o.Close()
}

// AppendJSON appends it as the record shows it.
func (d *Diagnosis) AppendJSON(b []byte) []byte {
	o := Open(b)
	o.Text("cause", d.Cause)
	o.Text("confidence", d.Confidence)
	o.Text("summary", d.Summary)
	o.Texts("evidence", d.Evidence)
	o.Texts("advice", d.Advice)
	return o.Close()
}
