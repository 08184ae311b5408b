package record

func (c *Certificates) append(b []byte) []byte {
	o := open(b)
	list(&o, "server", c.Server, (*PresentedCertificate).append)
	list(&o, "client", c.Client, (*PresentedCertificate).append)
	return o.close()
}

func (p *PresentedCertificate) append(b []byte) []byte {
	o := open(b)
	o.place(p.Packet)
	switch {
	case p.Certificate == nil:
	case p.JSON != nil:
		o.b = append(o.b, ',')
		o.b = append(o.b, p.JSON...)
	default:
		p.members(&o)
	}
	return o.close()
}

// EncodeCertificate returns the certificate's members for Certificate.JSON.
func EncodeCertificate(c *Certificate) []byte {
	var o object
	c.members(&o)
	return o.b
}

func (c *Certificate) members(o *object) {
	o.text("sha256", c.SHA256)
	o.text("sha1", c.SHA1)
	o.number("length", int64(c.Length))
	o.optionalText("subject", c.Subject)
	o.optionalText("issuer", c.Issuer)
	o.optionalText("common_name", c.CommonName)
	o.optionalText("serial", c.Serial)
	optionalNumber(o, "version", c.Version)
	o.optionalDate("not_before", c.NotBefore)
	o.optionalDate("not_after", c.NotAfter)
	o.texts("dns_names", c.DNSNames)
	o.texts("ip_addresses", c.IPAddresses)
	o.texts("emails", c.Emails)
	o.texts("uris", c.URIs)
	o.maybeText("key_algorithm", c.KeyAlgorithm)
	optionalNumber(o, "key_bits", c.KeyBits)
	o.maybeText("curve", c.Curve)
	o.maybeText("signature_algorithm", c.SignatureAlgorithm)
	o.optionalBool("is_ca", c.IsCA)
	o.optionalBool("self_signed", c.SelfSigned)
	o.texts("key_usage", c.KeyUsage)
	o.texts("extended_key_usage", c.ExtendedKeyUsage)
	o.maybeText("spki_sha256", c.SPKISHA256)
	o.maybeText("parse_error", c.ParseError)
}

func (v *Verification) append(b []byte) []byte {
	o := open(b)
	o.text("status", v.Status)
	o.texts("errors", v.Errors)
	o.texts("chain", v.Chain)
	o.maybeText("missing_issuer", v.MissingIssuer)
	o.maybeText("roots", v.Roots)
	return o.close()
}

func (s *OCSP) append(b []byte) []byte {
	o := open(b)
	o.text("status", s.Status)
	o.optionalDate("produced_at", s.ProducedAt)
	o.optionalDate("this_update", s.ThisUpdate)
	o.optionalDate("next_update", s.NextUpdate)
	o.maybeText("responder", s.Responder)
	return o.close()
}

func (s *SCT) append(b []byte) []byte {
	o := open(b)
	o.text("source", s.Source)
	o.text("log_id", s.LogID)
	o.date("timestamp", s.Timestamp)
	return o.close()
}
