package diagnosis

var clientCertificateCauses = []Cause{
	{
		Code: ClientCertificateMissing, Title: "The client has no certificate to show",
		Explanation: "The server wants the client to identify itself with a certificate (mutual TLS). The client has none, or none that fits what the server asks for, and sends an empty list.",
		Seen:        "CertificateRequest, an empty client Certificate, then handshake_failure (40), certificate_required (116), bad_certificate (42), or a close.",
		Advice:      []string{"client: configure a certificate and its key for this server", "client: if one is configured, check that its issuer and its kind of key are among those that the server asks for", "server: if a certificate is not needed, make it optional"},
	},
	{
		Code: ClientCertificateIssuerNotAccepted, Title: "The client's certificate is of another CA",
		Explanation: "The server names the CAs whose clients it accepts. The client's certificate is from another one.",
		Seen:        "No issuer of the client's chain is among the request's authorities; then unknown_ca (48), bad_certificate (42) or certificate_unknown (46).",
		Advice:      []string{"client: use a certificate of a CA that the server names", "server: add the client's CA to those that it accepts (nginx ssl_client_certificate)"},
	},
	{
		Code: ClientCertificateExpired, Title: "The client's certificate has expired",
		Explanation: "The certificate with which the client identifies itself is past its date.",
		Seen:        "The capture's time is after its end, and the server refuses it (45, 42 or 46).",
		Advice:      []string{"client: renew the certificate"},
	},
	{
		Code: ClientCertificateUnknownCA, Title: "The server does not know the client's CA",
		Explanation: "The server can't build a chain from the client's certificate to a CA that it trusts. The CA is missing in its configuration, an intermediate was not sent, or another CA has the same name.",
		Seen:        "Alert unknown_ca (48) from the server, and the authorities that it named do not rule the certificate out.",
		Advice:      []string{"server: add the CA to those that it trusts for clients", "client: send the intermediate certificates with its own"},
	},
	{
		Code: ClientCertificateTypeMismatch, Title: "The client's certificate has the wrong kind of key",
		Explanation: "The server says which kinds of keys and signatures it takes from clients. The client's certificate is of another kind.",
		Seen:        "The certificate's key or signature is not among the request's types and signature algorithms.",
		Advice:      []string{"client: use a certificate with a key of the kind that the server asks for", "server: accept more signature algorithms for clients"},
	},
	{
		Code: ClientCertificateRejected, Title: "The server refuses the client's certificate",
		Explanation: "The server does not like the client's certificate, and what can be seen does not say why. It may be revoked, not meant for clients, or unknown to the application.",
		Seen:        "A certificate alert of the server's after the client's Certificate, and nothing that narrows it.",
		Advice:      []string{"server: look into its log: only the server knows what it checked", "client: check that the certificate has the extended key usage clientAuth"},
	},
}
