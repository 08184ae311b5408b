package record

func (c *Certificates) append(b []byte) []byte {
	o := Open(b)
	List(&o, "server", c.Server, (*PresentedCertificate).append)
	List(&o, "client", c.Client, (*PresentedCertificate).append)
	return o.Close()
}

func (p *PresentedCertificate) append(b []byte) []byte {
	o := Open(b)
	o.place(p.Packet)
	switch {
	case p.Certificate == nil:
	case p.JSON != nil:
		o.Members(p.JSON)
	default:
		p.members(&o)
	}
	return o.Close()
}

// EncodeCertificate returns the certificate's members for Certificate.JSON.
func EncodeCertificate(c *Certificate) []byte {
	var o Object
	c.members(&o)
	return o.b
}

func (c *Certificate) members(o *Object) {
	o.Text("sha256", c.SHA256)
	o.Text("sha1", c.SHA1)
	o.Number("length", int64(c.Length))
	o.OptionalText("subject", c.Subject)
	o.OptionalText("issuer", c.Issuer)
	o.OptionalText("common_name", c.CommonName)
	o.OptionalText("serial", c.Serial)
	OptionalNumber(o, "version", c.Version)
	o.OptionalDate("not_before", c.NotBefore)
	o.OptionalDate("not_after", c.NotAfter)
	o.Texts("dns_names", c.DNSNames)
	o.Texts("ip_addresses", c.IPAddresses)
	o.Texts("emails", c.Emails)
	o.Texts("uris", c.URIs)
	o.MaybeText("key_algorithm", c.KeyAlgorithm)
	OptionalNumber(o, "key_bits", c.KeyBits)
	OptionalUnsigned(o, "key_exponent", c.KeyExponent)
	o.MaybeText("curve", c.Curve)
	o.MaybeText("signature_algorithm", c.SignatureAlgorithm)
	o.OptionalBool("is_ca", c.IsCA)
	OptionalNumber(o, "path_length", c.PathLength)
	o.OptionalBool("self_signed", c.SelfSigned)
	o.Texts("key_usage", c.KeyUsage)
	o.Texts("extended_key_usage", c.ExtendedKeyUsage)
	o.MaybeText("spki_sha256", c.SPKISHA256)
	o.MaybeText("parse_error", c.ParseError)
}

// AppendJSON appends it as the record shows it.
func (v *Verification) AppendJSON(b []byte) []byte {
	o := Open(b)
	o.Text("status", v.Status)
	o.Texts("errors", v.Errors)
	o.Texts("chain", v.Chain)
	o.MaybeText("missing_issuer", v.MissingIssuer)
	o.MaybeText("roots", v.Roots)
	return o.Close()
}

func (s *OCSP) append(b []byte) []byte {
	o := Open(b)
	o.Text("status", s.Status)
	o.OptionalDate("produced_at", s.ProducedAt)
	o.OptionalDate("this_update", s.ThisUpdate)
	o.OptionalDate("next_update", s.NextUpdate)
	o.MaybeText("responder", s.Responder)
	return o.Close()
}

func (s *SCT) append(b []byte) []byte {
	o := Open(b)
	o.Text("source", s.Source)
	o.Text("log_id", s.LogID)
	o.Date("timestamp", s.Timestamp)
	return o.Close()
}
