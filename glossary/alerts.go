package glossary

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/tlssniff/tlssniff/tlsparse"
)

// alerts says what each alert means in practice, by code (RFC 8446, section 6, and the registry).
var alerts = map[tlsparse.AlertDescription]struct {
	title  string
	text   string
	causes []string
}{
	0:   {"a goodbye", "The sender will send nothing more. It ends a good connection; during a handshake it means that the sender left.", nil},
	10:  {"a message out of place", "The sender got a message that it did not expect now. Some stacks say it for other things: Java where no group is shared, OpenSSL when it is sent plain text.", []string{"unexpected_message", "plaintext_to_tls_server", "no_shared_group", "hello_retry_failed"}},
	20:  {"a record that can't be read", "A record did not decrypt: it was changed on the way, or the two sides have different keys.", []string{"finished_mismatch", "corrupted_record", "psk_rejected"}},
	21:  {"a record that can't be decrypted", "Of SSL 3.0 and TLS 1.0; nobody sends it today.", []string{"corrupted_record"}},
	22:  {"a record that is too long", "The sender got a record longer than one may be: damaged bytes, or no TLS at all.", []string{"corrupted_record"}},
	30:  {"compression failed", "A compressed record could not be opened. TLS 1.3 has no compression.", []string{"corrupted_record"}},
	40:  {"no agreement", "The sender finds nothing that it can agree to: no suite, group, signature algorithm or version in common, or a needed thing is missing. The alert never says which; compare the offers. Erlang says it to a wrong certificate name, too.", []string{"no_shared_cipher_suite", "no_shared_group", "no_shared_signature_algorithm", "no_cipher_for_certificate", "client_certificate_missing", "missing_extension", "version_intolerance"}},
	41:  {"no certificate", "Of SSL 3.0: the client has none to show.", []string{"client_certificate_missing"}},
	42:  {"a bad certificate", "The sender does not accept the certificate. GnuTLS and Go say it to nearly every fault: expired, wrong name, unknown CA.", []string{"server_certificate_expired", "server_name_mismatch", "server_certificate_unknown_ca", "server_chain_incomplete", "client_certificate_missing"}},
	43:  {"a certificate of the wrong kind", "The certificate may not be used for this, or its kind is not supported.", []string{"server_certificate_wrong_usage", "server_certificate_weak", "client_certificate_type_mismatch"}},
	44:  {"a revoked certificate", "The CA took the certificate back.", []string{"server_certificate_revoked"}},
	45:  {"an expired certificate", "By the sender's clock the certificate is not in its time. If it is by the capture's clock, the sender's is wrong.", []string{"server_certificate_expired", "client_clock_wrong", "client_certificate_expired"}},
	46:  {"a certificate that is refused", "For a reason that the alert does not say. Java says it to nearly every fault.", []string{"server_certificate_unknown_ca", "server_certificate_expired", "server_name_mismatch", "server_certificate_rejected"}},
	47:  {"a parameter that may not be", "Something in a message is not allowed: a value, a choice that was not offered, a wrong PSK binder.", []string{"illegal_parameter", "downgrade_detected", "psk_rejected", "hello_retry_failed"}},
	48:  {"an unknown CA", "The sender can't build a chain from the certificate to a root that it trusts.", []string{"server_certificate_unknown_ca", "server_chain_incomplete", "server_certificate_self_signed", "client_certificate_unknown_ca", "client_certificate_issuer_not_accepted"}},
	49:  {"access denied", "The certificate is good, and its owner may not come in.", []string{"server_certificate_rejected", "client_certificate_rejected"}},
	50:  {"a message that can't be read", "A message breaks its form. GnuTLS says it when a client certificate is missing, and many stacks when the other side hangs up.", []string{"malformed_message", "corrupted_record", "client_certificate_missing"}},
	51:  {"a proof that fails", "A signature, a Finished or a PSK binder does not fit.", []string{"finished_mismatch", "signature_invalid", "psk_rejected"}},
	60:  {"export limits", "Of the time of export ciphers; nobody sends it today.", []string{"insufficient_security"}},
	70:  {"no version in common", "The sender does not speak the version that it was offered, or given.", []string{"no_shared_version"}},
	71:  {"too weak", "What was offered or chosen is weaker than the sender allows.", []string{"insufficient_security", "no_shared_cipher_suite"}},
	80:  {"the sender failed by itself", "A wrong configuration, a bug, no memory: its log says more.", []string{"peer_internal_error", "missing_server_name"}},
	86:  {"a fallback that was not needed", "The client offered less than before and said so; the server could do better.", []string{"inappropriate_fallback"}},
	90:  {"canceled", "The sender gave up for a reason that has nothing to do with TLS. Often close_notify follows.", []string{"user_canceled"}},
	100: {"no renegotiation", "The sender does not want another handshake. It is a warning; whoever asked may close.", []string{"renegotiation_refused"}},
	109: {"a missing extension", "A message of TLS 1.3 lacks an extension that it must have.", []string{"missing_extension"}},
	110: {"an extension that was not asked for", "A ServerHello answers an extension that the client did not send.", []string{"illegal_parameter"}},
	111: {"a certificate that can't be fetched", "Of the extension client_certificate_url.", []string{"server_certificate_rejected"}},
	112: {"an unknown name", "The server does not serve the name that the client asked for. As a warning it means nothing.", []string{"unrecognized_name", "missing_server_name"}},
	113: {"a bad OCSP response", "The stapled OCSP response is missing, old or wrong.", []string{"server_certificate_rejected"}},
	114: {"a certificate with another hash", "Of the extension client_certificate_url.", []string{"server_certificate_rejected"}},
	115: {"an unknown PSK", "The server does not know the pre-shared key's identity.", []string{"psk_rejected"}},
	116: {"a certificate is required", "The server wants a client certificate and got none. TLS 1.3 only, so in a capture it is encrypted.", []string{"client_certificate_missing"}},
	117: {"a general error", "An error that fits no other alert.", []string{"unexplained"}},
	120: {"no application protocol in common", "The server speaks none of the protocols that the client offers (ALPN).", []string{"no_shared_alpn"}},
	121: {"ECH is required", "The client insists on Encrypted ClientHello and did not get it. Always encrypted.", []string{"ech_rejected"}},
}

func explainAlert(term string) (Entry, bool) {
	code, ok := alertCode(term)
	if !ok {
		return Entry{}, false
	}
	known, ok := alerts[code]
	name := code.String()
	if !ok {
		if strings.HasPrefix(name, "0x") {
			return Entry{}, false
		}
		known.title, known.text = "an alert that is rarely seen", "Nothing more is known of it here."
	}
	e := Entry{Kind: "alert", Name: fmt.Sprintf("%s (%d)", name, code), Title: known.title, Text: []string{known.text}, Reference: "RFC 8446, section 6; IANA, TLS Alerts"}
	if len(known.causes) > 0 {
		e.Text = append(e.Text, "Causes to look at: "+strings.Join(known.causes, ", ")+".")
	}
	return e, true
}

// alertCode finds an alert by its name, or its number, with or without an A before it.
func alertCode(term string) (tlsparse.AlertDescription, bool) {
	if n, err := strconv.ParseUint(strings.TrimPrefix(strings.ToUpper(term), "A"), 10, 8); err == nil {
		return tlsparse.AlertDescription(n), true
	}
	key := fold(term)
	for code := range 256 {
		if a := tlsparse.AlertDescription(code); fold(a.String()) == key && !strings.HasPrefix(a.String(), "0x") {
			return a, true
		}
	}
	return 0, false
}
