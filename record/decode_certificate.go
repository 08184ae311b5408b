package record

func (c *Certificates) decode(d *decoder, name string) {
	switch name {
	case "server":
		readList(d, &c.Server, presented)
	case "client":
		readList(d, &c.Client, presented)
	default:
		d.skip()
	}
}

// presented reads a certificate, which is there even if the record holds nothing of it.
func presented(d *decoder, p *PresentedCertificate) {
	p.Certificate = new(Certificate)
	readObject(d, p, (*PresentedCertificate).decode)
}

func (p *PresentedCertificate) decode(d *decoder, name string) {
	switch name {
	case "packet", "file":
		d.place(&p.Packet, name)
	default:
		p.Certificate.decode(d, name)
	}
}

func (c *Certificate) decode(d *decoder, name string) {
	switch name {
	case "sha256":
		d.text(&c.SHA256)
	case "sha1":
		d.text(&c.SHA1)
	case "length":
		signed(d, &c.Length)
	case "subject":
		readOptional(d, &c.Subject, (*decoder).text)
	case "issuer":
		readOptional(d, &c.Issuer, (*decoder).text)
	case "common_name":
		readOptional(d, &c.CommonName, (*decoder).text)
	case "serial":
		readOptional(d, &c.Serial, (*decoder).text)
	case "version":
		readOptional(d, &c.Version, signed)
	case "not_before":
		readOptional(d, &c.NotBefore, (*decoder).date)
	case "not_after":
		readOptional(d, &c.NotAfter, (*decoder).date)
	case "dns_names":
		d.texts(&c.DNSNames)
	case "ip_addresses":
		d.texts(&c.IPAddresses)
	case "emails":
		d.texts(&c.Emails)
	case "uris":
		d.texts(&c.URIs)
	case "key_algorithm":
		d.text(&c.KeyAlgorithm)
	case "key_bits":
		readOptional(d, &c.KeyBits, signed)
	case "key_exponent":
		readOptional(d, &c.KeyExponent, unsigned)
	case "curve":
		d.text(&c.Curve)
	case "signature_algorithm":
		d.text(&c.SignatureAlgorithm)
	case "is_ca":
		readOptional(d, &c.IsCA, (*decoder).bool)
	case "path_length":
		readOptional(d, &c.PathLength, signed)
	case "self_signed":
		readOptional(d, &c.SelfSigned, (*decoder).bool)
	case "key_usage":
		d.texts(&c.KeyUsage)
	case "extended_key_usage":
		d.texts(&c.ExtendedKeyUsage)
	case "spki_sha256":
		d.text(&c.SPKISHA256)
	case "parse_error":
		d.text(&c.ParseError)
	default:
		d.skip()
	}
}

func (v *Verification) decode(d *decoder, name string) {
	switch name {
	case "status":
		d.text(&v.Status)
	case "errors":
		d.texts(&v.Errors)
	case "chain":
		d.texts(&v.Chain)
	case "missing_issuer":
		d.text(&v.MissingIssuer)
	case "roots":
		d.text(&v.Roots)
	default:
		d.skip()
	}
}

func (s *OCSP) decode(d *decoder, name string) {
	switch name {
	case "status":
		d.text(&s.Status)
	case "produced_at":
		readOptional(d, &s.ProducedAt, (*decoder).date)
	case "this_update":
		readOptional(d, &s.ThisUpdate, (*decoder).date)
	case "next_update":
		readOptional(d, &s.NextUpdate, (*decoder).date)
	case "responder":
		d.text(&s.Responder)
	default:
		d.skip()
	}
}

func (s *SCT) decode(d *decoder, name string) {
	switch name {
	case "source":
		d.text(&s.Source)
	case "log_id":
		d.text(&s.LogID)
	case "timestamp":
		d.date(&s.Timestamp)
	default:
		d.skip()
	}
}
