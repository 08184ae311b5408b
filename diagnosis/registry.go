package diagnosis

// families are all causes, as the documentation groups them: to add one, give it
// its code in cause.go, its words in its family's file, and a rule.
var families = []struct {
	Name   string
	Causes []Cause
}{
	{"What the two sides agree on", agreementCauses},
	{"The server's certificate", serverCertificateCauses},
	{"The client's certificate", clientCertificateCauses},
	{"Transport and middleboxes", transportCauses},
	{"Not TLS, or not yet", plaintextCauses},
	{"Broken or attacked", brokenCauses},
	{"TLS 1.3 and QUIC, where the alert is encrypted", encryptedCauses},
	{"Otherwise", otherCauses},
}

// Causes returns every cause, family by family.
func Causes() []Cause {
	var all []Cause
	for _, f := range families {
		all = append(all, f.Causes...)
	}
	return all
}

// Lookup returns the cause of a code.
func Lookup(code string) (Cause, bool) {
	for _, f := range families {
		for _, c := range f.Causes {
			if c.Code == code {
				return c, true
			}
		}
	}
	return Cause{}, false
}
