package finding

import "slices"

// family is a group of definitions that belong together.
type family struct {
	name        string
	definitions []*Definition
}

// registry holds every definition. docs/findings.md is made from it.
var registry = []family{
	{"Indicators", []*Definition{
		&indicatorMatch,
	}},
	{"Versions", []*Definition{
		&ssl20Negotiated, &ssl30Negotiated, &tls10Negotiated, &tls11Negotiated, &dtls10Negotiated,
		&draftNegotiated, &downgradeSentinel, &obsoleteClient, &fallbackOffered,
	}},
	{"Cipher suites", []*Definition{
		&nullCipher, &exportCipher, &anonymousSuite, &desCipher, &rc4Cipher, &tripleDESCipher, &integrityOnly,
		&noForwardSecrecy, &cbcSHA1,
	}},
	{"Key exchange", []*Definition{
		&brokenDH, &weakDH, &weakGroup, &md5Handshake, &sha1Handshake, &noPostQuantum,
	}},
	{"Certificates", []*Definition{
		&certificateRevoked, &certificateExpired, &certificateNotYetValid, &certificateNameMismatch,
		&certificateSelfSigned, &certificateUnknownIssuer, &certificateChainIncomplete, &certificateWrongUsage,
		&certificateMalformed, &brokenCertificateKey, &weakCertificateKey, &md5Certificate, &sha1Certificate,
		&certificateExpiresSoon, &certificateLongLived, &clientCertificateExpired, &clientCertificateExpiresSoon,
	}},
	{"Extensions", []*Definition{
		&compression, &noExtendedMasterSecret, &earlyData,
	}},
	{"Renegotiation", []*Definition{
		&insecureRenegotiation, &insecureRenegotiationClient, &frequentRenegotiation, &clientRenegotiation,
		&serverRenegotiation,
	}},
	{"Heartbeat", []*Definition{
		&heartbleed, &heartbleedSuspected, &heartbeatMessages, &heartbeatAccepted,
	}},
	{"Names", []*Definition{
		&nameIsAddress, &nameDiffersFromProxy, &noServerName,
	}},
	{"Transport", []*Definition{
		&tcpConflict, &continuedInClear, &streamBroken, &unknownProtocol,
	}},
	{"Across connections", []*Definition{
		&certificateDiffers, &halfOpenFlood, &handshakeFlood,
	}},
}

// maxDefinitions is how many there may be.
const maxDefinitions = 128

// byCode finds definitions, which have their ranks then.
var byCode = indexRegistry()

func indexRegistry() map[string]*Definition {
	var all []*Definition
	for _, f := range registry {
		all = append(all, f.definitions...)
	}
	slices.SortStableFunc(all, func(a, b *Definition) int { return int(b.Severity) - int(a.Severity) })
	byCode := make(map[string]*Definition, len(all))
	for i, d := range all {
		d.rank = uint8(i)
		byCode[d.Code] = d
	}
	return byCode
}

// Definitions returns every definition, family by family.
func Definitions() []Definition {
	var all []Definition
	for _, f := range registry {
		for _, d := range f.definitions {
			all = append(all, *d)
		}
	}
	return all
}

// Lookup returns the definition of a code.
func Lookup(code string) (Definition, bool) {
	if d, ok := byCode[code]; ok {
		return *d, true
	}
	return Definition{}, false
}
