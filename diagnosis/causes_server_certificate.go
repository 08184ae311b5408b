package diagnosis

var serverCertificateCauses = []Cause{
	{
		Code: ServerCertificateExpired, Title: "The server's certificate has expired",
		Explanation: "A certificate is good until a date. This one, or an intermediate that the server sends with it, is past its date, so the client does not trust it.",
		Seen:        "The capture's time is after the certificate's end, and the client refuses it (45, 42 or 46).",
		Advice:      []string{"server: renew the certificate and reload the server; check why the renewal did not happen by itself"},
	},
	{
		Code: ServerCertificateNotYetValid, Title: "The server's certificate is not valid yet",
		Explanation: "The certificate's time has not begun. It was put in place too early, or the clock of whoever made it was ahead.",
		Seen:        "The capture's time is before the certificate's beginning, and the client refuses it.",
		Advice:      []string{"server: use the old certificate until the new one is valid", "server: check the clock of the machine that made it"},
	},
	{
		Code: ClientClockWrong, Title: "The client's clock is wrong",
		Explanation: "The client says that the certificate has expired, and by the capture's clock it has not. The client lives in another time: a dead battery, a virtual machine that slept, no time server.",
		Seen:        "The client's certificate_expired (45) although every certificate is in its time.",
		Advice:      []string{"client: set the clock (NTP)"},
	},
	{
		Code: ServerCertificateSelfSigned, Title: "The server's certificate is self-signed",
		Explanation: "The certificate vouches for itself: no CA has signed it. Only clients that hold just this certificate as trusted accept it.",
		Seen:        "Issuer and subject are the same, and the signature is its own; the client refuses it (48, 42 or 46).",
		Advice:      []string{"server: get a certificate from a CA that its clients know", "client: if this server is meant to be trusted, add its certificate to the trust store"},
	},
	{
		Code: ServerCertificateUnknownCA, Title: "The client does not know the CA",
		Explanation: "The chain of certificates leads to a root that is not in the client's trust store. Usual with a company's own CA, with a proxy that opens TLS, and with old trust stores.",
		Seen:        "A chain with its issuers, then unknown_ca (48), certificate_unknown (46) or bad_certificate (42).",
		Advice:      []string{"client: add the CA's root to its trust store, if it is meant to be trusted", "server: use a certificate of a CA that its clients know"},
	},
	{
		Code: ServerChainIncomplete, Title: "The server does not send its intermediate",
		Explanation: "Between the server's certificate and the root there is at least one more, and the server must send it. Browsers often find it by themselves, so that the server seems to work, while programs fail.",
		Seen:        "The leaf's issuer is not among the certificates sent and no root is; the client refuses it (48, 46 or 42).",
		Advice:      []string{"server: put the intermediate into the certificate file, behind its own (nginx ssl_certificate takes the full chain)"},
	},
	{
		Code: ServerNameMismatch, Title: "The certificate is for another name",
		Explanation: "The client wants one name, and the certificate that the server shows has others. The server showed a default site, or the name was never put into the certificate.",
		Seen:        "The server name of the ClientHello stands in none of the certificate's names, and the client refuses it (42 or 46; Erlang 40).",
		Advice:      []string{"server: present a certificate with the name that the client asks for", "client: connect by a name that the certificate has"},
	},
	{
		Code: ServerCertificateWeak, Title: "The server's certificate is too weak",
		Explanation: "The certificate has a short RSA key, or was signed with MD5 or SHA-1. Today's clients refuse both.",
		Seen:        "An RSA key below 2048 bits or an old signature, and the client refuses it (42, 43, 46 or 71).",
		Advice:      []string{"server: get a certificate with an RSA key of 2048 bits or more, or an ECDSA key, signed with SHA-256"},
	},
	{
		Code: ServerCertificateRevoked, Title: "The server's certificate is revoked",
		Explanation: "The CA has taken the certificate back before its time: its key may be stolen, or it was replaced.",
		Seen:        "Alert certificate_revoked (44), or a stapled OCSP response that says revoked.",
		Advice:      []string{"server: get a new certificate with a new key, and find out why the old one was revoked"},
	},
	{
		Code: ServerCertificateWrongUsage, Title: "The certificate is not for servers",
		Explanation: "A certificate says what it may be used for. This one does not allow to identify a server.",
		Seen:        "An extended key usage without serverAuth, and the client refuses it (43, 46 or 42).",
		Advice:      []string{"server: get a certificate with the extended key usage serverAuth"},
	},
	{
		Code: ServerCertificateRejected, Title: "The client refuses the server's certificate",
		Explanation: "The client does not like the certificate, and nothing that can be seen says why. It may hold other roots, have a pin or a revocation list, or a wrong clock.",
		Seen:        "A certificate alert of the client's, and a certificate without a fault, or one that is not to be seen.",
		Advice:      []string{"client: look into its log: only the client knows what it checked", "client: check its trust store, its clock and any pinning"},
	},
}
