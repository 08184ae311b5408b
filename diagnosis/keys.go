package diagnosis

import "fmt"

// signature is for a signature that does not fit its key, or what it signs: refused before
// either side changed its keys (RFC 5246, sections 7.4.3 and 7.4.8).
func signature(f *facts) *verdict {
	if !f.complains(client, decryptError, illegalParameter, badCertificate) || f.before == nil || f.before.From != server || f.step(client, "change_cipher_spec") != nil {
		return nil
	}
	s := f.step(server, "server_key_exchange")
	if s == nil || f.code != decryptError {
		return nil
	}
	return &verdict{
		cause: SignatureInvalid, confidence: certain,
		summary: "The signature over the server's key exchange does not fit its certificate's key, or the bytes were changed on the way.",
		evidence: []string{
			fmt.Sprintf("%s: server_key_exchange, signed by %s", f.at(s.Packet), f.signedBy()),
			f.said(),
		},
	}
}

func (f *facts) signedBy() string {
	if k := f.ServerKeyExchange; k != nil && k.SignatureScheme != "" {
		return k.SignatureScheme
	}
	return "an algorithm that is not named"
}

// keys is for sides that come to different keys, or see different handshakes: the
// first protected record can't be read (RFC 5246, section 7.4.9).
func keys(f *facts) *verdict {
	if !f.complains(client, badRecordMAC, decryptError, decodeError) && !f.complains(server, badRecordMAC, decryptError) {
		return nil
	}
	by, other := f.alert.From, peer(f.alert.From)
	if f.tls13() {
		return f.keys13(by, other)
	}
	s := f.step(other, "encrypted_handshake")
	if s == nil {
		s = f.step(other, "change_cipher_spec")
	}
	if s == nil {
		return nil
	}
	v := &verdict{
		cause: FinishedMismatch, confidence: likely,
		summary: fmt.Sprintf("The %s can't read the %s's Finished: the two sides came to different keys, or the handshake was changed on the way.", by, other),
		evidence: []string{
			fmt.Sprintf("%s: the %s's first protected record", f.at(s.Packet), other),
			f.said(),
		},
	}
	if verify := f.step(client, "certificate_verify"); verify != nil && by == server && f.code == decryptError {
		v.confidence = possible
		v.evidence = append(v.evidence, fmt.Sprintf("it also fits %s: the client's signature in %s", SignatureInvalid, f.at(verify.Packet)))
	}
	return v
}

// keys13 is the same in TLS 1.3, where all behind the ServerHello is protected.
func (f *facts) keys13(by, other string) *verdict {
	s := f.step(other, "encrypted_handshake")
	if s == nil {
		return nil
	}
	v := &verdict{
		cause: CorruptedRecord, confidence: possible,
		summary: fmt.Sprintf("The %s can't read what the %s sends encrypted: a record was damaged on the way, or the keys differ.", by, other),
		evidence: []string{
			fmt.Sprintf("%s: the %s's first encrypted record", f.at(s.Packet), other),
			f.said(),
			fmt.Sprintf("it also fits %s: a hello that was changed on the way makes the keys differ", FinishedMismatch),
		},
	}
	if f.code == decryptError {
		v.cause = FinishedMismatch
		v.evidence = v.evidence[:2]
		v.summary = fmt.Sprintf("The %s finds that the %s's Finished or signature does not fit the handshake.", by, other)
	}
	return v
}
