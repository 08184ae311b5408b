package diagnosis

import (
	"testing"

	"github.com/tlssniff/tlssniff/record"
)

type cert = record.Certificate

func TestServerCertificate(t *testing.T) {
	refused := func(code uint8, name string, chain ...*cert) *scene {
		return begin(failed, "fin_client").hello().flight12(chain...).alert(client, code, name)
	}
	expired := certificate(func(c *cert) { c.NotAfter = record.Some(now.AddDate(0, 0, -3)) })
	self := certificate(func(c *cert) { c.Issuer, c.SelfSigned = c.Subject, record.Some(true) })
	other := certificate(func(c *cert) { c.DNSNames = []string{"*.example.org"} })
	tls12 := begin(established, "fin_client").hello(old).flight12(expired, intermediate())
	tls12.UID = "other"
	run(t, []example{
		{name: "expired", c: refused(45, "certificate_expired", expired, intermediate()), cause: ServerCertificateExpired, confidence: certain, says: []string{"expired 3 days before", "server: renew"}},
		{name: "expired, and the alert says little", c: refused(42, "bad_certificate", expired, intermediate()), cause: ServerCertificateExpired, confidence: certain},
		{
			name:  "not yet valid",
			c:     refused(42, "bad_certificate", certificate(func(c *cert) { c.NotBefore = record.Some(now.AddDate(0, 0, 5)) }), intermediate()),
			cause: ServerCertificateNotYetValid, confidence: certain, says: []string{"5 days after"},
		},
		{name: "the client's clock", c: refused(45, "certificate_expired", certificate(), intermediate()), cause: ClientClockWrong, confidence: certain},
		{name: "another name", c: refused(42, "bad_certificate", other, intermediate()), cause: ServerNameMismatch, confidence: certain, says: []string{"*.example.org", "www.example.com"}},
		{name: "Erlang refuses a name with handshake_failure", c: refused(40, "handshake_failure", other, intermediate()), cause: ServerNameMismatch, confidence: certain},
		{name: "self-signed", c: refused(48, "unknown_ca", self), cause: ServerCertificateSelfSigned, confidence: certain},
		{name: "the intermediate is missing", c: refused(48, "unknown_ca", certificate()), cause: ServerChainIncomplete, confidence: likely, says: []string{"server: add the intermediate CN=Issuing CA"}},
		{
			name: "the intermediate is missing, and shown elsewhere", c: refused(48, "unknown_ca", certificate()), elsewhere: []*scene{known12()},
			cause: ServerChainIncomplete, confidence: likely, says: []string{"the missing certificate is shown in connection other"},
		},
		{name: "an unknown root", c: refused(48, "unknown_ca", certificate(), intermediate(), root()), cause: ServerCertificateUnknownCA, confidence: certain, says: []string{"CN=Root"}},
		{name: "a root that was not sent", c: refused(48, "unknown_ca", certificate(), intermediate()), cause: ServerCertificateUnknownCA, confidence: likely},
		{name: "a short key", c: refused(42, "bad_certificate", certificate(func(c *cert) { c.KeyBits = record.Some(1024) }), intermediate()), cause: ServerCertificateWeak, confidence: likely},
		{name: "a weak signature", c: refused(42, "bad_certificate", certificate(func(c *cert) { c.SignatureAlgorithm = "SHA1-RSA" }), intermediate()), cause: ServerCertificateWeak, confidence: likely},
		{name: "revoked", c: refused(44, "certificate_revoked", certificate(), intermediate()), cause: ServerCertificateRevoked, confidence: certain},
		{
			name: "revoked, as the staple says",
			c: refused(42, "bad_certificate", certificate(), intermediate()).
				with(func(c *record.Connection) { c.OCSP = &record.OCSP{Status: "revoked"} }),
			cause: ServerCertificateRevoked, confidence: certain,
		},
		{name: "not for servers", c: refused(46, "certificate_unknown", certificate(func(c *cert) { c.ExtendedKeyUsage = []string{"clientAuth"} }), intermediate()), cause: ServerCertificateWrongUsage, confidence: certain},
		{name: "nothing wrong with it", c: refused(42, "bad_certificate", certificate(), intermediate()), cause: ServerCertificateRejected, confidence: likely},
		{
			name: "hidden by TLS 1.3, shown in TLS 1.2", c: begin(failed, "fin_client").hello().flight13().hidden(client).fin(client), elsewhere: []*scene{tls12},
			cause: ServerCertificateExpired, confidence: likely, says: []string{"connection other"},
		},
		{name: "hidden by TLS 1.3", c: begin(failed, "fin_client").hello().flight13().hidden(client).fin(client), cause: ClientRejectedServer, confidence: likely},
		{name: "hidden by TLS 1.3, with a plain alert", c: begin(failed, "fin_client").hello().flight13().alert(client, 45, "certificate_expired"), cause: ServerCertificateExpired, confidence: likely},
		{
			name:  "the capture lacks it",
			c:     begin(failed, "fin_client").hello().alert(client, 42, "bad_certificate").with(func(c *record.Connection) { c.Capture.OneSided = client }),
			cause: CaptureIncomplete, confidence: certain,
		},
	})
}

