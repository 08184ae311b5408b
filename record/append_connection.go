package record

import "strconv"

// AppendJSON appends the record as one line of JSON, without the line's end.
func (c *Connection) AppendJSON(b []byte) []byte {
	o := open(b)
	o.text("schema", c.Schema)
	o.text("uid", c.UID)
	o.maybeText("community_id", c.CommunityID)
	child(&o, "capture", &c.Capture, (*Capture).append)
	o.text("transport", c.Transport)
	o.maybeText("starttls", c.StartTLS)
	child(&o, "proxy", c.Proxy, (*Proxy).append)
	child(&o, "client", &c.Client, (*Endpoint).append)
	child(&o, "server", &c.Server, (*Endpoint).append)
	child(&o, "link", c.Link, (*Link).append)
	child(&o, "tcp", c.TCP, (*TCP).append)
	child(&o, "quic", c.QUIC, (*QUIC).append)
	child(&o, "first_bytes", c.First, (*FirstBytes).append)
	o.time("start", c.Start)
	o.time("end", c.End)
	o.text("close", c.Close)
	o.text("outcome", c.Outcome)
	c.appendNegotiated(&o)
	c.appendMessages(&o)
	c.appendStory(&o)
	return o.close()
}

// appendNegotiated appends what the hellos agreed on.
func (c *Connection) appendNegotiated(o *object) {
	o.maybeText("version", c.Version)
	o.maybeText("cipher_suite", c.CipherSuite)
	optionalUnsigned(o, "cipher_suite_id", c.CipherSuiteID)
	o.maybeText("key_exchange_group", c.KeyExchangeGroup)
	optionalNumber(o, "dh_bits", c.DHBits)
	o.optionalBool("post_quantum", c.PostQuantum)
	o.optionalText("server_name", c.ServerName)
	o.optionalText("alpn", c.ALPN)
	o.maybeText("resumption", c.Resumption)
	o.maybeText("early_data", c.EarlyData)
	o.maybeText("ech", c.ECH)
	o.maybeText("client_auth", c.ClientAuth)
}

// appendMessages appends the handshake's messages and what they held.
func (c *Connection) appendMessages(o *object) {
	child(o, "client_hello", c.ClientHello, (*ClientHello).append)
	child(o, "first_client_hello", c.FirstClientHello, (*ClientHello).append)
	child(o, "hello_retry_request", c.HelloRetryRequest, (*HelloRetryRequest).append)
	child(o, "server_hello", c.ServerHello, (*ServerHello).append)
	child(o, "server_key_exchange", c.ServerKeyExchange, (*ServerKeyExchange).append)
	child(o, "certificate_request", c.CertificateRequest, (*CertificateRequest).append)
	child(o, "certificates", c.Certificates, (*Certificates).append)
	child(o, "verification", c.Verification, (*Verification).append)
	child(o, "client_verification", c.ClientVerification, (*Verification).append)
	child(o, "ocsp", c.OCSP, (*OCSP).append)
	list(o, "scts", c.SCTs, (*SCT).append)
}

// appendStory appends how the handshake went, and what it means.
func (c *Connection) appendStory(o *object) {
	list(o, "alerts", c.Alerts, (*Alert).append)
	o.maybeNumber("alerts_truncated", c.AlertsTruncated)
	optionalNumber(o, "renegotiations", c.Renegotiations)
	o.maybeText("history", c.History)
	list(o, "steps", c.Steps, (*Step).append)
	o.maybeNumber("steps_truncated", c.StepsTruncated)
	child(o, "timing", c.Timing, (*Timing).append)
	child(o, "fingerprints", c.Fingerprints, (*Fingerprints).append)
	list(o, "findings", c.Findings, (*Finding).append)
	child(o, "diagnosis", c.Diagnosis, (*Diagnosis).append)
	o.optionalBool("decrypted", c.Decrypted)
}

// place appends where in the capture something was.
func (o *object) place(p Packet) {
	o.number("packet", p.Number)
	optionalNumber(o, "file", p.File)
}

func (c *Capture) append(b []byte) []byte {
	o := open(b)
	o.text("source", c.Source)
	o.texts("sources", c.Sources)
	o.number("first_packet", c.FirstPacket)
	o.number("last_packet", c.LastPacket)
	o.optionalBool("mid_stream", c.MidStream)
	o.maybeText("one_sided", c.OneSided)
	optionalNumber(&o, "missing_bytes", c.MissingBytes)
	o.optionalBool("snapped", c.Snapped)
	return o.close()
}

func (e *Endpoint) append(b []byte) []byte {
	o := open(b)
	o.text("ip", e.IP)
	o.number("port", int64(e.Port))
	o.number("packets", e.Packets)
	o.number("bytes", e.Bytes)
	return o.close()
}

