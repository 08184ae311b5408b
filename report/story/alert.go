package story

import (
	"fmt"
	"slices"

	"github.com/tlssniff/tlssniff/record"
)

// alert tells an alert, seen as a step or not.
func (t *teller) alert(a *record.Alert, s *record.Step, out *Step) {
	out.Message = "Alert"
	if s != nil {
		out.Size = record.Some(s.Length)
	}
	if a.Encrypted {
		out.Message = "encrypted alert"
		t.sealedAlert(s, out)
		return
	}
	out.Trouble = a.Description != "close_notify"
	text := short(a.Description)
	if a.Code.Present {
		text += fmt.Sprintf(" (%d)", a.Code.Value)
	}
	if a.Level != "" {
		text += ", " + short(a.Level)
	}
	out.means(text, alertMeaning(a))
}

// sealedAlert tells an alert of which only the fact is known.
func (t *teller) sealedAlert(s *record.Step, out *Step) {
	if t.c.Outcome == record.OutcomeEstablished {
		out.means("what it says is hidden; one is usual before closing")
		return
	}
	out.Trouble = true
	if s != nil && slices.Contains(s.Fits, record.FitsAlert) {
		out.means("the size of an alert; what it says is hidden")
		return
	}
	out.means("what it says is hidden")
}

// bareAlert tells a step that is an alert of which the record has no more.
func (t *teller) bareAlert(_ *record.Step, out *Step) { out.Trouble = true }

// alertMeaning tells what the sender of an alert means by it, or nothing.
func alertMeaning(a *record.Alert) string {
	if meaning := alertMeanings[a.Description]; meaning != "" {
		return "says that " + fmt.Sprintf(meaning, other(a.From))
	}
	return ""
}

// alertMeanings follow RFC 8446, section 6.2, and RFC 5246, section 7.2.2. %.0s or %s is the other side.
var alertMeanings = map[string]string{
	"close_notify":                    "it will send no more%.0s",
	"unexpected_message":              "the %s sent a message that does not belong there",
	"bad_record_mac":                  "a record of the %s's could not be decrypted, or was changed on the way",
	"decryption_failed":               "a record of the %s's could not be decrypted",
	"record_overflow":                 "a record of the %s's is longer than is allowed",
	"decompression_failure":           "what the %s compressed could not be unpacked",
	"handshake_failure":               "it can't agree to what the %s sent",
	"no_certificate":                  "it has no certificate to show%.0s",
	"bad_certificate":                 "the %s's certificate is broken, or a signature on it is wrong",
	"unsupported_certificate":         "it can't use the kind of certificate that the %s has",
	"certificate_revoked":             "the %s's certificate was revoked",
	"certificate_expired":             "the %s's certificate has expired, or is not valid yet",
	"certificate_unknown":             "it rejects the %s's certificate, and does not say why",
	"illegal_parameter":               "the %s sent a value that is not allowed there",
	"unknown_ca":                      "it does not trust the issuer of the %s's certificate",
	"access_denied":                   "it knows the %s's certificate, and does not let it in",
	"decode_error":                    "a message of the %s's has a wrong form or length",
	"decrypt_error":                   "a signature or a Finished of the %s's is wrong",
	"protocol_version":                "it does not speak a version that the %s speaks",
	"insufficient_security":           "it wants stronger ciphers than the %s has",
	"internal_error":                  "it has a fault of its own, not of the %s's",
	"inappropriate_fallback":          "the %s came back with a lower version than both can speak",
	"user_canceled":                   "it was cancelled, for no fault of the %s's",
	"no_renegotiation":                "it does not want another handshake with the %s",
	"missing_extension":               "an extension that is needed is missing in what the %s sent",
	"unsupported_extension":           "the %s sent an extension that was not asked for",
	"unrecognized_name":               "it has nothing under the name that the %s asked for",
	"bad_certificate_status_response": "the OCSP response of the %s's is wrong",
	"unknown_psk_identity":            "it does not know the pre-shared key that the %s named",
	"certificate_required":            "it wants a certificate, and the %s sent none",
	"no_application_protocol":         "it speaks none of the protocols that the %s offered (ALPN)",
	"ech_required":                    "the %s did not take its encrypted ClientHello (ECH)",
}
