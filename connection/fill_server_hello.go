package connection

import (
	"encoding/hex"
	"fmt"

	"github.com/tlssniff/tlssniff/record"
	"github.com/tlssniff/tlssniff/tlsparse"
)

// hellos fills both hellos and what they agreed on.
func (f *filler) hellos(r *record.Connection) {
	r.FirstClientHello = f.clientHelloRecord(&f.firstClientHello)
	r.ClientHello = f.clientHelloRecord(&f.clientHello)
	if r.ClientHello == nil && f.v2Hello.seen {
		r.ClientHello = f.sslv2HelloRecord(&f.v2Hello)
	}
	if h := r.ClientHello; h != nil {
		r.ServerName, r.ECH = h.ServerName, h.ECH
	}
	r.HelloRetryRequest = f.retryRecord()
	r.ServerHello = f.serverHelloRecord(&f.serverHello)
	if r.ServerHello == nil && f.v2ServerHello.seen {
		r.ServerHello = f.sslv2ServerHelloRecord(&f.v2ServerHello)
	}
	if h := r.ServerHello; h != nil {
		r.ALPN = h.ALPN
	}
	if f.agreed {
		r.Version = f.version.String()
		// In SSL 2.0 the client chooses where the server leaves more than one.
		if f.version != tlsparse.VersionSSL20 || f.v2Suite != 0 {
			r.CipherSuite = f.suiteName()
		}
		if f.version != tlsparse.VersionSSL20 {
			r.CipherSuiteID = record.Some(uint16(f.suite))
		}
	}
}

func (f *filler) retryRecord() *record.HelloRetryRequest {
	if !f.retry.seen {
		return nil
	}
	r := &record.HelloRetryRequest{Packet: f.packet(f.retry.at)}
	h, _ := tlsparse.ParseServerHello(f.retry.body)
	if f.retry.draft {
		h = tlsparse.ServerHello{Extensions: tlsparse.ParseDraftHelloRetryRequest(f.retry.body)}
	}
	body, ok := h.Extensions.Find(tlsparse.ExtensionKeyShare)
	if !ok {
		body, ok = h.Extensions.Find(tlsparse.ExtensionKeyShareDraft)
	}
	if ok {
		if group, _, err := tlsparse.ParseServerKeyShare(body); err == nil {
			r.Group = group.String()
		}
	}
	_, r.Cookie = h.Extensions.Find(tlsparse.ExtensionCookie)
	return r
}

// serverHelloRecord returns a ServerHello as the record shows it.
func (f *filler) serverHelloRecord(m *message) *record.ServerHello {
	if !m.seen {
		return nil
	}
	h, err := tlsparse.ParseServerHello(m.body)
	f.answer, f.knownAnswer = h, f.knownServerHello(m.body, &h, err)
	r := &f.sheet.serverHello
	if k := f.knownAnswer; k != nil {
		*r = k.record
	} else if err = f.choice(r, &h, err); err != nil {
		r.ParseError = err.Error()
		f.blame(tlsparse.HandshakeTypeServerHello, m, err)
	}
	r.Packet, r.RecordVersion = f.packet(m.at), m.version.String()
	r.Random, r.SessionID = f.sheet.hex(h.Random), f.sheet.hex(h.SessionID)
	return r
}

// choice fills what a ServerHello chooses: all that another one may have in common with it. It returns
// err, that of its parsing, or else what is wrong with its extensions.
func (f *filler) choice(r *record.ServerHello, h *tlsparse.ServerHello, err error) error {
	*r = record.ServerHello{
		LegacyVersion:     h.LegacyVersion.String(),
		CipherSuite:       h.CipherSuite.String(),
		CompressionMethod: h.CompressionMethod.String(),
		DowngradeSentinel: h.DowngradeSentinel(),
		Extensions:        f.sheet.extensions(h.Extensions),
	}
	for kind, body := range h.Extensions.All() {
		if e := serverExtension(r, kind, body); err == nil {
			err = e
		}
	}
	if t, twice := h.Extensions.Duplicate(); twice && err == nil {
		err = fmt.Errorf("server_hello: extension %s stands twice", t)
	}
	return err
}

// serverExtension fills what one extension of a ServerHello says.
func serverExtension(r *record.ServerHello, kind tlsparse.ExtensionType, body []byte) (err error) {
	yes := record.Some(true)
	switch kind {
	case tlsparse.ExtensionSupportedVersions:
		var v tlsparse.ProtocolVersion
		if v, err = tlsparse.ParseSelectedVersion(body); err == nil {
			r.SelectedVersion = v.String()
		}
	case tlsparse.ExtensionKeyShare, tlsparse.ExtensionKeyShareDraft:
		var group tlsparse.NamedGroup
		if group, _, err = tlsparse.ParseServerKeyShare(body); err == nil {
			r.KeyShare = group.String()
		}
	case tlsparse.ExtensionALPN:
		var list tlsparse.Vectors8
		list, err = tlsparse.ParseALPN(body)
		for name := range list.All() {
			r.ALPN = record.Some(string(name))
			break
		}
	case tlsparse.ExtensionPreSharedKey:
		var n uint16
		if n, err = tlsparse.ParseSelectedIdentity(body); err == nil {
			r.PreSharedKey = record.Some(int(n))
		}
	case tlsparse.ExtensionExtendedMasterSecret:
		r.ExtendedMasterSecret = yes
	case tlsparse.ExtensionEncryptThenMAC:
		r.EncryptThenMAC = yes
	case tlsparse.ExtensionRenegotiationInfo:
		r.RenegotiationInfo = yes
	case tlsparse.ExtensionSessionTicket:
		r.SessionTicket = yes
	case tlsparse.ExtensionHeartbeat:
		if len(body) == 1 {
			r.Heartbeat = tlsparse.HeartbeatMode(body[0]).String()
		}
	}
	return err
}

// suiteName returns the negotiated suite's name.
func (f *filler) suiteName() string {
	if f.v2Suite != 0 {
		return tlsparse.SSLv2CipherName(f.v2Suite)
	}
	return f.suite.String()
}

// sslv2ServerHelloRecord returns an SSL 2.0 SERVER-HELLO as the record shows it. Its
// connection id takes the random's place.
func (f *filler) sslv2ServerHelloRecord(m *message) *record.ServerHello {
	h, err := tlsparse.ParseSSLv2ServerHello(m.body)
	r := &record.ServerHello{
		Packet:            f.packet(m.at),
		RecordVersion:     tlsparse.VersionSSL20.String(),
		LegacyVersion:     h.Version.String(),
		Random:            hex.EncodeToString(h.ConnectionID),
		CipherSuite:       f.suiteName(),
		CompressionMethod: tlsparse.CompressionMethod(0).String(),
	}
	if err != nil {
		r.ParseError = err.Error()
	}
	return r
}