func TestClientCertificate(t *testing.T) {
	asked := func(authorities ...string) *scene {
		return begin(failed, "fin_server").hello().flight12(certificate(), intermediate()).request([]string{"rsa_sign", "ecdsa_sign"}, authorities...)
	}
	sends := func(c *scene, chain ...*cert) *scene {
		c.step(client, "certificate").show(client, chain...)
		c.ClientAuth = "sent"
		if len(chain) == 0 {
			c.ClientAuth = "empty"
		}
		return c.step(client, "client_key_exchange").step(client, "change_cipher_spec").step(client, "encrypted_handshake")
	}
	alice := certificate(func(c *cert) {
		c.Subject, c.Issuer, c.DNSNames = record.Some("CN=alice"), record.Some("CN=Client CA"), nil
	})
	expired := certificate(func(c *cert) {
		c.Subject, c.Issuer, c.NotAfter = record.Some("CN=carol"), record.Some("CN=Client CA"), record.Some(now.AddDate(0, 0, -1))
	})
	run(t, []example{
		{
			name: "none", c: sends(asked("CN=Client CA")).alert(server, 40, "handshake_failure"), cause: ClientCertificateMissing, confidence: certain,
			says: []string{"server asked for a certificate from CN=Client CA", "the client sent an empty list"},
		},
		{name: "none, and GnuTLS minds", c: sends(asked()).alert(server, 50, "decode_error"), cause: ClientCertificateMissing, confidence: certain},
		{name: "none, in TLS 1.3", c: begin(failed, "fin_server").hello().flight13().step(client, "encrypted_handshake", sized(25, record.FitsEmptyCertificate)).
			step(client, "encrypted_handshake", sized(53, record.FitsFinished)).hidden(server).fin(server), cause: ClientCertificateMissing, confidence: likely, says: []string{"25 bytes"}},
		{name: "expired", c: sends(asked("CN=Client CA"), expired).alert(server, 45, "certificate_expired"), cause: ClientCertificateExpired, confidence: certain},
		{
			name: "of another CA", c: sends(asked("CN=Corp CA"), alice).alert(server, 48, "unknown_ca"), cause: ClientCertificateIssuerNotAccepted, confidence: certain,
			says: []string{"CN=Client CA", "accepts only CN=Corp CA"},
		},
		{name: "of a CA that the server does not know", c: sends(asked(), alice).alert(server, 48, "unknown_ca"), cause: ClientCertificateUnknownCA, confidence: likely},
		{
			name:  "of another kind",
			c:     sends(begin(failed, "fin_server").hello().flight12(certificate()).request([]string{"ecdsa_sign"}), alice).alert(server, 43, "unsupported_certificate"),
			cause: ClientCertificateTypeMismatch, confidence: certain,
		},
		{name: "refused", c: sends(asked("CN=Client CA"), alice).alert(server, 42, "bad_certificate"), cause: ClientCertificateRejected, confidence: likely},
		{
			name: "refused in TLS 1.3",
			c: begin(failed, "fin_server").hello().flight13().step(client, "encrypted_handshake", sized(617)).
				step(client, "encrypted_handshake", sized(53, record.FitsFinished)).hidden(server).fin(server),
			cause: ServerRejectedClient, confidence: likely,
		},
	})
}