func (l *Link) append(b []byte) []byte {
	o := open(b)
	if l.VLANs != nil {
		o.key("vlans")
		o.b = append(o.b, '[')
		for i, v := range l.VLANs {
			if i > 0 {
				o.b = append(o.b, ',')
			}
			o.b = strconv.AppendUint(o.b, uint64(v), 10)
		}
		o.b = append(o.b, ']')
	}
	o.texts("tunnels", l.Tunnels)
	return o.close()
}

func (t *TCP) append(b []byte) []byte {
	o := open(b)
	child(&o, "mss", t.MSS, (*BySide).append)
	child(&o, "retransmitted", t.Retransmitted, (*BySide).append)
	child(&o, "out_of_order", t.OutOfOrder, (*BySide).append)
	child(&o, "duplicated", t.Duplicated, (*BySide).append)
	child(&o, "unacknowledged", t.Unacknowledged, (*BySide).append)
	list(&o, "gaps", t.Gaps, (*Gap).append)
	list(&o, "fin", t.Fin, (*Fin).append)
	child(&o, "rst", t.Reset, (*Reset).append)
	o.optionalBool("fast_open", t.FastOpen)
	o.optionalBool("mptcp", t.MPTCP)
	o.maybeNumber("conflicts", t.Conflicts)
	return o.close()
}

func (s *BySide) append(b []byte) []byte {
	o := open(b)
	optionalNumber(&o, "client", s.Client)
	optionalNumber(&o, "server", s.Server)
	return o.close()
}

func (g *Gap) append(b []byte) []byte {
	o := open(b)
	o.text("from", g.From)
	o.number("offset", g.Offset)
	o.number("length", g.Length)
	o.text("lost_by", g.LostBy)
	o.place(g.Packet)
	return o.close()
}

func (f *Fin) append(b []byte) []byte {
	o := open(b)
	o.time("time", f.Time)
	o.place(f.Packet)
	o.text("from", f.From)
	return o.close()
}

func (r *Reset) append(b []byte) []byte {
	o := open(b)
	o.time("time", r.Time)
	o.place(r.Packet)
	o.text("from", r.From)
	o.number("ttl", int64(r.TTL))
	optionalUnsigned(&o, "ip_id", r.IPID)
	o.number("window", int64(r.Window))
	optionalUnsigned(&o, "expected_ttl", r.ExpectedTTL)
	optionalUnsigned(&o, "previous_ip_id", r.PreviousIPID)
	optionalUnsigned(&o, "previous_window", r.PreviousWindow)
	return o.close()
}

func (p *Proxy) append(b []byte) []byte {
	o := open(b)
	o.text("kind", p.Kind)
	o.maybeText("target", p.Target)
	o.maybeText("source", p.Source)
	return o.close()
}

func (q *QUIC) append(b []byte) []byte {
	o := open(b)
	o.maybeText("version", q.Version)
	o.optionalText("dcid", q.DCID)
	o.optionalText("scid", q.SCID)
	o.optionalBool("retry", q.Retry)
	child(&o, "close", q.Close, (*QUICClose).append)
	return o.close()
}

func (c *QUICClose) append(b []byte) []byte {
	o := open(b)
	o.place(c.Packet)
	o.text("from", c.From)
	o.unsigned("code", c.Code)
	optionalUnsigned(&o, "frame_type", c.FrameType)
	o.maybeText("reason", c.Reason)
	return o.close()
}

func (f *FirstBytes) append(b []byte) []byte {
	o := open(b)
	o.maybeText("client", f.Client)
	o.maybeText("server", f.Server)
	return o.close()
}

func (t *Timing) append(b []byte) []byte {
	o := open(b)
	o.optionalMillis("tcp_ms", t.TCP)
	o.optionalMillis("server_hello_ms", t.ServerHello)
	o.optionalMillis("handshake_ms", t.Handshake)
	return o.close()
}

func (f *Fingerprints) append(b []byte) []byte {
	o := open(b)
	o.maybeText("ja3", f.JA3)
	o.optionalText("ja3_raw", f.JA3Raw)
	o.maybeText("ja3s", f.JA3S)
	o.optionalText("ja3s_raw", f.JA3SRaw)
	o.maybeText("ja4", f.JA4)
	o.optionalText("ja4_raw", f.JA4Raw)
	return o.close()
}

func (f *Finding) append(b []byte) []byte {
	o := open(b)
	o.text("code", f.Code)
	o.text("severity", f.Severity)
	o.text("title", f.Title)
	o.maybeText("detail", f.Detail)
	return o.close()
}

func (d *Diagnosis) append(b []byte) []byte {
	o := open(b)
	o.text("cause", d.Cause)
	o.text("confidence", d.Confidence)
	o.text("summary", d.Summary)
	o.texts("evidence", d.Evidence)
	o.texts("advice", d.Advice)
	return o.close()
}
