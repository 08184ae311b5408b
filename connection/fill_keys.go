package connection

import (
	"slices"

	"github.com/tlssniff/tlssniff/certificate"
	"github.com/tlssniff/tlssniff/record"
	"github.com/tlssniff/tlssniff/tlsparse"
)

// keys fills how the keys were agreed on.
func (f *filler) keys(r *record.Connection) {
	if h := r.ServerHello; h != nil && h.KeyShare != "" {
		r.KeyExchangeGroup = h.KeyShare
	}
	if f.keyExchange.seen && f.agreed {
		r.ServerKeyExchange = f.keyExchangeRecord()
		if r.KeyExchangeGroup == "" {
			r.KeyExchangeGroup = r.ServerKeyExchange.Group
		}
		if r.KeyExchangeGroup == "dh" {
			r.DHBits = r.ServerKeyExchange.DHBits
		}
	}
	if f.clientVerify.seen && f.version >= tlsparse.VersionTLS12 {
		scheme, err := tlsparse.ParseCertificateVerify(f.clientVerify.body)
		f.blame(tlsparse.HandshakeTypeCertificateVerify, &f.clientVerify, err)
		if err == nil {
			if r.ServerKeyExchange == nil {
				r.ServerKeyExchange = &record.ServerKeyExchange{}
			}
			r.ServerKeyExchange.ClientSignatureScheme = scheme.String()
		}
	}
	if r.KeyExchangeGroup != "" {
		r.PostQuantum = record.Some(tlsparse.PostQuantumName(r.KeyExchangeGroup))
	}
}

func (f *filler) keyExchangeRecord() *record.ServerKeyExchange {
	m, err := tlsparse.ParseServerKeyExchange(f.keyExchange.body, f.suite, f.version)
	f.blame(tlsparse.HandshakeTypeServerKeyExchange, &f.keyExchange, err)
	r := &f.sheet.keyExchange
	*r = record.ServerKeyExchange{}
	switch {
	case m.HasGroup:
		r.Group = m.Group.String()
	case m.Prime != nil:
		r.Group, r.DHBits = "dh", record.Some(m.PrimeBits())
		if group, ok := tlsparse.FFDHEGroup(m.Prime); ok {
			r.Group = group.String()
		}
	}
	if m.Signed {
		r.SignatureScheme = m.Scheme.String()
	}
	return r
}

// authentication fills who showed which certificate, and who was asked for one.
func (f *filler) authentication(r *record.Connection) {
	client, server := f.clientSide(), f.serverSide()
	if client.certified || server.certified {
		shown := &f.sheet.shown
		f.sheet.certificates = record.Certificates{Server: f.certificateRecords(&shown[0], server), Client: f.certificateRecords(&shown[1], client)}
		r.Certificates = &f.sheet.certificates
	}
	if f.request.seen {
		r.CertificateRequest = f.requestRecord()
	}
	serial := ""
	if len(server.certificates) > 0 {
		leaf := server.certificates[0].entry
		serial = leaf.Certificate.Serial.Value
		r.SCTs = slices.Clip(leaf.SCTs) // the certificate's own: what is added goes elsewhere
	}
	if body, ok := f.answer.Extensions.Find(tlsparse.ExtensionSCT); ok {
		if scts, err := certificate.ParseSCTs(body, "tls_extension"); err == nil {
			r.SCTs = append(r.SCTs, scts...)
		}
	}
	if f.status.seen {
		if der, err := tlsparse.ParseCertificateStatus(f.status.body); err == nil {
			staple := f.follower.memory.staples.of(der, serial)
			r.OCSP = staple.ocsp
			r.SCTs = append(r.SCTs, staple.scts...)
		}
	}
	r.ClientAuth = f.clientAuth()
}

// certificateRecords returns what a side presented, in memory that is used again; an empty list is not nil.
func (f *filler) certificateRecords(memory *[]record.PresentedCertificate, s *side) []record.PresentedCertificate {
	if !s.certified {
		return nil
	}
	if *memory == nil {
		*memory = []record.PresentedCertificate{}
	}
	list := (*memory)[:0]
	for _, p := range s.certificates {
		list = append(list, record.PresentedCertificate{Packet: f.packet(p.at), Certificate: p.entry.Certificate})
	}
	*memory = list
	return list
}

func (f *filler) requestRecord() *record.CertificateRequest {
	m, err := tlsparse.ParseCertificateRequest(f.request.body, f.version)
	f.blame(tlsparse.HandshakeTypeCertificateRequest, &f.request, err)
	r := &record.CertificateRequest{
		Packet: f.packet(f.request.at),
		Types:  byteNames[tlsparse.ClientCertificateType](f.sheet, m.Types),
	}
	if f.version >= tlsparse.VersionTLS12 {
		r.SignatureAlgorithms = f.follower.memory.schemes.of(m.SignatureAlgorithms)
	}
	r.Authorities = []string{}
	for der := range m.Authorities.All() {
		if name, err := certificate.Name(der); err == nil {
			r.Authorities = append(r.Authorities, name)
		}
	}
	return r
}

// clientAuth says whether the client was asked for a certificate, and what it
// answered. TLS 1.3 hides it, but a server that takes a pre-shared key may not
// ask (RFC 8446, section 4.3.2).
func (f *filler) clientAuth() string {
	client := f.clientSide()
	switch {
	case f.tls13:
		if _, psk := f.answer.Extensions.Find(tlsparse.ExtensionPreSharedKey); psk {
			return "not_requested"
		}
		if f.serverHello.seen {
			return "hidden"
		}
		return ""
	case client.certified && len(client.certificates) > 0:
		return "sent"
	case client.certified || f.request.seen && f.alerted(alertNoCertificate):
		return "empty"
	case f.request.seen:
		return "requested"
	case f.serverDone && !f.serverSide().hole || f.abbreviated():
		return "not_requested"
	}
	return ""
}

// alertNoCertificate is SSL 3.0's way to have none (RFC 6101, section 5.4.2).
const alertNoCertificate = tlsparse.AlertDescription(41)

func (f *filler) alerted(code tlsparse.AlertDescription) bool {
	for i := range f.alerts {
		if a := &f.alerts[i]; a.from == f.client && !a.encrypted && a.code == code {
			return true
		}
	}
	return false
}
